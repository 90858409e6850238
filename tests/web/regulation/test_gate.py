"""An IOA searches when an establishment of theirs takes part in the reorientation package (C22, F-202)."""

import pytest

from sas.actor import Role
from tests.factories import care, houses
from tests.factories.browsers import browser
from tests.web.regulation.scene import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-202")]
PAGES = (
    "/sas/",
    "/sas/recherche?text=M%C3%A9decin&loc=Rennes",
    "/sas/suggestions/quoi?q=m%C3%A9",
    "/sas/suggestions/ou?q=ren",
)


@pytest.mark.parametrize("path", PAGES)
def test_the_package_of_one_establishment_opens_the_search_and_its_end_closes_it(path: str) -> None:
    nurse = houses.nurse_of(houses.house("establishment"))
    other = houses.with_package(houses.house("establishment"))
    client = browser(nurse)
    assert client.get(path).status_code == 403
    houses.User.objects.get(id=nurse.user_id).structures.add(other)
    assert client.get(path).status_code == 200
    houses.with_package(other, takes_part=False)
    assert client.get(path).status_code == 403


def test_the_page_says_which_establishment_does_not_take_part_and_whom_to_ask() -> None:
    territory, hospital = care.territory(), houses.house("establishment")
    page = text_of(browser(houses.nurse_of(hospital, territory)).get("/sas/"))
    assert hospital.name in page
    assert "gestionnaire de comptes de votre territoire (Territoire " in page
    alone = text_of(browser(care.account(Role.IOA)).get("/sas/"))
    assert "Votre compte n'est rattaché à aucun établissement." in alone


@pytest.mark.parametrize(
    ("also", "status"),
    [
        (Role.REGULATEUR_OSNP, 200),
        (Role.EFFECTEUR, 200),
        (Role.GESTIONNAIRE_COMPTES, 200),
        (Role.REFERENT_TERRITORIAL, 403),
        (Role.GESTIONNAIRE_STRUCTURE, 403),
    ],
)
def test_another_role_that_searches_opens_it_by_itself(also: Role, status: int) -> None:
    nurse = houses.nurse_of(houses.house("establishment"), care.territory(), also=(also,))
    assert browser(nurse).get("/sas/").status_code == status


def test_an_ioa_keeps_nothing_of_the_establishment() -> None:
    hospital = houses.house("establishment")
    place = houses.place_of(hospital)
    nurse = houses.nurse_of(hospital, also=(Role.EFFECTEUR,))
    assert (nurse.structures, nurse.managed, nurse.places) == (frozenset(), frozenset(), frozenset())
    assert browser(nurse).get(f"/sas/agenda/{place.id}/historique").status_code == 403
