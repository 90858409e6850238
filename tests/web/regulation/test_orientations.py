"""The regulator's pages: confirm, be told, follow, cancel."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.accounts.queries import stamp_of
from sas.rooms.availability.operations import save_additional_info
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation
from sas.rooms.participation.enums import Via
from sas.timetable.modality import Modality
from tests.factories import care

BACK = "/sas/recherche?text=M%C3%A9decin&loc=Rennes&graine=7"


def browser(actor: Actor) -> Client:
    """A browser signed in as this actor."""
    client = Client()
    session = client.session
    session["user_id"] = actor.user_id
    session["password_stamp"] = stamp_of(User.objects.get(id=actor.user_id).password)
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


@dataclass(frozen=True)
class Scene:
    """Tomorrow's plage of three patients in Rennes, and the regulator's browser."""

    territory: int
    place: Place
    owner: Actor
    regulator: Actor
    client: Client
    day: date
    plage: int
    now: datetime

    @property
    def path(self) -> str:
        """The page of the plage."""
        return f"/sas/orienter/creneau/{self.plage}/{self.day}"

    def confirm(self, path: str = "", client: Client | None = None, **changes: Any) -> Any:
        """Send a form with a key of its own."""
        return (client or self.client).post(path or self.path, {"cle": str(uuid4()), "retour": BACK} | changes)

    def fill(self) -> None:
        """Take the three places."""
        for _ in range(3):
            operations.orient(
                actor=self.regulator, key=uuid4(), slot_id=self.plage, day=self.day, modality=None, now=self.now
            )


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """Pages take the time of the request: the scene is tomorrow."""
    now = timezone.now()
    territory, place = care.territory(), care.doctor_place()
    owner, day = care.keeper(place), now.astimezone(ZoneInfo("Europe/Paris")).date() + timedelta(days=1)
    plage = care.published(place=place, owner=owner, day=day, now=now)
    regulator = care.regulator(territory)
    return Scene(territory, place, owner, regulator, browser(regulator), day, plage, now)


def text_of(response: Any) -> str:
    """What stands between the header and the footer."""
    return re.sub(r"\s+", " ", response.content.decode()).split("<main")[1].split("</main>")[0]


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


def test_an_orientation_is_cancelled_after_a_confirmation(scene: Scene) -> None:
    scene.confirm()
    made = Orientation.objects.get()
    path = f"/sas/orientations/{made.id}/annuler"
    assert path in text_of(scene.client.get("/sas/orientations"))
    assert scene.client.get(path).status_code == 200
    assert Orientation.objects.get().state == "oriented"
    answer = scene.client.post(path)
    assert (answer.status_code, answer["Location"]) == (303, "/sas/orientations")
    page = text_of(scene.client.get("/sas/orientations"))
    assert "Orientation annulée." in page and path not in page
    again = scene.client.post(path)
    assert (again.status_code, "plus en cours" in text_of(again)) == (422, True)
    assert "<strong>0/3</strong>" in text_of(scene.client.get(scene.path))


def test_a_decline_is_told_with_its_reason(scene: Scene) -> None:
    scene.confirm()
    operations.decline(
        actor=scene.owner, orientation_id=Orientation.objects.get().id, reason="Véhicule <en> panne", now=scene.now
    )
    page = text_of(scene.client.get("/sas/orientations"))
    assert "Déclinée par l&#x27;effecteur" in page and "Motif : Véhicule &lt;en&gt; panne" in page


def test_another_territory_neither_sees_nor_cancels(scene: Scene) -> None:
    scene.confirm()
    path = f"/sas/orientations/{Orientation.objects.get().id}/annuler"
    stranger = browser(care.regulator(care.territory(departements=("974",))))
    assert stranger.get(path).status_code == 404
    assert stranger.post(path).status_code == 403
    assert "Aucune orientation" in text_of(stranger.get("/sas/orientations"))
    colleague = browser(care.regulator(scene.territory))
    assert colleague.post(path).status_code == 303


@pytest.mark.parametrize("role", [Role.IOA, Role.EFFECTEUR, Role.ADMINISTRATEUR, Role.GESTIONNAIRE_COMPTES])
def test_other_roles_are_refused(scene: Scene, role: Role) -> None:
    somebody = browser(care.account(role, territories=(scene.territory,)))
    for path in (scene.path, f"/sas/orienter/en-sus/{scene.place.id}", "/sas/orientations"):
        assert somebody.get(path).status_code == 403
    assert scene.confirm(client=somebody).status_code == 403
    en_sus = {"day": str(scene.day), "time": "18:15"}
    assert scene.confirm(f"/sas/orienter/en-sus/{scene.place.id}", client=somebody, **en_sus).status_code == 403
    assert Orientation.objects.count() == 0


@pytest.mark.shows("F-186")
def test_no_form_lets_one_type_anything_about_a_patient(scene: Scene) -> None:
    for path in (scene.path, f"/sas/orienter/en-sus/{scene.place.id}"):
        main = text_of(scene.client.get(path))
        typed = re.findall(r'<(?:input|textarea|select)[^>]*name="(\w+)"', main)
        assert set(typed) <= {"csrfmiddlewaretoken", "cle", "retour", "day", "time", "modality"}
        assert "<textarea" not in main and 'type="text"' not in main
    scene.confirm(patient="Jean Dupont", motif="Fièvre")
    assert "Dupont" not in str(list(Orientation.objects.values()))


def test_one_or_three_orientations_cost_the_same_queries(scene: Scene) -> None:
    counts = []
    for size in (1, 3):
        while Orientation.objects.count() < size:
            scene.confirm(client=browser(care.regulator(scene.territory)))
        scene.client.get("/sas/orientations")
        with CaptureQueriesContext(connection) as captured:
            page = text_of(scene.client.get("/sas/orientations"))
        assert page.count('id="orientation-') == size
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


def test_one_or_three_slots_cost_the_same_queries(scene: Scene) -> None:
    counts = []
    for size in (1, 3):
        for start in range(size - 1):
            care.published(
                place=scene.place,
                owner=scene.owner,
                day=scene.day,
                start=time(8 + start),
                end=time(9 + start),
                now=scene.now,
            )
        with CaptureQueriesContext(connection) as captured:
            assert scene.client.get(scene.path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14


def test_the_list_goes_page_by_page(scene: Scene) -> None:
    for hour in range(21):
        operations.orient_surnumeraire(
            actor=scene.regulator,
            key=uuid4(),
            place_id=scene.place.id,
            local=datetime.combine(scene.day, time(hour)),
            now=scene.now,
        )
    first, second = (text_of(scene.client.get("/sas/orientations", {"page": n})) for n in ("1", "2"))
    assert (first.count('id="orientation-'), second.count('id="orientation-')) == (20, 1)
    assert "?page=2" in first and "?page=1" in second and "?page=3" not in second
    assert scene.client.get("/sas/orientations?page=x").status_code == 200
