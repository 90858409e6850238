from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.timetable.capacity import Slot, occurrences_of
from sas.timetable.editing import plan_deletion, plan_edit, plan_series_deletion, plan_series_edit
from sas.timetable.modality import Modality
from sas.timetable.plans import ExceptionFate, ExceptionKind, Fate, SeriesTerms, Terms, carried_out, told
from sas.timetable.recurrence import SlotRule
from sas.timetable.series import Picked
from tests.timetable.diary import Diary

PARIS = "Europe/Paris"
TUESDAY = date(2026, 11, 24)
WEEK = timedelta(days=7)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOTHING = frozenset()
FRENCH_ZONES = [
    "Europe/Paris", "America/Guadeloupe", "America/St_Barthelemy", "America/Marigot", "America/Martinique",
    "America/Cayenne", "America/Miquelon", "Indian/Reunion", "Indian/Mayotte", "Indian/Kerguelen", "Pacific/Noumea",
    "Pacific/Wallis", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier",
]  # fmt: skip


def weekly(id_=1, *, first=TUESDAY, last=None, start=9, end=12, patients=3, zone=PARIS, cancelled=()):
    rule = SlotRule(first, last, True, time(start), time(end), zone, frozenset(cancelled))
    return Slot(id_, rule, patients, Modality.OFFICE)


def alone(id_=1, *, day=TUESDAY, start=9, end=12):
    return Slot(id_, SlotRule(day, day, False, time(start), time(end), PARIS), 3, Modality.OFFICE)


def picked(slots, day=TUESDAY, *, slot_id=1, taken=None, now=NOW):
    return Picked(tuple(slots), slot_id, day, taken or {}, now)


def on(day, start=9, end=12, patients=3):
    return Terms(day, time(start), time(end), patients, Modality.OFFICE)


def series(start=14, end=16, *, last_day=None, off=False):
    return SeriesTerms(time(start), time(end), 3, Modality.OFFICE, last_day, off)


def numbered(slots, plan, first_id):
    """The agenda once the plan is carried out, its new slots numbered as the database would."""
    after = list(carried_out(slots, plan))
    for place, slot in enumerate(after):
        if slot.id < 0:
            after[place] = Slot(
                first_id - slot.id - 1, slot.rule, slot.patients, slot.modalities, slot.series, slot.replaces
            )
    return after


def days(slots, weeks=6):
    """Day of the series -> (start, end) hours of what takes place."""
    found = told(slots, (TUESDAY, TUESDAY + (weeks - 1) * WEEK))
    return {day: (terms.start.hour, terms.end.hour) for day, _, terms in sorted(found, key=lambda one: one[0])}


@pytest.mark.shows("F-068", "F-069")
def test_one_occurrence_moves_and_the_others_stay():
    slots = [weekly()]
    moved = on(TUESDAY + timedelta(days=8), 10, 11)
    plan = plan_edit(picked(slots, TUESDAY + WEEK), moved)
    assert [(one.day, one.fate, one.after) for one in plan.occurrences] == [(TUESDAY + WEEK, Fate.CHANGED, moved)]
    after = numbered(slots, plan, 2)
    assert days(after, 3) == {TUESDAY: (9, 12), TUESDAY + WEEK: (10, 11), TUESDAY + 2 * WEEK: (9, 12)}
    assert (after[1].series, after[1].replaces) == (1, TUESDAY + WEEK)


@pytest.mark.shows("F-068")
def test_a_slot_alone_takes_another_date_and_belongs_to_no_series():
    slots = [alone()]
    plan = plan_edit(picked(slots), on(TUESDAY + timedelta(days=2)))
    (new,) = plan.created
    assert (new.rule.first_day, new.series, new.replaces) == (TUESDAY + timedelta(days=2), None, None)
    assert [slot.rule.cancelled for slot in plan.rewritten] == [{TUESDAY}]


