"""The regulator's pages: confirm, be told, follow, cancel."""

import re
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from sas.actor import Role
from sas.rooms.availability.operations import save_additional_info
from sas.rooms.orientation.models import Orientation
from sas.rooms.participation.enums import Via
from sas.timetable.modality import Modality
from tests.factories import care, houses
from tests.factories.browsers import browser
from tests.web.regulation.scene import BACK, Scene, text_of


@pytest.mark.shows("F-184")
def test_the_summary_says_where_when_and_how_many(scene: Scene) -> None:
    save_additional_info(actor=scene.owner, place_id=scene.place.id, text="Accès par la cour", now=scene.now)
    page = scene.client.get(scene.path, {"retour": BACK})
    text = text_of(page)
    assert page.status_code == 200
    assert "<h1>ADRESSER UN PATIENT</h1>" in text
    for words in (
        "Dr Claire MARTIN",
        scene.place.address,
        "02 61 91 00 12",
        "Accès par la cour",
        "<strong>0/3</strong>",
    ):
        assert words in text
    assert "de 14h00 à 16h00" in text
    assert "Europe" not in text
    assert f'href="{BACK.replace("&", "&amp;")}">Modifier</a>' in text
    assert re.search(r'name="cle" value="[0-9a-f-]{36}"', text)


@pytest.mark.shows("F-181", "F-184")
def test_confirming_records_and_comes_back_to_the_results(scene: Scene) -> None:
    answer = scene.confirm()
    assert (answer.status_code, answer["Location"]) == (303, BACK)
    assert Orientation.objects.get().author_id == scene.regulator.user_id
    text = text_of(scene.client.get("/sas/orientations"))
    assert "Orientation enregistrée : 1/3 patients sur la plage du" in text


@pytest.mark.shows("F-180")
def test_a_creneau_is_confirmed_without_a_count(scene: Scene) -> None:
    creneau = care.published(
        place=scene.place,
        owner=scene.owner,
        day=scene.day,
        start=time(9),
        end=time(9, 15),
        patients=None,
        now=scene.now,
    )
    path = f"/sas/orienter/creneau/{creneau}/{scene.day}"
    assert "Patients déjà orientés" not in text_of(scene.client.get(path))
    assert scene.confirm(path, retour="")["Location"] == "/sas/orientations"
    assert "Orientation enregistrée : créneau du" in text_of(scene.client.get("/sas/orientations"))


@pytest.mark.shows("F-184")
def test_the_same_form_sent_twice_records_once(scene: Scene) -> None:
    key = str(uuid4())
    first, second = scene.confirm(cle=key), scene.confirm(cle=key)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Orientation.objects.count() == 1


@pytest.mark.parametrize(
    "wished",
    ["https://ailleurs.example/", "//ailleurs.example/sas/recherche?", "/sas/rechercher", "/compte", "javascript:"],
)
def test_one_comes_back_to_our_own_results_only(scene: Scene, wished: str) -> None:
    assert wished not in text_of(scene.client.get(scene.path, {"retour": wished}))
    assert scene.confirm(retour=wished)["Location"] == "/sas/orientations"


@pytest.mark.shows("F-185")
def test_a_full_plage_is_told_with_the_next_openings(scene: Scene) -> None:
    other = care.published(
        place=scene.place, owner=scene.owner, day=scene.day, start=time(17), end=time(18), patients=2, now=scene.now
    )
    scene.fill()
    for answer in (scene.confirm(), scene.client.get(scene.path, {"retour": BACK})):
        text = text_of(answer)
        assert answer.status_code == 409
        assert "sa dernière place vient d&#x27;être prise. Aucune orientation n'a été enregistrée." in text
        assert f"/sas/orienter/creneau/{other}/{scene.day}?retour=%2Fsas%2Frecherche%3Ftext" in text
        assert f"/sas/orienter/creneau/{scene.plage}/" not in text
    assert Orientation.objects.count() == 3


@pytest.mark.shows("F-200")
def test_what_the_place_still_offers_keeps_the_package_of_the_search(scene: Scene) -> None:
    hours = {"day": scene.day, "start": time(17), "end": time(18)}
    other = care.published(place=scene.place, owner=scene.owner, **hours, now=scene.now)
    hospital = houses.with_package(houses.house("establishment"))
    both = browser(houses.nurse_of(hospital, scene.territory, also=(Role.REGULATEUR_OSNP,)))
    scene.fill()
    asked = {"retour": BACK, "forfait": "1"}
    for answer, kept in (
        (scene.confirm(client=both, forfait="True"), True),
        (both.get(scene.path, asked), True),
        (scene.confirm(client=both), False),
        (both.get(scene.path, {"retour": BACK}), False),
    ):
        (path,) = re.findall(rf'href="(/sas/orienter/creneau/{other}/[^"]+)"', text_of(answer))
        assert answer.status_code == 409 and path.endswith("&amp;forfait=1") is kept


def test_a_repeated_form_is_told_the_truth_even_once_full(scene: Scene) -> None:
    key = str(uuid4())
    scene.confirm(cle=key)
    for _ in range(2):
        scene.confirm()
    assert scene.confirm(cle=key).status_code == 303
    assert scene.confirm().status_code == 409


