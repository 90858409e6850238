"""The dashboard of whoever manages structures: each with its settings, its agendas, and the way to its members."""

import re
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.directory.models import Structure
from sas.rooms.participation.models import StructureSettings
from tests.factories import care, delegation, houses
from tests.factories.browsers import browser
from tests.web.calendar.reading import agenda, read, words

pytestmark = pytest.mark.django_db
PATH = "/sas/tableau-de-bord"
UNPAID = "n'ouvre pas droit à la rémunération prévue par l'avenant 4"


def settle(house: Structure, now: datetime, **fields: object) -> None:
    StructureSettings.objects.create(structure=house, updated_at=now, **fields)


def sections(actor: Actor) -> dict[str, str]:
    """The text of each section of the dashboard, by its heading."""
    page = browser(actor).get(PATH).content.decode()
    found = {}
    for section in page.split('<section class="fr-mb-5w"')[1:]:
        heading = re.search(r"<h2[^>]*>(.*?)</h2>", section, re.DOTALL)
        assert heading
        found[heading[1].strip()] = section.split("</section>")[0]
    return found


@pytest.mark.shows("F-100", "F-101")
def test_each_structure_stands_under_its_name_with_its_settings_and_agendas(now: datetime) -> None:
    first, second = houses.house("cds"), houses.house("cds")
    places = [houses.place_of(first), houses.place_of(second)]
    settle(first, now, participates=True, hours_pledged=True, practitioner_count=4, gp_count=2)
    found = sections(houses.manager_of(first, second))
    assert list(found) == [first.name, second.name]
    for house, place in zip((first, second), places, strict=True):
        assert f'href="/sas/structures/{house.id}/parametres"' in found[house.name]
        assert f'href="/sas/agenda/{place.id}"' in found[house.name]
    assert "Participe au SAS" in words(found[first.name])
    assert "4 professionnels participants, dont 2 médecins généralistes" in words(found[first.name])
    assert "Vous n'avez pas encore indiqué si cette structure participe" in words(found[second.name])


@pytest.mark.shows("F-106")
def test_an_sos_association_has_one_card_and_one_agenda_for_each_point(now: datetime) -> None:
    """E24."""
    sos = houses.house("sos")
    points = [houses.place_of(sos, name=f"Point {number}") for number in range(3)]
    settle(sos, now, participates=True, hours_pledged=True)
    section = sections(houses.manager_of(sos))[sos.name]
    assert section.count("Editer vos paramètres") == 1
    assert f"SIRET {sos.siret}" in section
    assert all(f'href="/sas/agenda/{point.id}"' in section for point in points)


@pytest.mark.shows("F-109", "F-107")
def test_an_msp_counts_its_participants_and_a_cpts_leads_to_its_members() -> None:
    msp, cpts = houses.house("msp"), houses.house("cpts")
    place, own = houses.place_of(msp), houses.place_of(cpts)
    for _ in range(2):
        houses.member_of(cpts)
    found = sections(houses.manager_of(msp, cpts))
    assert "0 professionnel participe au SAS via la MSP" in words(found[msp.name])
    assert f'href="/sas/agenda/{place.id}"' in found[msp.name]
    assert "2 professionnels participent au SAS via la CPTS" in words(found[cpts.name])
    for page in ("membres", "informations"):
        assert f'href="/sas/structures/{cpts.id}/{page}"' in found[cpts.name]
    assert f'href="/sas/agenda/{own.id}/orientations"' in found[cpts.name]
    assert f'href="/sas/agenda/{own.id}"' not in found[cpts.name]
    assert "parametres" not in found[msp.name] + found[cpts.name]


@pytest.mark.shows("F-123", "F-125")
def test_a_delegate_finds_the_agenda_of_the_structure_and_none_of_its_settings() -> None:
    centre = houses.house("cds")
    place, delegate = houses.place_of(centre), care.account(Role.DELEGATAIRE)
    delegation.Delegation.objects.create(delegate_id=delegate.user_id, structure=centre)
    actor = care.acting(delegate.user_id or 0)
    page = browser(actor).get(PATH).content.decode()
    assert f'href="/sas/agenda/{place.id}"' in page
    assert "parametres" not in page
    assert browser(actor).get(f"/sas/structures/{centre.id}/parametres").status_code == 403
    assert browser(actor).get(agenda(place)).status_code == 200


def test_a_doctor_who_also_manages_a_centre_finds_his_places_first() -> None:
    own, centre = care.doctor_place(), houses.house("cds")
    houses.place_of(centre)
    actor = care.account(Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE, professional_id=own.professional_id)
    delegation.User.objects.get(id=actor.user_id).structures.add(centre)
    assert list(sections(care.acting(actor.user_id or 0))) == ["Vos lieux d'exercice", centre.name]


@pytest.mark.shows("F-105")
@pytest.mark.parametrize(
    ("settings", "published", "said"),
    [
        ({}, True, True),
        ({"hours_pledged": True, "practitioner_count": 4, "gp_count": 2}, True, True),
        ({"hours_pledged": True, "practitioner_count": 4, "gp_count": 2}, False, False),
        ({"participates": True, "hours_pledged": True, "practitioner_count": 4, "gp_count": 2}, True, False),
    ],
)
def test_visible_hours_without_acceptance_are_said_not_to_be_paid(
    settings: dict[str, object], published: bool, said: bool, now: datetime
) -> None:
    centre = houses.house("cds")
    place, manager = houses.place_of(centre), houses.manager_of(centre)
    settle(centre, now, **settings)
    if published:
        care.published(place=place, owner=manager, day=date(2026, 11, 24), start=time(9), end=time(11), now=now)
    html = read(browser(manager), agenda(place))
    assert (UNPAID in words(html), f"/sas/structures/{centre.id}/parametres" in html) == (said, said)


@pytest.mark.shows("F-105")
def test_the_notice_is_for_health_centres_only(now: datetime) -> None:
    sos = houses.house("sos")
    place, manager = houses.place_of(sos), houses.manager_of(sos)
    care.published(place=place, owner=manager, day=date(2026, 11, 24), now=now)
    assert UNPAID not in words(read(browser(manager), agenda(place)))


def test_three_structures_cost_the_queries_of_one() -> None:
    costs = []
    for number in (1, 3):
        found = [houses.house("cds") for _ in range(number)]
        for house in found:
            houses.place_of(house)
        client = browser(houses.manager_of(*found))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PATH).content.decode().count("Editer vos paramètres") == number
        costs.append(len(captured))
    assert costs[0] == costs[1]
