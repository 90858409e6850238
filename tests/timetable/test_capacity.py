from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.timetable.capacity import Slot, occurrences_of, openings, search_window
from sas.timetable.interval import Interval, Since
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule
from tests.timetable import oracle

PARIS = "Europe/Paris"
MONDAY = date(2026, 6, 1)  # Paris is two hours ahead of UTC
NOW = datetime(2026, 6, 1, 6, tzinfo=UTC)
WEEK = Interval(NOW, NOW + timedelta(days=7))


def slot(id_=1, *, day=MONDAY, start=(9,), end=(12,), patients=3, weekly=False, zone=PARIS, cancelled=()):
    rule = SlotRule(day, None if weekly else day, weekly, time(*start), time(*end), zone, frozenset(cancelled))
    return Slot(id_, rule, patients, Modality.OFFICE)


def open_now(*slots, unavailable=(), taken=None, window=WEEK, now=NOW):
    return openings(slots, unavailable=unavailable, taken=taken or {}, window=window, now=now)


def at(day, *wall):
    return datetime.combine(day, time(*wall), UTC)


def test_an_opening_says_when_how_many_and_how():
    [opening] = open_now(slot(), taken={(1, MONDAY): 1})
    assert opening.interval == Interval(at(MONDAY, 7), at(MONDAY, 10))
    assert (opening.slot_id, opening.day, opening.capacity, opening.taken, opening.left) == (1, MONDAY, 3, 1, 2)
    assert opening.modalities is Modality.OFFICE


@pytest.mark.shows("F-064")
def test_a_plage_under_way_still_receives_until_its_end():
    running = slot()
    assert [o.until for o in open_now(running, now=at(MONDAY, 9, 59))] == [at(MONDAY, 10)]
    assert open_now(running, now=at(MONDAY, 10)) == ()


@pytest.mark.shows("F-063")
def test_a_creneau_is_over_once_it_starts():
    creneau = slot(end=(9, 15), patients=None)
    assert [o.until for o in open_now(creneau, now=at(MONDAY, 6, 59))] == [at(MONDAY, 7)]
    assert open_now(creneau, now=at(MONDAY, 7)) == ()


def test_the_window_is_half_open():
    window = Interval(NOW, at(MONDAY, 7))
    assert open_now(slot(), window=window) == ()
    assert len(open_now(slot(start=(8, 45)), window=window)) == 1


def test_a_busy_time_hides_what_shares_an_instant_with_it():
    nine_to_noon, busy = slot(), [Interval(at(MONDAY, 5), at(MONDAY, 7)), Interval(at(MONDAY, 10), at(MONDAY, 11))]
    kept = openings([nine_to_noon], unavailable=(), busy=busy, taken={}, window=WEEK, now=NOW)
    assert [opening.interval for opening in kept] == [Interval(at(MONDAY, 7), at(MONDAY, 10))]
    for minute in (Interval(at(MONDAY, 7), at(MONDAY, 7, 1)), Interval(at(MONDAY, 9, 59), at(MONDAY, 10, 30))):
        assert openings([nine_to_noon], unavailable=(), busy=[minute], taken={}, window=WEEK, now=NOW) == ()
        asked = {"unavailable": (), "busy": [minute], "taken": {}, "first": MONDAY, "last": MONDAY, "now": NOW}
        (entry,) = occurrences_of([nine_to_noon], **asked)
        assert (entry.busy, entry.unavailable) == (True, False)


@pytest.mark.shows("F-064")
def test_a_plage_counts_down_and_leaves_when_full():  # E33, the arithmetic of it
    left = [[o.left for o in open_now(slot(), taken={(1, MONDAY): n})] for n in range(5)]
    assert left == [[3], [2], [1], [], []]


@pytest.mark.shows("F-063")
def test_a_creneau_leaves_with_its_one_patient():
    assert open_now(slot(patients=None), taken={(1, MONDAY): 1}) == ()


def test_each_occurrence_of_a_series_has_its_own_count():
    series, next_week = slot(weekly=True), MONDAY + timedelta(days=7)
    window = Interval(NOW, NOW + timedelta(days=14))
    assert [o.day for o in open_now(series, taken={(1, MONDAY): 3}, window=window)] == [next_week]


@pytest.mark.shows("F-067")
def test_a_creneau_and_a_plage_at_the_same_hours_are_both_open():  # E31
    plage, creneau = slot(2), slot(1, end=(9, 15), patients=None)
    found = open_now(plage, creneau, taken={(2, MONDAY): 1})
    assert [(o.slot_id, o.left) for o in found] == [(1, 1), (2, 2)]


