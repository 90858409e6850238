"""Edges of the search that no other test comes near: docs/edge-cases.md names them all."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from sas import changes
from sas.actor import Actor, Role
from sas.rooms.directory.models import Commune, Place
from sas.rooms.offer import queries
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.participation.enums import Via
from tests.factories import care
from tests.factories.offers import Wanted, around_rennes, great_circle_m, open_slot, scatter

pytestmark = pytest.mark.django_db
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))


def listed(criteria: queries.SearchCriteria, now: datetime) -> list[int]:
    return [card.place_id for card in queries.search(actor=REGULATOR, criteria=criteria, now=now).cards]


def located(text: str) -> queries.Area:
    area = queries.locate(actor=REGULATOR, text=text)
    assert area is not None
    return area


def at(commune: Commune, now: datetime) -> int:
    place = care.doctor_place(commune=commune.code)
    Place.objects.filter(id=place.id).update(lat=commune.lat, lon=commune.lon)
    with transaction.atomic():
        changes.place_changed([place.id], now=now)
    return place.id


@pytest.mark.shows("E1", "E2")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Guadeloupe", "971"),
        ("Martinique", "972"),
        ("Guyane", "973"),
        ("La Réunion", "974"),
        ("Mayotte", "976"),
        ("Corse-du-Sud", "2A"),
        ("Haute-Corse", "2B"),
    ],
)
def test_a_departement_overseas_or_of_corsica_is_found_by_name_and_by_code_and_reaches_its_farthest_commune(
    name: str, code: str, now: datetime
) -> None:
    area = located(name)
    assert (area, area.kind) == (located(code), AreaKind.DEPARTEMENT)
    communes = [*Commune.objects.filter(departement_id=code, lat__isnull=False)]
    far = max(communes, key=lambda one: great_circle_m((area.lat, area.lon), (one.lat or 0, one.lon or 0)))
    place = at(far, now)
    criteria = queries.SearchCriteria("Médecin généraliste", area, Mode.OVERBOOKING, 7, 1, 10)
    assert listed(criteria, now) == [place]


@pytest.mark.shows("E2", "E3")
@pytest.mark.parametrize(
    ("text", "code"), [("2A004", "2A004"), ("2B033", "2B033"), ("69383", "69383"), ("Lyon", "69123")]
)
def test_a_commune_of_corsica_and_an_arrondissement_are_found_by_their_code(text: str, code: str) -> None:
    assert located(text).token == f"ville:{code}"


@pytest.mark.shows("E4")
def test_the_radius_is_that_of_the_centres_departement_and_crosses_its_border(now: datetime) -> None:
    """Redon is in Ille-et-Vilaine, Saint-Nicolas-de-Redon across the river in Loire-Atlantique."""
    here, across = (Commune.objects.get(code=code) for code in ("35236", "44185"))
    places = {at(here, now), at(across, now)}
    area = located("Redon")
    assert (area.radius_km, area.commune) == (located("Rennes").radius_km, "35236")
    criteria = queries.SearchCriteria("Médecin généraliste", area, Mode.OVERBOOKING, 7, 1, 10)
    assert set(listed(criteria, now)) == places


@pytest.mark.shows("E6", "E7")
def test_a_zone_where_the_first_hundred_have_no_slot_shows_the_one_behind_them(now: datetime) -> None:
    """There is no lot: the whole zone is ranked, and a page that is exactly full ends the list."""
    scatter([Wanted(1 + at / 100, 0) for at in range(100)], now=now)
    slots = scatter([Wanted(9, at / 10, opens_in_hours=5) for at in range(10)], now=now)
    found = queries.search(actor=REGULATOR, criteria=around_rennes(), now=now)
    assert ([card.place_id for card in found.cards], found.total, found.pages) == (slots, 10, 1)


@pytest.mark.shows("E13")
def test_who_takes_part_stands_first_even_forty_kilometres_away(now: datetime) -> None:
    near, far = scatter([Wanted(1, 0, via=Via.NONE, opens_in_hours=5), Wanted(40, 0, opens_in_hours=5)], now=now)
    assert listed(around_rennes(radius_km=50), now) == [far, near]
    assert listed(around_rennes(radius_km=50, kind=AreaKind.TOWN), now) == [far, near]


@pytest.mark.shows("E14")
def test_two_at_one_distance_always_come_in_one_order(now: datetime) -> None:
    places = scatter([Wanted(2, 0, opens_in_hours=5)] * 3, now=now)
    orders = {tuple(listed(around_rennes(seed=seed), now)) for seed in range(4)}
    assert orders == {tuple(sorted(places))}
    halves = [listed(around_rennes(page=page, per_page=2), now) for page in (1, 2)]
    assert [*halves[0], *halves[1]] == sorted(places)


@pytest.mark.shows("E15")
def test_after_midnight_the_same_search_shows_the_next_three_days_and_a_slot_keeps_its_day(now: datetime) -> None:
    (place,) = scatter([Wanted(1, 0, opens_in_hours=25)], now=now)
    open_slot(place, now=now, hours=73)
    evening = now.replace(hour=22, minute=59)  # 23h59 in Paris
    (before,) = queries.search(actor=REGULATOR, criteria=around_rennes(), now=evening).cards
    (after,) = queries.search(actor=REGULATOR, criteria=around_rennes(), now=evening + timedelta(minutes=2)).cards
    assert [day.name for day in before.days] == [day.name for day in after.days]
    assert [day.date for day in before.days][1:] == [day.date for day in after.days][:2]
    assert before.days[1].lines == after.days[0].lines and before.days[1].lines
    assert (before.days[2].lines, len(after.days[2].lines)) == ((), 1)
