"""How fast the figures of dashboards are on three years of the whole country; run by `make bench-piloting`.

Prints, for the country, a territory and a structure, over a month, a year and all the days, what each query of the room
takes (p50, p99), beside the limit of half a second, which it fails over; then how long the night's jobs take on a
national Sunday, the longest day to count for its week of agendas: its first count, and the same counted again.
On a database of its own, drawn once by `piloting_scene`.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks import __main__ as bench

PORT = 8193
LIMIT_MS = 500
MONTH, YEAR, THREE_YEARS = 30, 365, 1096


def main() -> int:
    """Command line: --days of facts (fewer: only to try it), --turns how many times each query is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=THREE_YEARS)
    parser.add_argument("--turns", type=int, default=100)
    asked = parser.parse_args()
    bench.prepare(port=PORT, database=f"pg-piloting-{asked.days}")
    from benchmarks import piloting_scene as scene

    now = datetime.now(UTC)
    day = now.date() - timedelta(days=now.isoweekday())
    last = day - timedelta(days=1)
    first = last - timedelta(days=asked.days - 1)
    scene.build(first=first, last=last, day=day, now=now, lengths=_lengths(asked.days))
    print(f"\n== {asked.days:,} days of the country\n{scene.sizes()}")
    worst = _figures(asked.days, last=last, turns=asked.turns)
    print(_night(day, now=now))
    print(_night_of_searches(day, now=now))
    return 1 if worst > LIMIT_MS else 0


def _figures(days: int, *, last: date, turns: int) -> float:
    """The worst p99, in milliseconds."""
    from benchmarks.search import percentile
    from sas.rooms.piloting.queries import Period

    print(f"\n{'figures of dashboards':44} {'p50 ms':>8} {'p99 ms':>8} {'limit':>8}")
    readers, chance = _readers(), random.Random(47)
    asked = [(figure, name) for figure in _figures_read() for name in readers]
    asked += [(figure, name) for figure in _searches_read() for name in readers if name != "structure"]
    worst = 0.0
    for figure, name in asked:
        for length in _lengths(days):
            period = Period(last - timedelta(days=length - 1), last)
            times = [_timed(figure, **readers[name](chance), period=period) for _ in range(turns)]
            p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
            label = f"{figure.__name__}, {name}, {length} days"
            print(f"{label:44} {p50:8.1f} {p99:8.1f} {LIMIT_MS:8}")
            worst = max(worst, p99)
    return worst


def _lengths(days: int) -> tuple[int, ...]:
    return tuple(sorted({min(one, days) for one in (MONTH, YEAR, THREE_YEARS)}))


def _figures_read() -> tuple[Callable[..., object], ...]:
    """What dashboards read, by actor, scope and period."""
    from sas.rooms.piloting import queries

    return queries.orientations, queries.availability, queries.participation, queries.two_hour_rule


def _searches_read() -> tuple[Callable[..., object], ...]:
    """Of the départements of a scope, as their dashboard reads them; a structure has none."""
    from sas.rooms.piloting.enums import ScopeKind
    from sas.rooms.piloting.queries import departements_of
    from sas.rooms.usage import queries

    def codes(actor: Any, scope: Any) -> frozenset[str] | None:
        return None if scope.kind is ScopeKind.COUNTRY else departements_of(actor=actor, scope=scope)

    def searches(*, actor: Any, scope: Any, period: Any) -> object:
        days = {"period_first": period.first, "period_last": period.last}
        return queries.searches(actor=actor, departements=codes(actor, scope), **days)

    def unanswered(*, actor: Any, scope: Any, period: Any) -> object:
        days = {"first": period.first, "last": period.last}
        return queries.unanswered(actor=actor, departements=codes(actor, scope), **days)

    return searches, unanswered


def _readers() -> dict[str, Callable[[random.Random], dict[str, Any]]]:
    """By name, how to draw somebody and what he reads."""
    from sas.actor import Actor, Role
    from sas.rooms.directory.models import Structure, Territory
    from sas.rooms.piloting.enums import ScopeKind
    from sas.rooms.piloting.queries import COUNTRY, Scope

    territories, structures = (list(one.objects.values_list("id", flat=True)) for one in (Territory, Structure))

    def country(chance: random.Random) -> dict[str, Any]:
        return {"actor": Actor(None, frozenset({Role.ADMINISTRATEUR})), "scope": COUNTRY}

    def territory(chance: random.Random) -> dict[str, Any]:
        one = chance.choice(territories)
        actor = Actor(None, frozenset({Role.REFERENT_TERRITORIAL}), territories=frozenset({one}))
        return {"actor": actor, "scope": Scope(ScopeKind.TERRITORY, one)}

    def structure(chance: random.Random) -> dict[str, Any]:
        one = chance.choice(structures)
        actor = Actor(None, frozenset({Role.GESTIONNAIRE_STRUCTURE}), managed=frozenset({one}))
        return {"actor": actor, "scope": Scope(ScopeKind.STRUCTURE, one)}

    return {"country": country, "territory": territory, "structure": structure}


def _timed(query: Callable[..., object], **asked: object) -> float:
    started = time.perf_counter()
    query(**asked)
    return (time.perf_counter() - started) * 1000


def _night(day: date, *, now: datetime) -> str:
    """The count of a Sunday reads the agendas of its day, then those of its week."""
    from sas.actor import Actor
    from sas.rooms.piloting import operations
    from sas.rooms.piloting.queries import Period

    told = [""]
    for name in ("a national Sunday", "the same again"):
        started = time.perf_counter()
        done = operations.recompute(actor=Actor.SYSTEM, period=Period(day, day), now=now)
        told.append(f"{name:44} {time.perf_counter() - started:7.1f} s: {done.facts:,} facts")
    return "\n".join(told)


def _night_of_searches(day: date, *, now: datetime) -> str:
    """The count of a day of searches, with the sums of its month made anew."""
    from sas.actor import Actor
    from sas.rooms.usage import operations

    started = time.perf_counter()
    done = operations.count_day(actor=Actor.SYSTEM, day=day, now=now)
    return f"{'searches of a national day':44} {time.perf_counter() - started:7.1f} s: {done.cells:,} cells"


if __name__ == "__main__":
    sys.exit(main())