@pytest.mark.shows("F-062")
def test_the_last_evening_of_the_window_is_in_it():  # E27
    evening = slot(day=MONDAY + timedelta(days=2), start=(23, 45), end=(23, 59), patients=None)
    night = slot(2, day=MONDAY + timedelta(days=3), start=(0,), end=(0, 15), patients=None)
    assert [o.slot_id for o in open_now(evening, night, window=search_window(NOW, PARIS))] == [1]


@pytest.mark.shows("F-078")
@pytest.mark.parametrize(("zone", "start"), [("Pacific/Marquesas", (20,)), ("Pacific/Noumea", (8,))])
def test_a_place_whose_date_is_not_that_of_utc_is_read_on_its_own_days(zone, start):
    # Monday evening in the Marquesas is already Tuesday in UTC; Monday morning in Nouméa is still Sunday.
    found = slot(start=start, end=(start[0] + 2,), zone=zone)
    begins = at(MONDAY + timedelta(days=1), 5, 30) if start == (20,) else at(MONDAY - timedelta(days=1), 21)
    now = begins - timedelta(hours=1)
    [opening] = open_now(found, now=now, window=Interval(now, begins + timedelta(minutes=1)))
    assert (opening.day, opening.interval.start) == (MONDAY, begins)


@pytest.mark.shows("F-080", "F-082", "F-149")
def test_an_indefinite_unavailability_hides_every_later_start():
    series = [slot(n, day=MONDAY + timedelta(days=n)) for n in range(3)]
    assert [o.slot_id for o in open_now(*series, unavailable=[Since(at(MONDAY, 8))])] == [0]
    assert open_now(*series, unavailable=[Since(NOW), Interval(NOW, WEEK.end)]) == ()


@pytest.mark.shows("F-080", "F-082")
def test_a_plage_under_way_leaves_with_its_doctor_and_comes_back_with_him():
    half_past_nine, left = at(MONDAY, 7, 30), [Since(at(MONDAY, 7, 15))]
    assert [o.until for o in open_now(slot(), now=half_past_nine)] == [at(MONDAY, 10)]
    assert open_now(slot(), unavailable=left, now=half_past_nine) == ()
    assert open_now(slot(), unavailable=left, now=at(MONDAY, 7, 14)) != ()
    assert open_now(slot(), unavailable=[Interval(at(MONDAY, 6), half_past_nine)], now=half_past_nine) != ()


@pytest.mark.shows("F-082", "F-149")
def test_slots_come_back_by_themselves_after_an_unavailability():
    series = [slot(n, day=MONDAY + timedelta(days=n)) for n in range(4)]
    tuesday, thursday = at(MONDAY, 22), at(MONDAY + timedelta(days=2), 22)
    holes = [Interval(tuesday, thursday), Interval(tuesday, tuesday + timedelta(days=1))]
    assert [o.slot_id for o in open_now(*series, unavailable=holes)] == [0, 3]


@pytest.mark.shows("F-067")
def test_openings_are_ordered_by_start_then_slot():
    slots = [slot(5), slot(4), slot(9, start=(8, 45)), slot(1, day=MONDAY + timedelta(days=1))]
    assert [o.slot_id for o in open_now(*slots)] == [9, 4, 5, 1]


def test_a_plage_for_nobody_is_refused():
    with pytest.raises(ValueError, match="0 patients"):
        slot(patients=0)


def test_a_naive_now_is_refused():
    with pytest.raises(TypeError):
        open_now(slot(), now=NOW.replace(tzinfo=None))


@pytest.mark.shows("F-082")
def test_the_week_shows_past_full_and_hidden_occurrences():
    slots = [slot(1), slot(2, day=MONDAY + timedelta(days=1)), slot(3, day=MONDAY + timedelta(days=2), weekly=True)]
    entries = occurrences_of(
        slots,
        unavailable=[Since(at(MONDAY + timedelta(days=2), 0))],
        taken={(2, MONDAY + timedelta(days=1)): 3},
        first=MONDAY,
        last=MONDAY + timedelta(days=6),
        now=NOW,
    )
    assert [(e.slot_id, e.full, e.unavailable) for e in entries] == [
        (1, False, False),
        (2, True, False),
        (3, False, True),
    ]


