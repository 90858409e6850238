"""« Editer vos paramètres » of a structure, as its form answers (structure guide, chapter II)."""

from typing import Any

import pytest

from sas.actor import Role
from sas.rooms.directory.models import Structure
from sas.rooms.participation.models import ParticipationChange, StructureSettings
from sas.rooms.participation.rules import HouseSettings
from tests.factories import care, houses
from tests.factories.browsers import browser
from tests.web.calendar.reading import words

pytestmark = pytest.mark.django_db
NONE = HouseSettings().stamp


def path_of(house: Structure) -> str:
    return f"/sas/structures/{house.id}/parametres"


def sent(practitioners: int | None, gps: int | None, accepts: bool, pledged: bool) -> dict[str, Any]:
    """The form as a browser sends it: an empty number, a box only when it is ticked."""
    numbers = {"practitioners": practitioners, "general_practitioners": gps}
    boxes = {"accepts": accepts, "pledged": pledged}
    said: dict[str, Any] = {name: "" if number is None else number for name, number in numbers.items()}
    return said | {name: "on" for name, ticked in boxes.items() if ticked} | {"vu": NONE}


@pytest.mark.shows("F-102", "F-103")
@pytest.mark.parametrize("said", houses.COMBINATIONS, ids=str)
def test_every_form_is_kept_or_refused_as_the_guide_says(said: tuple[int | None, int | None, bool, bool]) -> None:
    centre = houses.house("cds")
    answer = browser(houses.manager_of(centre)).post(path_of(centre), sent(*said))
    wrong, kept = houses.expected_of_centre(*said)
    if kept is None:
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == wrong
        assert not StructureSettings.objects.exists()
        return
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sas/tableau-de-bord")
    row = StructureSettings.objects.get(structure=centre)
    assert (row.participates, row.hours_pledged, row.practitioner_count, row.gp_count) == kept


@pytest.mark.shows("F-101")
def test_what_was_typed_comes_back_with_the_sentence_beside_the_field() -> None:
    centre = houses.house("cds")
    client = browser(houses.manager_of(centre))
    answer = client.post(path_of(centre), sent(4, None, accepts=True, pledged=False) | {"general_practitioners": "x"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="4"' in html
    assert 'value="x"' in html
    assert "Indiquez un nombre entier, de 0 à 999." in html
    assert "(Optionnel)" not in html
    again = client.post(path_of(centre), sent(4, 9, accepts=True, pledged=False)).content.decode()
    assert "ce nombre les dépasse" in words(again)
    assert "déclarez aussi sur l'honneur" in words(again)


def test_the_page_says_the_guides_words() -> None:
    centre = houses.house("cds")
    page = words(browser(houses.manager_of(centre)).get(path_of(centre)).content.decode())
    for said in (
        "Vos paramètres",
        "J'accepte d'être directement contacté par la régulation afin d'être sollicité",
        "Je déclare sur l'honneur mettre en visibilité à minima 2 heures de disponibilité par semaine pour chaque",
        "Tant que ce nombre est 0, votre centre de santé ne participe pas au SAS",
        "Ces heures mises en visibilité ne constituent pas des créneaux spécifiquement réservés au SAS.",
    ):
        assert said in page


@pytest.mark.shows("F-110")
def test_somebody_elses_change_is_told_and_the_story_is_read() -> None:
    centre = houses.house("cds")
    first, second = houses.manager_of(centre), houses.manager_of(centre)
    assert browser(first).post(path_of(centre), sent(4, 2, accepts=True, pledged=True)).status_code == 303
    answer = browser(second).post(path_of(centre), sent(1, 1, accepts=False, pledged=False))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"modifiés par {first.name} le " in words(html)
    assert 'name="vu" value="11.4.2"' in html
    assert "participe ; engagement de 2 heures ; 4 professionnels dont 2 médecins généralistes" in words(html)
    assert ParticipationChange.objects.count() == 1


@pytest.mark.shows("F-106")
def test_an_sos_association_ticks_one_box() -> None:
    sos = houses.house("sos")
    client = browser(houses.manager_of(sos))
    page = client.get(path_of(sos)).content.decode()
    assert page.count('type="checkbox"') == 1
    assert client.post(path_of(sos), {"pledged": "on", "vu": NONE}).status_code == 303
    assert StructureSettings.objects.get().participates
    assert client.post(path_of(sos), {"vu": "11.0.0"}).status_code == 303
    assert not StructureSettings.objects.get().participates


@pytest.mark.parametrize("kind", ["msp", "cpts", "establishment"])
def test_other_structures_have_no_form(kind: str) -> None:
    house = houses.house(kind)
    client = browser(houses.manager_of(house))
    assert client.get(path_of(house)).status_code == 404
    assert client.post(path_of(house), sent(4, 2, accepts=True, pledged=True)).status_code == 404


def test_an_administrator_reads_and_does_not_write() -> None:
    centre = houses.house("cds")
    client = browser(care.account(Role.ADMINISTRATEUR))
    html = client.get(path_of(centre)).content.decode()
    assert "pas encore indiqué" in html
    assert "Enregistrer" not in html
    assert client.post(path_of(centre), sent(4, 2, accepts=True, pledged=True)).status_code == 403
