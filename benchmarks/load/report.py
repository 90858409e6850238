"""What one run is printed as, and what of it is not as it should be."""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.load.sampling import Series
from benchmarks.search import percentile

MOST_MB_AN_HOUR = 60.0
"""Of growth, by process, over a run long enough to tell: a leak of one page in ten would show ten times that."""

LONG_ENOUGH_MINUTES = 10
_MB = 1_000_000
_ACTS = {"searches": "searches", "orientations": "orientations", "edits": "agenda edits", "exports": "exports"}


def print_answers(told: Mapping[str, Any]) -> None:
    """Requests a second and times by kind, acts a second, refusals and failures."""
    seconds, times = told["seconds"], told["times"]
    late, pages = times.pop("(late to begin)", [0.0]), times
    whole = pages.pop("export, from asked to taken", [])
    count = sum(map(len, pages.values()))
    print(f"\n{count / seconds:.1f} requests a second, {count:,} in {seconds:.0f} s after the warm-up")
    print(f"{'':36} {'req/s':>7} {'p50 ms':>8} {'p99 ms':>8} {'most':>8}")
    for kind, taken in sorted(pages.items()):
        shares = f"{percentile(taken, 0.5):8.0f} {percentile(taken, 0.99):8.0f} {taken[-1]:8.0f}"
        print(f"{kind:36} {len(taken) / seconds:7.2f} {shares}")
    print(f"people began late by p50 {percentile(late, 0.5):.0f} ms, p99 {percentile(late, 0.99):.0f} ms")
    if whole:
        print(f"exports, from asked to taken: p50 {percentile(whole, 0.5) / 1000:.1f} s, most {whole[-1] / 1000:.1f} s")
    for title, counted in (("expected refusals", told["refused"]), ("errors", told["failed"])):
        print(f"{title}: {sum(counted.values())}")
        for what, times_seen in sorted(counted.items()):
            print(f"  {times_seen:6} {what}")


def print_processes(series: Mapping[str, Series], *, minutes: range, since: float) -> None:
    """CPU of each, and its memory at the start, each minute and at the end; `since`: the end of the warm-up."""
    told = [60 * minute for minute in minutes]
    heads = " ".join(f"{f'{minute} min':>7}" for minute in minutes)
    print(f"\n{'MB, shared memory aside':26} {'CPU':>6} {'start':>7} {heads} {'end':>7} {'MB/hour':>8}")
    for name, one in series.items():
        between = " ".join(f"{one.near(second):7.1f}" for second in told)
        slope = f"{one.slope(settled(since, one)):8.1f}"
        print(f"{name:26} {one.busy(since):6.2f} {one.memory[0]:7.1f} {between} {one.memory[-1]:7.1f} {slope}")


def settled(since: float, one: Series) -> float:
    """From when memory is judged: half of what follows the warm-up, in which caches have been filled."""
    return since + (one.at[-1] - since) / 2


def print_editors(before: Mapping[str, tuple[int, int]], after: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Requests to each editor during the run; returns how many failed, by editor."""
    print()
    failures = {}
    for name, (asked, failed) in sorted(after.items()):
        asked_before, failed_before = before.get(name, (0, 0))
        failures[name] = failed - failed_before
        print(f"editor {name:20} {asked - asked_before:6} requests, {failures[name]} failed")
    return failures


def print_growth(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """The database and the tables that grew most."""
    first, last = before[""] / _MB, after[""] / _MB
    print(f"\ndatabase: {first:,.1f} MB, then {last:,.1f} MB: {last - first:+.1f} MB")
    grown = {name: size - before.get(name, 0) for name, size in after.items() if name}
    for name in sorted(grown, key=lambda one: -grown[one])[:8]:
        print(f"  {grown[name] / _MB:+8.2f} MB {name}")


def faults(
    told: Mapping[str, Any], series: Mapping[str, Series], *, asked: Mapping[str, float], since: float, own: set[str]
) -> Iterator[str]:
    """What is not as it should be; `own`: the platform's processes, whose memory is judged when the run is long."""
    if failed := sum(told["failed"].values()):
        yield f"{failed} errors"
    for act, least in asked.items():
        rate = told["done"].get(act, 0) / told["seconds"]
        if rate < least:
            yield f"{rate:.3g} {_ACTS[act]} a second instead of {least:.3g}"
    if told["seconds"] >= 60 * LONG_ENOUGH_MINUTES:
        for name in own:
            if (slope := series[name].slope(settled(since, series[name]))) > MOST_MB_AN_HOUR:
                yield f"{name} grows by {slope:.0f} MB an hour"
