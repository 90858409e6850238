"""From a result to the page of a place or to the members of a CPTS, on to the orientation, and back."""

import re
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from sas.actor import Role
from sas.rooms.directory.models import Place
from sas.rooms.orientation.models import Orientation
from tests.factories import care, houses
from tests.factories.browsers import browser
from tests.web.regulation.scene import BACK, Scene, make_scene, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Within the transaction of the test."""
    return make_scene()


def links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', page)]


@pytest.mark.shows("F-155", "F-160")
def test_the_page_of_a_place_leads_to_its_slots_and_back_to_the_results(scene: Scene) -> None:
    Place.objects.filter(id=scene.place.id).update(
        ms_sante=["claire@mssante.fr"], opening_hours={"1": [["08:30", "12:00"]]}
    )
    path = f"/sas/fiche/{scene.place.id}?{urlencode({'retour': BACK})}"
    page = text_of(scene.client.get(path))
    for words in ("<h1", "Dr Claire MARTIN", "Médecin généraliste", "02 61 91 00 12", "MS Santé : claire@mssante.fr"):
        assert words in page, words
    assert "Participe au SAS" in page and "14h00 – 16h00" in page and "0/3" in page
    found = links(page)
    assert BACK in found
    kept = urlencode({"retour": BACK})
    here = urlencode({"retour": f"/sas/fiche/{scene.place.id}?{kept}"})
    assert f"{scene.path}?{here}" in found and f"/sas/orienter/en-sus/{scene.place.id}?{here}" in found
    assert f"/sas/agenda/{scene.place.id}" not in page
    (following,) = [one for one in found if one.startswith("?") and "semaine=" in one]
    assert "Semaine précédente" in text_of(scene.client.get(f"/sas/fiche/{scene.place.id}{following}"))


@pytest.mark.shows("F-165")
def test_an_effecteur_reads_it_without_any_act_and_edits_his_own(scene: Scene) -> None:
    other = text_of(browser(care.keeper(care.doctor_place())).get(f"/sas/fiche/{scene.place.id}"))
    assert "14h00 – 16h00" in other and "/sas/orienter/" not in other and "Participe au SAS" not in other
    assert "MS Santé" not in other and "Modifier l'agenda" not in other
    own = text_of(browser(scene.owner).get(f"/sas/fiche/{scene.place.id}"))
    assert f'href="/sas/agenda/{scene.place.id}"' in own


@pytest.mark.parametrize(
    "retour", ["https://ailleurs.example/", "//ailleurs.example", "/compte", "/sas/fiche/../x", ""]
)
def test_one_goes_back_to_pages_of_the_search_only(scene: Scene, retour: str) -> None:
    page = text_of(scene.client.get(f"/sas/fiche/{scene.place.id}", {"retour": retour}))
    assert "Revenir aux résultats" not in page


@pytest.mark.parametrize("asked", [{"semaine": "hier"}, {"semaine": "1990-01-01"}, {"semaine": "9" * 300}])
def test_a_week_that_is_none_is_the_first(scene: Scene, asked: dict[str, str]) -> None:
    page = scene.client.get(f"/sas/fiche/{scene.place.id}", asked)
    assert (page.status_code, "Semaine précédente" in text_of(page)) == (200, False)


@pytest.mark.parametrize("path", ["/sas/fiche/999999999", "/sas/cpts/999999999"])
def test_what_is_not_there_is_not_found(scene: Scene, path: str) -> None:
    assert scene.client.get(path).status_code == 404


@pytest.mark.shows("F-202")
def test_an_ioa_opens_them_with_the_package_of_his_establishment_only(scene: Scene) -> None:
    cpts = houses.house("cpts")
    outside = browser(care.account(Role.IOA, territories=(scene.territory,)))
    for path in (f"/sas/fiche/{scene.place.id}", f"/sas/cpts/{cpts.id}", scene.path):
        assert outside.get(path).status_code == 403
    assert outside.post(scene.path, {"cle": str(uuid4())}).status_code == 403


@pytest.mark.shows("F-158", "F-183")
def test_the_members_of_a_cpts_by_page_then_an_orientation_recorded_on_the_cpts(scene: Scene, settings: object) -> None:
    settings.RESULTS_PER_PAGE = 2  # type: ignore[attr-defined]
    cpts = houses.house("cpts", name="CPTS du Canal")
    own, made = houses.place_of(cpts), [houses.member_of(cpts).declared for _ in range(3)]
    back = f"{BACK}&mode=en-sus"
    path = f"/sas/cpts/{cpts.id}?{urlencode({'retour': back})}"
    first = scene.client.get(path)
    page = text_of(first)
    assert "CPTS du Canal" in page and "3 lieux" in page.replace("<strong>", "") and back in links(page)
    second = scene.client.get(f"/sas/cpts/{cpts.id}{first.context['pages']['next']}")
    shown = [card.place_id for one in (first, second) for card in one.context["found"].cards]
    assert sorted(shown) == sorted(place.id for place in made)
    assert "seed=7" in repr(first.context["criteria"]) and "seed=7" in repr(second.context["criteria"])
    (en_sus,) = [one for one in links(page) if f"/en-sus/{shown[0]}?" in one]
    form = scene.client.get(en_sus)
    assert "l'orientation est enregistrée pour la CPTS" in unescape(text_of(form)) and "CPTS du Canal" in text_of(form)
    sent = {"day": str(scene.day), "time": "11:30", "retour": form.context["back"]}
    answer = scene.confirm(en_sus, **sent)
    assert answer.status_code == 303 and answer["Location"].startswith(f"/sas/cpts/{cpts.id}?retour=")
    assert Orientation.objects.get().place_id == own.id
    assert "CPTS du Canal." in text_of(scene.client.get(answer["Location"]))


def test_without_a_search_the_members_are_those_with_a_slot_in_an_order_that_is_kept(scene: Scene) -> None:
    cpts = houses.house("cpts")
    place = houses.member_of(cpts).declared
    owner = care.keeper(place)
    client = browser(owner)
    page = client.get(f"/sas/cpts/{cpts.id}", {"page": "abc", "graine": "-1", "mode": "en-sus"})
    assert (page.status_code, page.context["found"].total) == (200, 0)
    assert "Aucun membre avec un créneau dans les trois jours" in text_of(page)
    care.published(place=place, owner=owner, day=scene.day, now=scene.now)
    found = client.get(f"/sas/cpts/{cpts.id}")
    assert [card.place_id for card in found.context["found"].cards] == [place.id]
    assert "/sas/orienter/" not in text_of(found)


@pytest.mark.shows("F-181", "F-184")
def test_an_ioa_confirms_and_whoever_is_both_keeps_the_search_that_it_was(scene: Scene) -> None:
    hospital = houses.with_package(houses.house("establishment"))
    nurse = browser(houses.nurse_of(hospital, scene.territory))
    page = text_of(nurse.get(f"/sas/fiche/{scene.place.id}"))
    assert "Forfait de réorientation des urgences" in page and scene.path in page and "/en-sus/" not in page
    answer = scene.confirm(client=nurse)
    assert (answer.status_code, answer["Location"]) == (303, BACK)
    listed = text_of(nurse.get("/sas/orientations"))
    assert "Orientation enregistrée : 1/3" in listed and "celles de vos territoires" not in listed
    both = browser(houses.nurse_of(hospital, scene.territory, also=(Role.REGULATEUR_OSNP,)))
    asked = {"text": "Martin", "loc": "Rennes"}
    slots = both.get("/sas/recherche", {**asked, "mode": "creneaux"}).content.decode()
    assert "forfait=1" not in slots and "Forfait de réorientation des urgences</p>" not in slots
    found = both.get("/sas/recherche", {**asked, "mode": "forfait"}).content.decode()
    assert "Forfait de réorientation des urgences</p>" in found
    (sheet,) = [one for one in links(found) if one.startswith(f"/sas/fiche/{scene.place.id}?")]
    (path,) = [one for one in links(both.get(sheet).content.decode()) if one.startswith(f"{scene.path}?")]
    for one in (sheet, path):
        assert one.endswith("&forfait=1")
    form = both.get(path).content.decode()
    assert re.search(r'name="forfait" value="True"', form)
    scene.confirm(client=both, forfait="True")
    scene.confirm(client=both)
    kinds = Orientation.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [3, 3, 1]
