"""Every figure of every dashboard against plain SQL on the rows, over a drawn month and a drawn year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from sas.actor import Actor, Role
from sas.rooms.piloting import operations, queries
from sas.rooms.piloting.enums import DELAYS, ScopeKind, Source
from sas.rooms.piloting.queries import Period, Scope
from tests.rooms.piloting import by_sql
from tests.rooms.piloting.generated import World, world

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]

MONTH = Period(date(2026, 3, 9), date(2026, 4, 5))
"""Four weeks; the clocks of Europe change on 29 March."""
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def readers(made: World) -> Iterator[tuple[Actor, Scope]]:
    """Each scope with somebody who may read it."""
    yield Actor(None, frozenset({Role.ADMINISTRATEUR})), queries.COUNTRY
    for one in made.territories:
        referent = Actor(None, frozenset({Role.REFERENT_TERRITORIAL}), territories=frozenset({one}))
        yield referent, Scope(ScopeKind.TERRITORY, one)
    for one in made.structures:
        manager = Actor(None, frozenset({Role.GESTIONNAIRE_STRUCTURE}), managed=frozenset({one}))
        yield manager, Scope(ScopeKind.STRUCTURE, one)


def days_of(period: Period) -> list[date]:
    return [period.first + timedelta(days=number) for number in range(period.days)]


def check_orientations(made: World, period: Period) -> None:
    rows, told = by_sql.orientations(period.first, period.last), 0
    nothing: dict[str, dict[object, int]] = {"kind": {}, "state": {}, "delay": {}, "distance": {}}
    for actor, scope in readers(made):
        found = queries.orientations(actor=actor, scope=scope, period=period)
        assert [day for day, _ in found.days] == days_of(period)
        for day, counts in found.days:
            wanted = rows.get((scope.kind.value, scope.id, day), nothing)
            assert {key: number for key, number in counts.by_kind.items() if number} == wanted["kind"]
            assert {key: number for key, number in counts.by_state.items() if number} == wanted["state"]
            assert {DELAYS.index(key): number for key, number in counts.by_delay.items() if number} == wanted["delay"]
            assert {key: number for key, number in counts.by_distance.items() if number} == wanted["distance"]
            assert counts.total == sum(wanted["state"].values())
        assert found.total.total == sum(counts.total for _, counts in found.days)
        assert found.total.no_shows == sum(
            rows.get((scope.kind.value, scope.id, day), nothing)["state"].get("noshow", 0) for day in days_of(period)
        )
        told += found.total.total
    assert told > 5 * period.days


def check_participation(made: World, period: Period) -> None:
    by_way, by_specialty = by_sql.participants(period.first, period.last)
    for actor, scope in readers(made):
        found = queries.participation(actor=actor, scope=scope, period=period)
        assert [one.day for one in found.days] == days_of(period)
        for one in found.days:
            wanted = by_way.get((scope.kind.value, scope.id, one.day), {})
            assert {way: number for way, number in one.by_way.items() if number} == wanted
            assert one.total == sum(wanted.values())
        told = {one.activity_id: one.count for one in found.by_specialty}
        assert told == by_specialty.get((scope.kind.value, scope.id, period.last), {})
    assert len({tuple(sorted(one.items())) for one in by_way.values()}) > 3


def check_availability(made: World, period: Period) -> None:
    rows, told = by_sql.agendas(period.first, period.last), 0
    for actor, scope in readers(made):
        found = queries.availability(actor=actor, scope=scope, period=period)
        assert [one.day for one in found.days] == days_of(period)
        for one in found.days:
            wanted = rows.get((scope.kind.value, scope.id, one.day), (0, 0))
            assert (one.counts.minutes[Source.AGENDA], one.counts.places[Source.AGENDA]) == wanted
        assert found.total.minutes[Source.AGENDA] == sum(one.counts.minutes[Source.AGENDA] for one in found.days)
        told += found.total.total_places
    assert told > 5 * period.days


def check_two_hours(made: World, period: Period) -> None:
    rows = by_sql.two_hours(period.first, period.last)
    sundays = [day for day in days_of(period) if day.isoweekday() == 7]
    for actor, scope in readers(made):
        found = queries.two_hour_rule(actor=actor, scope=scope, period=period)
        assert [one.monday + timedelta(days=6) for one in found.weeks] == sundays
        wanted = [rows.get((scope.kind.value, scope.id, day), (0, 0, 0)) for day in sundays]
        told = [(one.counts.participants, one.counts.with_agenda, one.counts.met) for one in found.weeks]
        assert told == wanted
        total = found.total
        sums = tuple(sum(column) for column in zip(*wanted, strict=True))
        assert (total.participants, total.with_agenda, total.met) == sums
    assert len({met for _, _, met in rows.values()}) > 2


def check_all(made: World, period: Period) -> None:
    check_orientations(made, period)
    check_participation(made, period)
    check_availability(made, period)
    check_two_hours(made, period)


def test_every_figure_of_a_month_is_what_plain_sql_finds_and_counting_again_finds_the_same() -> None:
    made = world(MONTH.first, MONTH.last, doctors=13)
    now = datetime(2026, 5, 20, 4, 15, tzinfo=UTC)
    done = operations.recompute(actor=Actor.SYSTEM, period=MONTH, now=now)
    assert (done.days, done.facts > 5 * MONTH.days) == (28, True)
    check_all(made, MONTH)
    again = Period(date(2026, 3, 28), date(2026, 3, 30))
    assert operations.recompute(actor=Actor.SYSTEM, period=again, now=now + timedelta(days=1)).facts == 0


@pytest.mark.long
def test_every_figure_of_a_year_is_what_plain_sql_finds() -> None:
    made = world(YEAR.first, YEAR.last, doctors=40, a_day=20, seed=2026)
    operations.recompute(actor=Actor.SYSTEM, period=YEAR, now=datetime(2027, 3, 1, 4, 15, tzinfo=UTC))
    check_all(made, YEAR)
    assert operations.recompute(actor=Actor.SYSTEM, period=YEAR, now=datetime(2027, 3, 2, tzinfo=UTC)).facts == 0
