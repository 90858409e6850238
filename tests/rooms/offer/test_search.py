"""The whole zone in the one published order."""

import random
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place
from sas.rooms.offer import operations, queries
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries.search import rank_zone
from sas.rooms.offer.queries.vocabulary import understand
from sas.rooms.offer.rules import metres_of, shuffle_of
from sas.rooms.participation.enums import Via
from sas.timetable.capacity import search_window
from sas.timetable.ranking import Candidate, Order, rank
from tests.factories import care
from tests.factories.offers import RENNES, Wanted, around_rennes, great_circle_m, open_slot, scatter

pytestmark = pytest.mark.django_db
ENGINE = [import_module(f"sas.rooms.offer.queries.{name}") for name in ("by_sql", "cards", "lines")]
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))


def found(criteria: queries.SearchCriteria, now: datetime) -> list[int]:
    return [card.place_id for card in queries.search(actor=REGULATOR, criteria=criteria, now=now).cards]


@pytest.mark.shows("F-145", "F-146", "F-150")
def test_a_far_participant_stands_before_a_near_doctor_who_does_not_participate(now: datetime) -> None:
    far, near = scatter([Wanted(9, 0, opens_in_hours=5), Wanted(1, 0, via=Via.NONE, opens_in_hours=5)], now=now)
    assert found(around_rennes(), now) == [far, near]


@pytest.mark.shows("F-144")
def test_the_radius_is_a_great_circle_to_the_metre(now: datetime) -> None:
    inside, outside = scatter([Wanted(0, 9.98, opens_in_hours=5), Wanted(0, 10.02, opens_in_hours=5)], now=now)
    assert found(around_rennes(radius_km=10), now) == [inside]
    assert found(around_rennes(radius_km=11), now) == [inside, outside]


@pytest.mark.shows("F-150", "F-151")
def test_en_sus_lists_those_who_take_patients_above_their_slots_and_slots_mode_those_with_a_slot(now: datetime) -> None:
    free, full, msp = scatter(
        [Wanted(1, 0, opens_in_hours=5), Wanted(2, 0), Wanted(3, 0, via=Via.NONE, opens_in_hours=5)], now=now
    )
    assert found(around_rennes(), now) == [free, msp]
    assert found(around_rennes(mode=Mode.OVERBOOKING), now) == [free, full]


@pytest.mark.shows("F-082", "F-149")
def test_an_unavailable_place_leaves_the_results_and_comes_back(now: datetime) -> None:
    (place,) = scatter([Wanted(1, 0, opens_in_hours=5)], now=now)
    doctor = Actor(user_id=None, roles=frozenset({Role.EFFECTEUR}), places=frozenset({place}))
    availability.set_unavailable(actor=doctor, place_id=place, unavailable=True, now=now)
    assert found(around_rennes(), now) == []
    availability.set_unavailable(actor=doctor, place_id=place, unavailable=False, now=now)
    assert found(around_rennes(), now) == [place]


@pytest.mark.shows("F-150")
def test_only_slots_of_the_three_calendar_days_count(now: datetime) -> None:
    soon, _ = scatter([Wanted(1, 0, opens_in_hours=60), Wanted(2, 0, opens_in_hours=64)], now=now)
    assert found(around_rennes(), now) == [soon]  # Wednesday 22h00; the other opens on Thursday 02h00


def test_a_slot_that_has_started_is_no_longer_shown_and_the_next_one_counts_before_any_sweep(now: datetime) -> None:
    (place,) = scatter([Wanted(1, 0, opens_in_hours=2)], now=now)
    open_slot(place, now=now, hours=4)
    later = now + timedelta(hours=3)
    (card,) = queries.search(actor=REGULATOR, criteria=around_rennes(), now=later).cards
    assert [line.hours for day in card.days for line in day.lines] == ["13h00"]


@pytest.mark.shows("F-146", "F-147")
@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("mode", [Mode.SLOTS, Mode.OVERBOOKING])
def test_the_statement_ranks_as_the_kernel_does(order: Order, mode: Mode, now: datetime) -> None:
    chance = random.Random(f"{order}{mode}")
    wanted = [
        Wanted(
            chance.uniform(-12, 12),
            chance.uniform(-12, 12),
            via=chance.choice([Via.NONE, Via.INDIVIDUAL]),
            opens_in_hours=chance.choice([None, 2, 30, 100]),
        )
        for _ in range(25)
    ]
    ids = scatter(wanted, now=now)
    kind = AreaKind.ADDRESS if order is Order.DISTANCE else AreaKind.TOWN
    seed = chance.randrange(2**31)
    pages = [
        found(around_rennes(kind=kind, mode=mode, seed=seed, page=page, per_page=4), now)
        for page in (1, 2, 3, 4, 5, 6, 7)
    ]
    assert [place for page in pages for place in page] == _expected(ids, wanted, order=order, mode=mode, seed=seed)