def test_an_edit_that_changes_nothing_does_nothing():
    for plan in (
        plan_edit(picked([weekly()]), on(TUESDAY)),
        plan_series_edit(picked([weekly()]), series(9, 12), holidays=NOTHING),
        plan_series_edit(picked([weekly(cancelled=[TUESDAY + WEEK])]), series(9, 12), holidays=NOTHING),
    ):
        assert not plan.changes_something
        assert {one.fate for one in plan.occurrences} == {Fate.KEPT}


@pytest.mark.shows("F-069")
def test_a_series_changes_from_a_date_on():
    slots = [weekly()]
    plan = plan_series_edit(picked(slots, TUESDAY + 2 * WEEK), series(), holidays=NOTHING)
    assert days(numbered(slots, plan, 2), 4) == {
        TUESDAY: (9, 12),
        TUESDAY + WEEK: (9, 12),
        TUESDAY + 2 * WEEK: (14, 16),
        TUESDAY + 3 * WEEK: (14, 16),
    }
    assert {one.fate for one in plan.occurrences} == {Fate.CHANGED}


@pytest.mark.shows("F-069", "F-070")
def test_exceptions_survive_where_they_still_make_sense_and_the_plan_says_so():  # E29
    slots = [weekly(cancelled=[TUESDAY + WEEK, TUESDAY + 5 * WEEK])]
    for number, (week, terms) in enumerate([(2, on(TUESDAY + 2 * WEEK, 8, 9)), (3, on(TUESDAY + 3 * WEEK, 14, 16))]):
        plan = plan_edit(picked(slots, TUESDAY + week * WEEK), terms)
        slots = numbered(slots, plan, 2 + number)
    plan = plan_series_edit(picked(slots), series(last_day=TUESDAY + 4 * WEEK), holidays=NOTHING)
    assert [((one.day - TUESDAY).days // 7, one.kind, one.fate) for one in plan.exceptions] == [
        (1, ExceptionKind.DELETED, ExceptionFate.KEPT),
        (2, ExceptionKind.EDITED, ExceptionFate.KEPT),
        (3, ExceptionKind.EDITED, ExceptionFate.ALIKE),
        (5, ExceptionKind.DELETED, ExceptionFate.BEYOND_END),
    ]
    assert list(days(numbered(slots, plan, 9)).values()) == [(14, 16), (8, 9), (14, 16), (14, 16)]


@pytest.mark.shows("F-073")
def test_an_occurrence_with_a_patient_stands_on_its_own_slot_and_is_told():
    slots, taken = [weekly()], {(1, TUESDAY + WEEK): 2}
    for plan, others in (
        (plan_series_edit(picked(slots, taken=taken), series(), holidays=NOTHING), (14, 16)),
        (plan_series_deletion(picked(slots, taken=taken)), None),
    ):
        (locked,) = plan.locked
        assert (locked.day, locked.taken, locked.before, locked.after) == (TUESDAY + WEEK, 2, *[on(TUESDAY + WEEK)] * 2)
        after = numbered(slots, plan, 2)
        assert days(after, 3) == {
            day: hours
            for day, hours in {TUESDAY: others, TUESDAY + WEEK: (9, 12), TUESDAY + 2 * WEEK: others}.items()
            if hours
        }
        assert (TUESDAY + WEEK, 1) in {(day, id_) for day, id_, _ in told(after, (TUESDAY, TUESDAY + 3 * WEEK))}
        (again,) = plan_series_deletion(picked(after, TUESDAY + WEEK, taken=taken)).locked
        assert again.day == TUESDAY + WEEK


@pytest.mark.shows("F-073")
def test_an_end_that_comes_sooner_where_nothing_is_left_is_no_deletion():
    slots, taken = [weekly()], {(1, TUESDAY + WEEK): 1, (1, TUESDAY + 3 * WEEK): 1}
    slots = numbered(slots, plan_series_deletion(picked(slots, taken=taken)), 2)
    del taken[1, TUESDAY + 3 * WEEK]
    slots = numbered(slots, plan_series_deletion(picked(slots, TUESDAY + 3 * WEEK, taken=taken)), 2)
    assert list(days(slots)) == [TUESDAY + WEEK]
    assert not plan_series_deletion(picked(slots, TUESDAY + WEEK, taken=taken)).changes_something


def test_a_plan_for_a_taken_place_is_not_the_plan_for_a_free_one():
    free, taken = (
        plan_series_edit(picked([weekly()], taken=t), series(), holidays=NOTHING) for t in ({}, {(1, TUESDAY): 1})
    )
    assert free.digest != taken.digest
    assert free.digest == plan_series_edit(picked([weekly()]), series(), holidays=NOTHING).digest


def test_a_series_edited_twice_is_still_one_series():
    slots = [weekly()]
    later = plan_series_edit(picked(slots, TUESDAY + 3 * WEEK), series(14, 16), holidays=NOTHING)
    slots = numbered(slots, later, 2)
    whole = plan_series_edit(picked(slots, TUESDAY + WEEK), series(18, 20), holidays=NOTHING)
    assert list(days(numbered(slots, whole, 3)).values()) == [(9, 12), *[(18, 20)] * 5]
    gone = plan_series_deletion(picked(slots, TUESDAY + WEEK))
    assert days(numbered(slots, gone, 3)) == {TUESDAY: (9, 12)}


def test_holidays_suspend_a_series_and_give_it_back():
    feast = frozenset({TUESDAY + WEEK})
    slots = [weekly()]
    off = plan_series_edit(picked(slots), series(9, 12, off=True), holidays=feast)
    assert [one.day for one in off.of(Fate.REMOVED)] == [TUESDAY + WEEK]
    slots = numbered(slots, off, 2)
    assert list(days(slots, 3)) == [TUESDAY, TUESDAY + 2 * WEEK]
    back = plan_series_edit(picked(slots, slot_id=2), series(9, 12), holidays=feast)
    assert [one.day for one in back.of(Fate.ADDED)] == [TUESDAY + WEEK]


def test_a_change_picked_on_a_moved_occurrence_touches_nothing_that_is_over():
    slots = [weekly(first=TUESDAY - 2 * WEEK)]
    moved = plan_edit(picked(slots, TUESDAY - 2 * WEEK, now=NOW - 3 * WEEK), on(TUESDAY + timedelta(days=3), 9, 10))
    slots = numbered(slots, moved, 2)
    gone = plan_series_deletion(picked(slots, TUESDAY + timedelta(days=3), slot_id=2, now=NOW + timedelta(days=2)))
    assert next(one.day for one in gone.of(Fate.REMOVED)) == TUESDAY + WEEK


def test_the_end_at_23h59_and_the_night_without_2_o_clock_are_edited_like_any_other():
    night = date(2026, 3, 29)
    slots = [weekly(first=night - WEEK, start=2, end=3)]
    plan = plan_series_edit(
        picked(slots, night - WEEK, now=NOW - 50 * WEEK),
        SeriesTerms(time(23), time(23, 59), None, Modality.VIDEO, None, False),
        holidays=NOTHING,
    )
    fates = {one.day: one.fate for one in plan.occurrences}
    assert (fates[night - WEEK], fates[night], fates[night + WEEK]) == (Fate.CHANGED, Fate.ADDED, Fate.CHANGED)


def test_a_deleted_occurrence_goes_alone():
    plan = plan_deletion(picked([weekly()], TUESDAY + WEEK))
    assert [(one.day, one.fate) for one in plan.occurrences] == [(TUESDAY + WEEK, Fate.REMOVED)]
    assert list(days(numbered([weekly()], plan, 2), 3)) == [TUESDAY, TUESDAY + 2 * WEEK]


# Against a naive diary, over drawn stories, in every French zone, through the nights when clocks change.

hours = st.sampled_from([(0, 0, 6, 0), (2, 0, 2, 45), (8, 0, 12, 0), (9, 15, 9, 30), (20, 0, 23, 59)])
terms = st.tuples(hours, st.none() | st.integers(1, 3), st.sampled_from([1, 3, 4]))
HORIZON_WEEKS = 9


@st.composite
def stories(draw):
    return {
        "zone": draw(st.sampled_from(FRENCH_ZONES)),
        "first": draw(st.sampled_from([date(2026, 3, 15), date(2026, 10, 11), date(2026, 2, 22), date(2026, 10, 27)])),
        "terms": draw(terms),
        "acts": draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["edit", "delete", "edit_from", "edit_from", "delete_from", "take"]),
                    st.integers(0, 8),
                    terms,
                    st.none() | st.integers(0, 9),
                    st.booleans(),
                ),
                max_size=8,
            )
        ),
    }


