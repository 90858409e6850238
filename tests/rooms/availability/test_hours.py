"""The two-hour indicator, and the public holidays that suspend a series."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from sas.errors import Refused
from sas.rooms.availability import operations, queries, rules
from sas.rooms.directory.models import Place, Structure
from sas.rooms.participation.models import ProfessionalSettings, StructureSettings
from sas.timetable.absence import Period
from tests.factories.agenda import TUESDAY, keeper, make_place, make_professional, publish

pytestmark = pytest.mark.django_db
MONDAY, DAY, WEEK = TUESDAY - timedelta(days=1), timedelta(days=1), timedelta(days=7)
THERE = {"lat": 48.1, "lon": -1.7}


def hours(*places: Place, now: datetime) -> list[tuple[float | None, list[float]]]:
    """Required and visible hours of each owner."""
    ids = [place.id for place in places]
    found = queries.published_hours(actor=keeper(ids), place_ids=ids, now=now)
    hour = timedelta(hours=1)
    return [
        (one.required / hour if one.required else None, [week.visible / hour for week in one.weeks]) for one in found
    ]


@pytest.mark.shows("F-079")
def test_a_doctors_hours_are_those_really_visible_over_all_the_places(now: datetime) -> None:
    doctor = make_professional()
    one, other = (make_place(professional=doctor, **THERE) for _ in range(2))
    slot = publish(one, weekdays=frozenset({2}))
    publish(other, start=time(11), end=time(13))
    operations.delete_occurrence(actor=keeper([one.id]), place_id=one.id, slot_id=slot, day=TUESDAY + WEEK, now=now)
    period = Period(TUESDAY + 2 * WEEK, TUESDAY + 2 * WEEK)
    operations.save_unavailability(
        actor=keeper([one.id]), place_ids=[one.id], indefinite=False, periods=[period], versions={}, now=now
    )
    assert hours(one, other, now=now) == [(2, [4, 0, 0, 3, 3])]
    weeks = queries.published_hours(actor=keeper([one.id]), place_ids=[one.id], now=now, weeks=2)[0].weeks
    assert [week.monday for week in weeks] == [MONDAY, MONDAY + WEEK]


@pytest.mark.shows("F-079")
def test_what_an_ended_unavailability_had_hidden_stays_hidden(now: datetime) -> None:
    place = make_place(**THERE)
    publish(place, start=time(9), end=time(12))
    publish(place, start=time(14), end=time(16))
    act = {"actor": keeper([place.id]), "place_id": place.id}
    operations.set_unavailable(**act, unavailable=True, now=now)
    assert hours(place, now=now) == [(2, [0] * 5)]
    noon = now.replace(day=24, hour=11)
    operations.set_unavailable(**act, unavailable=False, now=noon)
    assert hours(place, now=noon)[0][1][0] == 2


@pytest.mark.shows("F-079")
def test_a_health_centre_owes_two_hours_for_each_general_practitioner_and_counts_each_slot(now: datetime) -> None:
    kinds = [("cds", 3), ("cds", 0), ("msp", 0), ("sos", 0)]
    places = []
    for number, (kind, count) in enumerate(kinds):
        structure = Structure.objects.create(kind=kind, name=kind, name_key=kind, source_key=f"s{number}")
        if count:
            StructureSettings.objects.create(structure=structure, practitioner_count=9, gp_count=count, updated_at=now)
        places.append(make_place(structure=structure, **THERE))
        publish(places[-1])
        publish(places[-1])
    assert [(required, weeks[0]) for required, weeks in hours(*places, now=now)] == [
        (6, 6),
        (None, 6),
        (None, 6),
        (None, 6),
    ]


@pytest.mark.shows("F-079")
def test_an_agenda_that_nobody_sees_counts_for_nothing(now: datetime) -> None:
    closed, nowhere = make_place(**THERE), make_place()
    for place in (closed, nowhere):
        publish(place)
    ProfessionalSettings.objects.filter(professional=closed.professional).update(editor_slots_refused=False)
    assert hours(closed, nowhere, now=now) == [(2, [0] * 5)] * 2


def test_hours_cost_the_same_for_one_place_and_three_and_are_private(now: datetime) -> None:
    places = [make_place(**THERE) for _ in range(3)]
    for place in places:
        publish(place, weekdays=frozenset({2}))
    counts = []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            hours(*places[:size], now=now)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    with pytest.raises(Refused):
        queries.published_hours(actor=keeper([places[0].id]), place_ids=[places[1].id], now=now)
    assert queries.published_hours(actor=keeper([], Role.ADMINISTRATEUR), place_ids=[places[1].id], now=now)


@pytest.mark.parametrize(
    ("departement", "own"),
    [
        ("35", None),
        ("67", date(2027, 3, 26)),
        ("57", date(2027, 12, 26)),
        ("971", date(2027, 5, 27)),
        ("972", date(2027, 5, 22)),
        ("973", date(2027, 6, 10)),
        ("974", date(2027, 12, 20)),
        ("975", None),
        ("976", date(2027, 4, 27)),
        ("977", date(2027, 10, 9)),
        ("978", date(2027, 5, 28)),
        ("984", None),
        ("986", date(2027, 7, 29)),
        ("987", date(2027, 3, 5)),
        ("988", date(2027, 9, 24)),
        ("", None),
    ],
)
def test_public_holidays_are_those_of_the_place(departement: str, own: date | None) -> None:
    national = rules.days_off(rules.calendar_of("35"))
    found = rules.days_off(rules.calendar_of(departement))
    assert found >= national
    assert date(2027, 7, 14) in found
    assert (own in found and own not in national) if own else found == national


@pytest.mark.shows("F-066")
def test_a_series_is_suspended_on_public_holidays_when_asked_and_ends_when_told(now: datetime) -> None:
    place = make_place()
    friday = date(2026, 12, 11)
    for off in (True, False):
        publish(place, day=friday, weekdays=frozenset({5}), holidays_off=off, last_day=date(2027, 1, 8))
    found = []
    for number in range(7):
        monday = friday - 4 * DAY + number * WEEK
        week = queries.week(actor=keeper([place.id]), place_id=place.id, monday=monday, now=now)
        found += [entry.day for entry in week.entries]
    christmas, new_year = date(2026, 12, 25), date(2027, 1, 1)
    assert found == [friday] * 2 + [friday + WEEK] * 2 + [christmas, new_year] + [friday + 4 * WEEK] * 2
