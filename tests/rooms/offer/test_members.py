"""The members of a CPTS: their declared places, in the published order, bounded by neither radius nor specialty."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Activity, Place, Structure
from sas.rooms.offer import queries
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries import Area, CptsMembers, MembersCriteria
from sas.rooms.offer.queries.cards import PACKAGE
from sas.rooms.offer.rules import shuffle_of
from sas.timetable.ranking import shuffled
from tests.factories import care, houses
from tests.factories.offers import RENNES, open_slot
from tests.rooms.offer.scene import BOTH, EFFECTEUR, IOA, OSNP, projected

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-158")]
ADDRESS = Area(AreaKind.ADDRESS, "Rennes", *RENNES, 1, "Europe/Paris", "")
TOWN = Area(AreaKind.TOWN, "Rennes", *RENNES, 1, "Europe/Paris", "")


def criteria(
    *, mode: Mode = Mode.OVERBOOKING, area: Area | None = ADDRESS, seed: int = 7, page: int = 1, per_page: int = 10
) -> MembersCriteria:
    return MembersCriteria(mode, area, seed, page, per_page)


def shown(cpts: Structure, asked: MembersCriteria, *, now: datetime, actor: Actor = OSNP) -> CptsMembers:
    found = queries.cpts_members(actor=actor, cpts_id=cpts.id, criteria=asked, now=now)
    assert found is not None
    return found


def ids(found: CptsMembers) -> list[int]:
    return [card.place_id for card in found.cards]


def members(cpts: Structure, *km: float, now: datetime) -> list[int]:
    """Members whose declared places stand that far north of Rennes."""
    places = [houses.member_of(cpts).declared for _ in km]
    for place, north in zip(places, km, strict=True):
        Place.objects.filter(id=place.id).update(lat=RENNES[0] + north / 111.19, lon=RENNES[1])
    return projected(*places, now=now)


@pytest.mark.shows("E20", "E21")
def test_declared_places_by_distance_beyond_any_radius_and_specialty(now: datetime) -> None:
    """E20, E21."""
    cpts, other = houses.house("cpts", name="CPTS du Canal"), houses.house("cpts")
    far, near = members(cpts, 80, 1.8, now=now)
    members(other, 1, now=now)
    midwife = Activity.objects.get(kind="profession", code="50")
    Place.objects.filter(id=near).update(activities=[midwife.id])
    projected(Place.objects.get(id=near), now=now)
    found = shown(cpts, criteria(), now=now)
    assert (found.name, found.phones, found.total, found.pages) == ("CPTS du Canal", ("02 99 00 00 01",), 2, 1)
    assert ids(found) == [near, far]
    assert (found.cards[0].distance, found.by_distance, found.cards[1].subtitle) == (
        "à 2 km",
        True,
        "Médecin généraliste",
    )
    assert found.cards[0].cpts == "CPTS du Canal" and found.cards[0].members_path == ""


def test_without_an_address_the_order_is_the_random_one_of_the_seed(now: datetime) -> None:
    cpts = houses.house("cpts")
    made = members(cpts, 1, 2, 3, 4, now=now)
    for area in (TOWN, None):
        pages = [ids(shown(cpts, criteria(area=area, page=page, per_page=3), now=now)) for page in (1, 2, 3)]
        assert pages[0] + pages[1] == sorted(made, key=lambda one: shuffled(shuffle_of(one), 7)) and pages[2] == []
    found = shown(cpts, criteria(area=TOWN), now=now)
    assert (found.by_distance, found.cards[0].distance) == (False, "")


def test_the_default_mode_shows_those_with_a_slot_and_the_other_those_who_take_more(now: datetime) -> None:
    cpts = houses.house("cpts")
    first, second, away = members(cpts, 1, 2, 3, now=now)
    for place in (second, away):
        open_slot(place, now=now, hours=5)
    absent = Actor(None, EFFECTEUR.roles, places=frozenset({away}))
    availability.set_unavailable(actor=absent, place_id=away, unavailable=True, now=now)
    assert ids(shown(cpts, criteria(mode=Mode.SLOTS), now=now)) == [second]
    assert ids(shown(cpts, criteria(), now=now)) == [second, first]
    assert ids(shown(cpts, criteria(mode=Mode.SLOTS), now=now + timedelta(hours=6))) == []


def test_a_member_who_leaves_or_works_in_a_health_centre_is_not_shown(now: datetime) -> None:
    cpts, centre = houses.house("cpts"), houses.house("cds")
    left, salaried, kept = (houses.member_of(cpts) for _ in range(3))
    Place.objects.filter(id=salaried.declared.id).update(site_finess=centre.finess)
    projected(left.declared, salaried.declared, kept.declared, now=now)
    houses.declare(houses.house("cpts"), left.declared)
    assert ids(shown(cpts, criteria(), now=now)) == [kept.declared.id]


@pytest.mark.shows("F-200")
def test_an_ioa_sees_those_of_the_package(now: datetime) -> None:
    cpts = houses.house("cpts")
    first, second = members(cpts, 1, 2, now=now)
    care.with_package(Place.objects.get(id=second))
    for place in (first, second):
        open_slot(place, now=now, hours=5)
    for actor, mode in ((IOA, Mode.SLOTS), (IOA, Mode.PACKAGE), (BOTH, Mode.PACKAGE)):
        found = shown(cpts, criteria(mode=mode), actor=actor, now=now)
        assert (ids(found), found.total, found.cards[0].package) == ([second], 1, PACKAGE)
    assert ids(shown(cpts, criteria(mode=Mode.SLOTS), actor=BOTH, now=now)) == [first, second]
    assert ids(shown(cpts, criteria(mode=Mode.PACKAGE), now=now)) == [first, second]


def test_what_the_cpts_tells_is_for_those_who_regulate(now: datetime) -> None:
    cpts = houses.house("cpts")
    own, manager = houses.place_of(cpts), houses.manager_of(cpts)
    availability.save_additional_info(actor=manager, place_id=own.id, text="Appeler", now=now)
    told = {one: shown(cpts, criteria(), actor=one, now=now).additional_info for one in (OSNP, IOA, EFFECTEUR)}
    assert told == {OSNP: "Appeler", IOA: "Appeler", EFFECTEUR: ""}


def test_another_structure_or_a_closed_cpts_has_no_members(now: datetime) -> None:
    closed = houses.house("cpts")
    Structure.objects.filter(id=closed.id).update(closed_at=now)
    for one in (houses.house("msp").id, closed.id, 10**9):
        assert queries.cpts_members(actor=OSNP, cpts_id=one, criteria=criteria(), now=now) is None


def test_three_members_cost_the_questions_of_one(now: datetime) -> None:
    cpts, counts = houses.house("cpts"), []
    for size in (1, 3):
        members(cpts, *range(size), now=now)
        with CaptureQueriesContext(connection) as captured:
            shown(cpts, criteria(), now=now)
        counts.append(len(captured))
    assert counts == [6, 6]