def made_series(wanted, last_day=None, off=False):
    (start_hour, start, end_hour, end), patients, modalities = wanted
    return SeriesTerms(time(start_hour, start), time(end_hour, end), patients, Modality(modalities), last_day, off)


@pytest.mark.shows("F-068", "F-069", "F-070", "F-073", "F-078")
@settings(max_examples=250, deadline=None)
@given(stories())
def test_a_series_told_by_plans_is_the_naive_diary(story):
    first, zone = story["first"], story["zone"]
    horizon, holidays = first + (HORIZON_WEEKS - 1) * WEEK, frozenset({first + 2 * WEEK, first + 5 * WEEK})
    begun = made_series(story["terms"])
    slots = [Slot(1, SlotRule(first, None, True, begun.start, begun.end, zone), begun.patients, begun.modalities)]
    diary, taken = Diary(first, begun, horizon=horizon), {}
    now = datetime(2025, 1, 1, tzinfo=UTC)
    for act in story["acts"]:
        slots = _act(act, slots, diary, taken, holidays=holidays, now=now, first=first, horizon=horizon)
        _compare(slots, diary, zone=zone, days=(first, horizon))


def _act(act, slots, diary, taken, *, holidays, now, first, horizon):
    verb, week, wanted, ends, off = act
    found = {day: (id_, terms) for day, id_, terms in told(slots, (first, horizon))}
    if (day := first + week * WEEK) not in found:
        return slots
    id_, said = found[day]
    target = Picked(tuple(slots), id_, said.day, taken, now)
    last_day = None if ends is None else first + ends * WEEK
    if verb == "take":
        taken[id_, said.day] = taken.get((id_, said.day), 0) + 1
        diary.sheets[day].taken += 1
        return slots
    if verb in {"edit", "delete"} and target.booked:
        return slots
    if verb == "edit":
        one = made_series(wanted).on(said.day + timedelta(days=1))
        plan, _ = plan_edit(target, one), diary.edit(day, one)
    elif verb == "delete":
        plan, _ = plan_deletion(target), diary.delete(day)
    elif verb == "delete_from":
        plan, _ = plan_series_deletion(target), diary.delete_from(day)
    elif diary.over or (last_day is not None and last_day < day):
        return slots  # the diary does not know what stood between the occurrences left by a deletion
    else:
        new = made_series(wanted, last_day, off)
        plan = plan_series_edit(target, new, holidays=holidays)
        diary.edit_from(day, new, off=holidays if off else NOTHING)
    return numbered(slots, plan, max(slot.id for slot in slots) + 1)


def _compare(slots, diary, *, zone, days):
    """What takes place, on which days and hours; a naive sheet whose hours are skipped that night does not."""
    found = sorted((day, terms) for day, _, terms in told(slots, days))
    assert len({day for day, _ in found}) == len(found), "twice the same day of the series"
    naive = {}
    for day, terms in diary.shown().items():
        own = Slot(
            1, SlotRule(terms.day, terms.day, False, terms.start, terms.end, zone), terms.patients, terms.modalities
        )
        if occurrences_of([own], unavailable=[], taken={}, first=terms.day, last=terms.day, now=NOW):
            naive[day] = terms
    assert dict(found) == naive