def _expected(ids: list[int], wanted: list[Wanted], *, order: Order, mode: Mode, seed: int) -> list[int]:
    points = dict(Place.objects.filter(id__in=ids).values_list("id", "lat").order_by("id"))
    longitudes = dict(Place.objects.filter(id__in=ids).values_list("id", "lon").order_by("id"))
    candidates = [
        Candidate(
            place_id=place,
            preferred=False,
            has_opening=one.opens_in_hours in (2, 30),
            participates=one.via is Via.INDIVIDUAL,
            distance_m=great_circle_m(RENNES, (points[place], longitudes[place])),
            shuffle=shuffle_of(place),
        )
        for place, one in zip(ids, wanted, strict=True)
    ]
    inside = [c for c in candidates if c.distance_m is not None and c.distance_m <= 10_000]
    asked = [c for c in inside if (c.has_opening if mode is Mode.SLOTS else c.participates)]
    assert asked, "the sample must not be empty"
    return [candidate.place_id for candidate in rank(asked, order=order, seed=seed)]


def test_squared_chords_are_great_circle_distances(now: datetime) -> None:
    ids = scatter([Wanted(3, 4, opens_in_hours=2), Wanted(-5, 1, opens_in_hours=2)], now=now)
    what = understand(text="Médecin généraliste", now=now)
    ranked = rank_zone(actor=REGULATOR, what=what, criteria=around_rennes(), now=now)
    points = {p.id: (p.lat, p.lon) for p in Place.objects.filter(id__in=ids)}
    assert ranked.total == 2
    for place, chord in zip(ranked.places.tolist(), ranked.chords.tolist(), strict=True):
        assert metres_of(chord) == pytest.approx(great_circle_m(RENNES, points[place]), abs=0.5)


@pytest.mark.shows("F-145", "E10", "E11")
def test_a_name_is_found_among_all_professions_whatever_case_and_accents(now: datetime) -> None:
    (place,) = scatter([Wanted(1, 1, opens_in_hours=3)], now=now)
    assert found(around_rennes(text="MÀRTIN claire"), now) == [place]
    assert found(around_rennes(text="Martinez"), now) == []


@pytest.mark.shows("F-145", "E8")
def test_a_profession_also_finds_its_specialties_once_each(now: datetime) -> None:
    (place,) = scatter([Wanted(1, 1, opens_in_hours=3)], now=now)
    result = queries.search(actor=REGULATOR, criteria=around_rennes(text="Médecin"), now=now)
    assert ([card.place_id for card in result.cards], result.total) == ([place], 1)


@pytest.mark.shows("F-153", "F-155", "F-165")
def test_a_card_tells_the_regulator_more_than_the_effecteur(now: datetime) -> None:
    (place,) = scatter([Wanted(0, 0.4, opens_in_hours=3)], now=now)
    doctor = Actor(user_id=None, roles=frozenset({Role.EFFECTEUR}), places=frozenset({place}))
    availability.save_additional_info(actor=doctor, place_id=place, text="Sonner deux fois", now=now)
    (full,) = queries.search(actor=REGULATOR, criteria=around_rennes(), now=now).cards
    (public,) = queries.search(actor=doctor, criteria=around_rennes(), now=now).cards
    assert (full.additional_info, full.participation, full.distance) == (
        "Sonner deux fois",
        "Participe au SAS",
        "à 400 m",
    )
    assert (public.additional_info, public.participation) == ("", "")
    assert full.days[0].lines[0].hours == "12h00"


@pytest.mark.shows("F-147")
def test_a_search_costs_three_statements_for_one_place_and_for_three(now: datetime) -> None:
    for size in (1, 3):
        scatter([Wanted(1, 1, opens_in_hours=3)] * (size - len(found(around_rennes(), now))), now=now)
        with CaptureQueriesContext(connection) as captured:
            assert len(found(around_rennes(), now)) == size
        assert len(captured) == 3


def test_a_place_without_activity_known_to_the_search_is_not_shown_but_keeps_its_agenda(now: datetime) -> None:
    (place,) = scatter([Wanted(1, 1, opens_in_hours=3)], now=now)
    Place.objects.filter(id=place).update(closed_at=now)
    operations.project_places(actor=Actor.SYSTEM, place_ids=[place], now=now)
    assert found(around_rennes(), now) == []
    assert availability.take_place(actor=REGULATOR, slot_id=_slot_of(place), day=now.date(), now=now)


def _slot_of(place_id: int) -> int:
    from sas.rooms.availability.models import AgendaSlot

    return AgendaSlot.objects.get(place_id=place_id).id


def test_places_of_la_reunion_count_their_own_three_days(now: datetime) -> None:
    place = care.doctor_place(commune="97411", zone="Indian/Reunion")
    window = search_window(now, "Indian/Reunion")
    assert window.end.hour == 20  # midnight in Saint-Denis
    area = queries.area_of_token(actor=REGULATOR, token="ville:97411", label="")
    assert area is not None and area.time_zone == "Indian/Reunion"
    criteria = queries.SearchCriteria("Médecin généraliste", area, Mode.OVERBOOKING, 1, 1, 10)
    (card,) = queries.search(actor=REGULATOR, criteria=criteria, now=now).cards
    assert (card.place_id, card.zone_notice) == (place.id, "Heures locales (Reunion)")