def test_what_cannot_be_read_is_not_found_or_refused_plainly(scene: Scene) -> None:
    for path in (
        f"/sas/orienter/creneau/{10**9}/{scene.day}",
        f"/sas/orienter/creneau/{10**30}/{scene.day}",
        f"/sas/orienter/creneau/{scene.plage}/demain",
        f"/sas/orienter/creneau/{scene.plage}/9999-12-31",
        f"/sas/orienter/en-sus/{10**30}",
        "/sas/orientations/1000000000/annuler",
    ):
        assert scene.client.get(path).status_code == 404, path
    gone = scene.client.get(f"/sas/orienter/creneau/{scene.plage}/{scene.day + timedelta(days=1)}")
    assert (gone.status_code, "n&#x27;existe plus" in text_of(gone)) == (409, True)
    broken = scene.confirm(cle="pas-une-cle")
    assert (broken.status_code, "revenez aux résultats" in text_of(broken)) == (422, True)


def test_several_ways_of_receiving_are_chosen_from(scene: Scene) -> None:
    both = care.published(
        place=scene.place, owner=scene.owner, day=scene.day, modalities=Modality.OFFICE | Modality.VIDEO, now=scene.now
    )
    path = f"/sas/orienter/creneau/{both}/{scene.day}"
    assert text_of(scene.client.get(path)).count('type="radio"') == 2
    missing = scene.confirm(path)
    assert (missing.status_code, "Choisissez le type de consultation." in text_of(missing)) == (422, True)
    assert BACK.replace("&", "&amp;") in text_of(missing)
    assert scene.confirm(path, modality="4").status_code == 422
    assert scene.confirm(path, modality="2").status_code == 303
    assert Orientation.objects.get().modalities == Modality.VIDEO


@pytest.mark.shows("F-182")
def test_a_patient_is_sent_outside_the_slots(scene: Scene) -> None:
    path = f"/sas/orienter/en-sus/{scene.place.id}"
    page = text_of(scene.client.get(path, {"retour": BACK}))
    assert "<h1>ADRESSER UN PATIENT HORS CRÉNEAUX</h1>" in page
    answer = scene.confirm(path, day=str(scene.day), time="18:15")
    assert (answer.status_code, answer["Location"]) == (303, BACK)
    assert "Orientation enregistrée : hors créneaux" in text_of(scene.client.get("/sas/orientations"))


@pytest.mark.shows("F-182")
def test_what_does_not_fit_is_said_beside_the_field(scene: Scene) -> None:
    path = f"/sas/orienter/en-sus/{scene.place.id}"
    yesterday = str(scene.day - timedelta(days=2))
    for changes, sentence in (
        ({"day": yesterday, "time": "18:15"}, "La date est déjà passée"),
        ({"day": str(scene.day), "time": "18:10"}, "par quart d&#x27;heure"),
        ({"day": str(scene.day)}, "Choisissez une heure."),
        ({"day": "2026-02-30", "time": "18:15"}, "Cette date n&#x27;existe pas."),
    ):
        answer = scene.confirm(path, **changes)
        assert (answer.status_code, sentence in text_of(answer)) == (422, True), sentence
        assert f'value="{changes["day"]}"' in text_of(answer)
    assert Orientation.objects.count() == 0


def test_a_place_that_does_not_receive_en_sus_says_so(scene: Scene) -> None:
    place = care.doctor_place(via=Via.NONE)
    answer = scene.client.get(f"/sas/orienter/en-sus/{place.id}")
    assert (answer.status_code, "en sus de ses disponibilités" in text_of(answer)) == (409, True)
    assert scene.confirm(f"/sas/orienter/en-sus/{place.id}", day=str(scene.day), time="18:15").status_code in {409, 422}
    assert Orientation.objects.count() == 0


def test_hours_of_another_zone_are_announced(scene: Scene) -> None:
    far = care.doctor_place(commune="97411", zone="Indian/Reunion")
    slot = care.published(place=far, owner=care.keeper(far), day=scene.day, now=scene.now)
    text = text_of(scene.client.get(f"/sas/orienter/creneau/{slot}/{scene.day}"))
    assert "à l'heure du lieu d'exercice" in text and "de 14h00 à 16h00" in text
    assert scene.confirm(f"/sas/orienter/creneau/{slot}/{scene.day}").status_code == 303
    Orientation.objects.update(created_at=datetime(2026, 3, 2, 21, 30, tzinfo=UTC))
    assert "Enregistrée le 03/03/2026 à 01h30" in text_of(scene.client.get("/sas/orientations"))


@pytest.mark.shows("F-266", "F-186")
@pytest.mark.parametrize(("told", "kept"), [("10", "10"), ("", ""), ("12 rue des Lilas", ""), ("7", "")])
def test_an_orientation_keeps_how_far_the_card_said_as_a_band_and_nothing_else(
    scene: Scene, told: str, kept: str
) -> None:
    page = text_of(scene.client.get(scene.path, {"retour": BACK, "distance": told}))
    assert re.search(r'name="distance"( value="([^"]*)")?', page)[2] == (kept or None)  # type: ignore[index]
    scene.confirm(distance=told)
    assert Orientation.objects.get().distance_band == kept
    en_sus = f"/sas/orienter/en-sus/{scene.place.id}"
    scene.confirm(en_sus, day=f"{scene.day:%Y-%m-%d}", time="18:00", distance=told)
    assert list(Orientation.objects.order_by("id").values_list("kind", "distance_band")) == [(1, kept), (2, kept)]
