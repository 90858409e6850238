from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sas.timetable.capacity import Slot
from sas.timetable.copying import plan_copy
from sas.timetable.modality import Modality
from sas.timetable.plans import Fate, carried_out, told
from sas.timetable.recurrence import SlotRule
from tests.timetable.test_editing import TUESDAY, WEEK, alone, weekly

PARIS, NOW = "Europe/Paris", datetime(2026, 11, 23, 8, tzinfo=UTC)


def copied(slots, *targets, now=NOW):
    return plan_copy(slots, days=[(TUESDAY, target) for target in targets], zone=PARIS, now=now)


def test_a_day_is_copied_as_dated_slots_and_never_twice():
    slots, thursday = [weekly(), alone(2, start=15, end=16)], TUESDAY + timedelta(days=2)
    plan = copied(slots, thursday)
    assert [(new.rule.first_day, new.rule.weekly, new.rule.start) for new in plan.created] == [
        (thursday, False, time(9)),
        (thursday, False, time(15)),
    ]
    again = copied(carried_out(slots, plan), thursday)
    assert (again.created, {one.fate for one in again.occurrences}) == ((), {Fate.KEPT})


def test_what_the_series_already_says_there_is_not_added():
    plan = copied([weekly()], TUESDAY + WEEK)
    assert (plan.created, [one.fate for one in plan.occurrences]) == ((), [Fate.KEPT])


def test_the_same_hours_twice_on_the_source_are_copied_once():
    assert len(copied([alone(), alone(2)], TUESDAY + WEEK).created) == 1


def test_what_has_begun_is_past_and_a_skipped_hour_is_told():
    at_ten = NOW.replace(day=25, hour=9)
    plan = copied([alone(), alone(2, start=15, end=16)], TUESDAY + timedelta(days=1), now=at_ten)
    assert [(one.fate, one.after.start) for one in plan.occurrences] == [(Fate.PAST, time(9)), (Fate.ADDED, time(15))]
    night = Slot(1, SlotRule(TUESDAY, TUESDAY, False, time(2), time(2, 45), PARIS), None, Modality.VIDEO)
    assert [one.fate for one in copied([night], date(2027, 3, 28)).occurrences] == [Fate.NO_SUCH_HOUR]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 22), st.booleans()), max_size=6),
    st.lists(st.integers(1, 5), min_size=1, max_size=3),
)
def test_a_week_copied_shows_each_of_its_terms_once_and_what_was_there(kept, weeks):
    slots = [
        Slot(n, SlotRule(day, None if again else day, again, time(hour), time(hour + 1), PARIS), 2, Modality.OFFICE)
        for n, (offset, hour, again) in enumerate(kept, start=1)
        for day in [TUESDAY + timedelta(days=offset)]
    ]
    days = [
        (TUESDAY + timedelta(days=n), TUESDAY + week * WEEK + timedelta(days=n)) for week in weeks for n in range(7)
    ]
    after = carried_out(slots, plan_copy(slots, days=days, zone=PARIS, now=NOW))
    for source, target in days:
        wanted = {(t.start, t.patients) for _, _, t in told(slots, (source, source))}
        there = {(t.start, t.patients) for _, _, t in told(slots, (target, target))}
        found = [(t.start, t.patients) for _, _, t in told(after, (target, target))]
        assert set(found) == wanted | there
        assert len(found) - len(list(told(slots, (target, target)))) == len(wanted - there)
