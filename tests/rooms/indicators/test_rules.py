"""The rules of Avenant 9 as pure functions: steps, quarters, outcomes, conditions, and what differs."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.dates import last_day_of
from sas.rooms.indicators import rules
from sas.rooms.indicators.enums import COUNTED, Outcome, SlotsBy
from sas.rooms.indicators.rules import Choice, Quarter, WeekShown
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.participation.enums import Via

(SCALE,) = rules.SCALES
WEEK = timedelta(days=7)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
days = st.dates(min_value=date(2022, 7, 6), max_value=date(2045, 12, 31))

BOUNDARIES = [
    (0, 0, 0, 5), (4, 0, 0, 1), (5, 1, 70, 11), (15, 1, 70, 1), (16, 2, 210, 10), (25, 2, 210, 1), (26, 3, 350, 10),
    (35, 3, 350, 1), (36, 4, 490, 10), (45, 4, 490, 1), (46, 5, 630, 0), (400, 5, 630, 0),
]  # fmt: skip


@pytest.mark.shows("F-266")
@pytest.mark.parametrize(("count", "number", "amount", "missing"), BOUNDARIES)
def test_the_steps_and_their_boundaries(count: int, number: int, amount: int, missing: int) -> None:
    found = rules.award(count, SCALE)
    assert (found.number, found.amount, found.missing) == (number, amount, missing)


@given(st.integers(min_value=0, max_value=500))
def test_one_patient_more_never_pays_less_and_what_is_missing_reaches_the_next_step(count: int) -> None:
    found, more = rules.award(count, SCALE), rules.award(count + 1, SCALE)
    assert more.amount >= found.amount
    assert found.reached is None or found.reached.least <= count <= (found.reached.most or count)
    if found.following:
        reached = rules.award(count + found.missing, SCALE)
        assert reached.reached == found.following
        assert rules.award(count + found.missing - 1, SCALE).number == found.number


def test_a_scale_leaves_no_hole_and_says_where_it_comes_from() -> None:
    for before, after in zip(SCALE.steps, SCALE.steps[1:], strict=False):
        assert before.most is not None
        assert after.least == before.most + 1
        assert after.amount > before.amount
    assert (SCALE.steps[0].label, SCALE.steps[-1].label) == ("de 5 à 15", "au-delà de 45")
    assert SCALE.yearly == 1400
    assert "avenant 9" in SCALE.source
    assert rules.scale_on(date(2022, 7, 5)) is None
    assert rules.scale_on(date(2022, 7, 6)) is SCALE


@given(days)
def test_a_day_is_in_one_quarter_which_is_read_back_from_its_name(day: date) -> None:
    quarter = rules.quarter_of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert rules.month_of(day) in quarter.months
    assert rules.read_quarter(quarter.key) == quarter
    assert quarter.previous.last_day == quarter.first_day - timedelta(days=1)


@pytest.mark.parametrize("text", ["", "2026", "2026-T0", "2026-T5", "2026-T10", "1999-T1", "T4-2026", "2026-T4 "])
def test_what_is_no_quarter_is_read_as_none(text: str) -> None:
    assert rules.read_quarter(text) is None


def test_quarters_are_told_in_french() -> None:
    found = rules.latest_quarters(date(2026, 2, 3), 3)
    assert [one.label for one in found] == ["1er trimestre 2026", "4e trimestre 2025", "3e trimestre 2025"]
    assert Quarter(2026, 4).months == (date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1))


@given(days)
def test_each_week_is_of_one_month_only(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    holders = [month for month in rules.months_between(monday - WEEK, monday + 5 * WEEK) if monday in holder(month)]
    assert holders == [rules.month_of(monday)]


def holder(month: date) -> tuple[date, ...]:
    found = rules.mondays_of(month)
    assert len(found) in (4, 5)
    assert all(monday.weekday() == 0 for monday in found)
    return found


@given(days, st.sampled_from(["Europe/Paris", "Indian/Reunion", "Pacific/Marquesas", "Pacific/Noumea"]))
def test_a_month_closes_once_nothing_of_it_is_left_open_anywhere(day: date, zone: str) -> None:
    month = rules.month_of(day)
    closing = rules.closes_at(month, after=WEEK)
    last_instant = datetime.combine(last_day_of(month), datetime.max.time(), ZoneInfo(zone))
    assert closing >= last_instant + WEEK
    assert all(
        datetime.combine(monday + WEEK, datetime.min.time(), UTC) <= closing for monday in rules.mondays_of(month)
    )


SAID = {
    OrientationState.HONOURED: Outcome.HONOURED,
    OrientationState.NOT_HONOURED: Outcome.NOT_HONOURED,
    OrientationState.CANCELLED: Outcome.CANCELLED,
    OrientationState.DECLINED: Outcome.DECLINED,
}


@pytest.mark.parametrize(("state", "told"), SAID.items())
@pytest.mark.parametrize("days_later", [-1, 0, 8])
def test_what_was_said_stands_at_any_time(state: OrientationState, told: Outcome, days_later: int) -> None:
    now = NOON + timedelta(days=days_later)
    assert rules.outcome(state, start=NOON, end=NOON, now=now, after=WEEK) == told


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        (timedelta(seconds=-1), Outcome.UPCOMING),
        (timedelta(0), Outcome.WAITING),
        (timedelta(hours=2) + WEEK - timedelta(seconds=1), Outcome.WAITING),
        (timedelta(hours=2) + WEEK, Outcome.PRESUMED),
    ],
)
def test_an_orientation_nobody_spoke_of_counts_seven_days_after_its_end(moved: timedelta, told: Outcome) -> None:
    end = NOON + timedelta(hours=2)
    found = rules.outcome(OrientationState.ORIENTED, start=NOON, end=end, now=NOON + moved, after=WEEK)
    assert found == told
    assert (found in COUNTED) == (told == Outcome.PRESUMED)


MONDAY = date(2026, 11, 2)
TWO_HOURS = tuple(WeekShown(MONDAY + number * WEEK, 120) for number in range(4))
SHORT = (*TWO_HOURS[:3], WeekShown(MONDAY + 3 * WEEK, 119))


def choice(via: Via, *, software: bool = False, refused: bool = True, pledged: bool = True) -> Choice:
    structure = None if via in {Via.NONE, Via.INDIVIDUAL} else 7
    return Choice(via, structure, has_software=software, editor_slots_refused=refused, hours_pledged=pledged)


@pytest.mark.parametrize(
    ("chosen", "weeks", "by", "participates", "publishes"),
    [
        (choice(Via.INDIVIDUAL), TWO_HOURS, SlotsBy.AGENDA, True, True),
        (choice(Via.CPTS), TWO_HOURS, SlotsBy.AGENDA, True, True),
        (choice(Via.MSP), SHORT, SlotsBy.AGENDA, True, False),
        (choice(Via.INDIVIDUAL, pledged=False), TWO_HOURS, SlotsBy.AGENDA, True, False),
        (choice(Via.INDIVIDUAL, software=True, refused=False), (), SlotsBy.EDITOR, True, True),
        (choice(Via.INDIVIDUAL, software=True), SHORT, SlotsBy.AGENDA, True, False),
        (choice(Via.SOS, refused=False, pledged=False), (), SlotsBy.ASSOCIATION, True, True),
        (choice(Via.NONE), TWO_HOURS, SlotsBy.AGENDA, False, True),
        (choice(Via.NONE, refused=False, pledged=False), TWO_HOURS, SlotsBy.NONE, False, False),
        (rules.NO_CHOICE, (), SlotsBy.NONE, False, False),
    ],
)
def test_the_conditions_of_a_doctor(
    *, chosen: Choice, weeks: tuple[WeekShown, ...], by: SlotsBy, participates: bool, publishes: bool
) -> None:
    found = rules.of_professional(chosen, weeks)
    assert (found.slots_by, found.participates, found.publishes) == (by, participates, publishes)
    assert found.met == (participates and publishes)
    assert rules.read(rules.written(found)) == found


@pytest.mark.shows("F-103")
@pytest.mark.parametrize(
    ("accepts", "pledged", "practitioners", "minutes", "met"),
    [
        (True, True, 3, 360, True),
        (True, True, 3, 359, False),
        (False, True, 3, 360, False),
        (True, False, 3, 360, False),
        (True, True, 0, 360, False),
    ],
)
def test_the_conditions_of_a_centre(
    *, accepts: bool, pledged: bool, practitioners: int, minutes: int, met: bool
) -> None:
    weeks = [WeekShown(MONDAY, 600), WeekShown(MONDAY + WEEK, minutes)]
    found = rules.of_centre(accepts=accepts, pledged=pledged, practitioners=practitioners, weeks=weeks)
    assert (found.met, found.required) == (met, 120 * practitioners)
    assert rules.read(rules.written(found)) == found


def test_two_computations_differ_in_what_is_told() -> None:
    evidence = rules.of_professional(choice(Via.INDIVIDUAL), TWO_HOURS)
    before = rules.figures([(1, Outcome.HONOURED), (2, Outcome.PRESUMED), (3, Outcome.CANCELLED)], evidence)
    short = rules.of_professional(choice(Via.INDIVIDUAL), SHORT)
    after = rules.figures([(1, Outcome.HONOURED), (2, Outcome.NOT_HONOURED), (4, Outcome.HONOURED)], short)
    assert (before.counted, after.counted, before.counted_ids, after.counted_ids) == (2, 2, (1, 2), (1, 4))
    assert rules.difference(before, before) == {}
    told = rules.difference(before, after)
    assert told.pop("evidence") == {"weeks": [rules.written(evidence)["weeks"], rules.written(short)["weeks"]]}
    assert told == {
        "honoured": [1, 2],
        "presumed": [1, 0],
        "not_honoured": [0, 1],
        "cancelled": [1, 0],
        "counted": [2, 2],
        "added": [4],
        "removed": [2],
    }
