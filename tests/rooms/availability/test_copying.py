"""Copying a day or a week through the room: previewed, never twice, never in the past."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sas.actor import Actor
from sas.errors import Impossible, Refused
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import AgendaChange, AgendaSlot
from sas.timetable.plans import Fate
from tests.factories.agenda import TUESDAY, keeper, make_place, publish

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY = TUESDAY - DAY


def test_a_day_copied_is_the_day_previewed_and_is_not_copied_twice(now: datetime) -> None:
    place = make_place()
    publish(place)
    both: dict[str, Any] = {"actor": keeper([place.id]), "place_id": place.id, "day": TUESDAY, "now": now}
    targets = [TUESDAY + DAY, TUESDAY + WEEK, TUESDAY + DAY]
    preview = queries.planned_day_copy(**both, targets=targets)
    assert [(one.day, one.fate) for one in preview.plan.occurrences] == [
        (TUESDAY + DAY, Fate.ADDED),
        (TUESDAY + WEEK, Fate.ADDED),
    ]
    assert operations.copy_day(**both, targets=targets, seen=preview.seen) == preview.plan
    again = operations.copy_day(**both, targets=targets, seen="2")
    assert {one.fate for one in again.occurrences} == {Fate.KEPT}
    assert (AgendaSlot.objects.count(), AgendaChange.objects.count()) == (3, 2)


def test_a_week_is_copied_to_other_weeks_around_what_is_there(now: datetime) -> None:
    place = make_place()
    publish(place, weekdays=frozenset({2}))
    publish(place, day=MONDAY + 3 * DAY)
    both: dict[str, Any] = {"actor": keeper([place.id]), "place_id": place.id, "monday": MONDAY + DAY, "now": now}
    done = operations.copy_week(**both, targets=[MONDAY + WEEK + 2 * DAY], seen="2")
    assert [(one.day, one.fate) for one in done.occurrences] == [
        (TUESDAY + WEEK, Fate.KEPT),
        (MONDAY + WEEK + 3 * DAY, Fate.ADDED),
    ]


@pytest.mark.parametrize(
    "targets",
    [[], [TUESDAY], [MONDAY - DAY], [date(2062, 1, 3)], [TUESDAY + n * DAY for n in range(1, 62)]],
    ids=["none", "itself", "past", "too far", "too many"],
)
def test_days_that_cannot_be_copied_to_are_refused_beside_the_field(targets: list[date], now: datetime) -> None:
    place = make_place()
    publish(place)
    with pytest.raises(Impossible) as refused:
        operations.copy_day(
            actor=keeper([place.id]), place_id=place.id, day=TUESDAY, targets=targets, seen="1", now=now
        )
    assert refused.value.field == "targets"
    assert AgendaSlot.objects.count() == 1


def test_an_empty_day_a_stale_preview_and_a_stranger_copy_nothing(now: datetime) -> None:
    place = make_place()
    publish(place)
    both: dict[str, Any] = {"actor": keeper([place.id]), "place_id": place.id, "targets": [TUESDAY + WEEK], "now": now}
    with pytest.raises(Impossible, match="rien à copier"):
        operations.copy_day(**both, day=MONDAY, seen="1")
    seen = queries.planned_day_copy(**both, day=TUESDAY).seen
    publish(place)
    with pytest.raises(Impossible, match="modifié"):
        operations.copy_day(**both, day=TUESDAY, seen=seen)
    for act in (operations.copy_day, queries.planned_day_copy):
        with pytest.raises(Refused):
            act(
                **(
                    both
                    | {"actor": Actor.NOBODY, "day": TUESDAY}
                    | ({"seen": "1"} if act is operations.copy_day else {})
                )
            )
    with pytest.raises(Refused):
        queries.planned_week_copy(
            actor=Actor.NOBODY, place_id=place.id, monday=MONDAY, targets=[TUESDAY + WEEK], now=now
        )
