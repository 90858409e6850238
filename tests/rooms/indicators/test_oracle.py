"""Three quarters of ten doctors against figures counted by hand and by naive code of this file's own."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sas.actor import Actor, Role
from sas.rooms.directory.models import Place
from sas.rooms.indicators import operations, queries
from sas.rooms.indicators.enums import Outcome
from sas.rooms.indicators.models import MonthFact, QuarterLine
from sas.rooms.indicators.queries import ProfessionalQuarter, TableFilters
from sas.rooms.indicators.rules import Quarter
from tests.factories import care
from tests.factories.quarters import Sent, send

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]

COUNTS = (4, 5, 15, 16, 25, 26, 35, 36, 45, 46)
QUARTERS = (Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4))
OVERSEAS = {"97411": "Indian/Reunion", "97105": "America/Guadeloupe", "98818": "Pacific/Noumea"}


def by_hand(count: int) -> int:
    """The scale as the guide prints it, its slip corrected."""
    if count < 5:
        return 0
    if count <= 15:
        return 70
    if count <= 25:
        return 210
    if count <= 35:
        return 350
    return 490 if count <= 45 else 630


def naive(rows: list[Sent], place: Place, quarter: Quarter, now: datetime) -> int:
    """Counted one by one, on the calendar of the wall."""
    count = 0
    for row in rows:
        if row.place != place or row.local.year != quarter.year or (row.local.month - 1) // 3 + 1 != quarter.number:
            continue
        week_ago = now.astimezone(ZoneInfo(place.time_zone)).replace(tzinfo=None) - timedelta(days=7)
        count += row.state == "fulfilled" or (row.state == "oriented" and row.local <= week_ago)
    return count


def quarter_of_doctor(place: Place, quarter: Quarter, count: int) -> list[Sent]:
    """So many who came, over the three months, among others who do not count."""
    first = datetime(quarter.year, 3 * quarter.number - 2, 1, 9)
    came = [Sent(place, first + timedelta(days=number, minutes=15 * number), "fulfilled") for number in range(count)]
    return [*came, *(Sent(place, first + timedelta(days=3), state) for state in ("cancelled", "declined", "noshow"))]


def read(place: Place, quarter: Quarter, now: datetime) -> ProfessionalQuarter:
    administrator = Actor(user_id=None, roles=frozenset({Role.ADMINISTRATEUR}))
    found = queries.professional_quarter(
        actor=administrator, professional_id=place.professional_id or 0, quarter=quarter, now=now
    )
    assert found is not None
    return found


def test_ten_doctors_over_three_quarters_at_every_boundary() -> None:
    now = datetime(2026, 12, 27, 9, 0, tzinfo=UTC)
    places = [care.doctor_place() for _ in COUNTS]
    wanted = {
        (place, quarter): COUNTS[(at + turn) % len(COUNTS)]
        for at, place in enumerate(places)
        for turn, quarter in enumerate(QUARTERS)
    }
    rows = [row for (place, quarter), count in wanted.items() for row in quarter_of_doctor(place, quarter, count)]
    send(rows, author=care.regulator(care.territory()))
    operations.keep_up(actor=Actor.SYSTEM, now=now)
    lines = {(line.professional_id, line.quarter): line for line in QuarterLine.objects.all()}
    for (place, quarter), count in wanted.items():
        assert naive(rows, place, quarter, now) == count
        line, page = lines[place.professional_id, quarter.first_day], read(place, quarter, now)
        assert page.award
        assert (line.counted, line.amount) == (page.award.count, page.award.amount) == (count, by_hand(count))
        assert line.provisional == page.provisional == (quarter == QUARTERS[2])
        assert [page.total_of(one) for one in (Outcome.CANCELLED, Outcome.DECLINED, Outcome.NOT_HONOURED)] == [1, 1, 1]
        facts = MonthFact.objects.filter(professional_id=place.professional_id, month__in=quarter.months)
        assert sum(len(fact.counted_ids) for fact in facts) == count  # by 16 November at the latest
    asked = {"territory_id": care.territory(), "quarter": QUARTERS[1], "filters": TableFilters()}
    totals = queries.table_totals(actor=Actor(None, frozenset({Role.ADMINISTRATEUR})), **asked)
    assert (totals.people, totals.counted) == (10, sum(COUNTS))
    assert totals.amount == sum(by_hand(count) for count in COUNTS) == 2 * (70 + 210 + 350 + 490) + 630


def test_what_nobody_spoke_of_counts_after_seven_days_only() -> None:
    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    place = care.doctor_place()
    ages = (timedelta(days=7), timedelta(days=7, seconds=-1), timedelta(days=30), timedelta(0), timedelta(days=-1))
    local = now.astimezone(ZoneInfo("Europe/Paris")).replace(tzinfo=None)
    rows = [Sent(place, local - age, "oriented") for age in ages]
    send(rows, author=care.regulator(care.territory()))
    page = read(place, Quarter(2026, 4), now)
    told = [Outcome.PRESUMED, Outcome.PRESUMED, Outcome.WAITING, Outcome.WAITING, Outcome.UPCOMING]
    assert [row.outcome for row in page.rows.rows] == told
    assert page.award
    assert page.award.count == naive(rows, place, Quarter(2026, 4), now) == 2
    assert [row.counted for row in page.rows.rows] == [True, True, False, False, False]
    later = read(place, Quarter(2026, 4), now + timedelta(seconds=1))
    assert later.award
    assert later.award.count == 3


@pytest.mark.parametrize(("commune", "zone"), OVERSEAS.items())
def test_the_last_evening_of_a_quarter_is_of_the_quarter_on_the_wall_of_the_place(commune: str, zone: str) -> None:
    now = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)
    place = care.doctor_place(commune=commune, zone=zone)
    last, first = datetime(2026, 3, 31, 23, 30), datetime(2026, 4, 1, 0, 15)
    rows = [Sent(place, last, "fulfilled"), Sent(place, first, "fulfilled"), Sent(place, first, "oriented")]
    send(rows, author=care.regulator(care.territory()))
    operations.keep_up(actor=Actor.SYSTEM, now=now)
    kept = dict(MonthFact.objects.filter(professional_id=place.professional_id).values_list("month", "counted_ids"))
    assert [len(kept[month]) for month in (*Quarter(2026, 1).months[2:], *Quarter(2026, 2).months)] == [1, 2, 0, 0]
    for quarter, count in ((Quarter(2026, 1), 1), (Quarter(2026, 2), 2)):
        found = read(place, quarter, now)
        assert found.award
        assert found.award.count == naive(rows, place, quarter, now) == count


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_the_nights_when_clocks_change_count_as_others(month: int, day: int) -> None:
    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    place = care.doctor_place()
    rows = [Sent(place, datetime(2026, month, day, hour, 30), "fulfilled") for hour in (0, 1, 2, 3, 23)]
    send(rows, author=care.regulator(care.territory()))
    found = read(place, Quarter(2026, (month + 2) // 3), now)
    assert found.award
    assert (found.award.count, found.award.amount) == (5, 70)