@pytest.mark.parametrize(
    ("now", "zone", "end"),
    [
        (datetime(2026, 6, 1, 6, tzinfo=UTC), PARIS, datetime(2026, 6, 3, 22, tzinfo=UTC)),
        (datetime(2026, 6, 1, 22, tzinfo=UTC), PARIS, datetime(2026, 6, 4, 22, tzinfo=UTC)),
        (datetime(2026, 3, 27, 12, tzinfo=UTC), PARIS, datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (datetime(2026, 10, 23, 12, tzinfo=UTC), PARIS, datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (datetime(2026, 6, 1, 20, tzinfo=UTC), "Indian/Reunion", datetime(2026, 6, 4, 20, tzinfo=UTC)),
        (datetime(2026, 3, 8, 2, tzinfo=UTC), "America/Miquelon", datetime(2026, 3, 10, 2, tzinfo=UTC)),
    ],
)
def test_the_search_sees_three_calendar_days_of_the_place(now, zone, end):
    assert search_window(now, zone) == Interval(now, end)


# Against the oracle, minute by minute, over weeks in which the clocks change.

WEEKS = [
    (PARIS, date(2026, 3, 26)),
    (PARIS, date(2026, 10, 22)),
    ("America/Miquelon", date(2026, 3, 5)),
    ("America/Miquelon", date(2026, 10, 29)),
    ("Indian/Reunion", date(2026, 3, 26)),
    ("Pacific/Marquesas", date(2026, 10, 22)),  # half an hour off the others
    ("Pacific/Apia", date(2011, 12, 27)),  # the week that had no 30 December
]

quarters = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
night = st.sampled_from(quarters[:17])
any_time = night | st.sampled_from([*quarters, time(23, 59)])


@st.composite
def weeks(draw):
    zone, first = draw(st.sampled_from(WEEKS))
    last = first + timedelta(days=7)
    day = st.integers(-9, 8).map(lambda n: first + timedelta(days=n))
    moment = st.integers(0, 8 * 1440).map(
        lambda n: datetime.combine(first, time.min, UTC) + timedelta(minutes=n)  # minutes are the oracle's grain
    )
    slots = draw(st.lists(rules(zone, day), min_size=1, max_size=6))
    slots = [Slot(n, rule, draw(st.none() | st.integers(1, 3)), Modality(1)) for n, rule in enumerate(slots)]
    spans = st.tuples(moment, moment).filter(lambda b: b[0] < b[1]).map(lambda b: Interval(*b))
    return {
        "days": (first, last),
        "slots": slots,
        "unavailable": draw(st.lists(spans | moment.map(Since), max_size=3)),
        "taken": draw(st.dictionaries(st.tuples(st.integers(0, 5), day), st.integers(0, 3), max_size=8)),
        "window": draw(spans),
        "now": draw(moment),
    }


@st.composite
def rules(draw, zone, day):
    start, end = draw(st.tuples(any_time, any_time).filter(lambda t: t[0] < t[1]))
    first, weekly = draw(day), draw(st.booleans())
    last = draw(st.none() | st.integers(-1, 15).map(lambda n: first + timedelta(days=n))) if weekly else first
    some_days = st.frozensets(day, max_size=4)
    return SlotRule(first, last, weekly, start, end, zone, draw(some_days), draw(some_days))


@pytest.mark.shows("F-062", "F-063", "F-064", "F-066", "F-067", "F-070", "F-078", "F-082", "F-149")
@settings(max_examples=120, deadline=None)
@given(weeks())
def test_openings_are_what_reading_the_clock_every_minute_finds(week):
    days = week.pop("days")
    first, last = days[0] - timedelta(days=2), days[1] + timedelta(days=3)
    expected = oracle.openings(**week, days=(first, last))
    found = [(o.interval.start, o.slot_id, o.day, o.interval.end, o.left) for o in openings(**week)]
    assert found == expected


@pytest.mark.shows("F-060")
@settings(max_examples=100, deadline=None)
@given(weeks())
def test_the_week_is_what_reading_the_clock_every_minute_finds(week):
    first, last = week["days"]
    entries = occurrences_of(
        week["slots"],
        unavailable=week["unavailable"],
        taken=week["taken"],
        first=first,
        last=last,
        now=week["now"],
    )
    expected = sorted(
        (minutes[0], slot.id, day, len(minutes))
        for slot in week["slots"]
        for day, minutes in oracle.minutes_of(slot.rule, first, last).items()
    )
    found = [(e.interval.start, e.slot_id, e.day, e.interval.duration // oracle.MINUTE) for e in entries]
    assert found == expected


@settings(max_examples=100, deadline=None)
@given(weeks())
def test_the_search_and_the_week_agree(week):
    first, last = week.pop("days")
    entries = occurrences_of(
        week["slots"],
        unavailable=week["unavailable"],
        taken=week["taken"],
        first=first - timedelta(days=2),
        last=last + timedelta(days=2),
        now=week["now"],
    )
    free = [
        (e.slot_id, e.day, e.capacity - e.taken)
        for e in entries
        if not e.full
        and not e.unavailable
        and e.until > max(week["now"], week["window"].start)
        and e.interval.start < week["window"].end
    ]
    assert [(o.slot_id, o.day, o.left) for o in openings(**week)] == free
