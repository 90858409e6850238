"""What counting adds to a request, beside the trivial signed-in page it is counted on; run by `make bench-metrics`.

In one process, CPU of its thread: the page through the whole handler with and without the middleware that counts, turn
about, and the middleware alone around an answer that is ready. Counts go to files, as in production.

    python -m benchmarks.metrics [--rounds 40]
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks import __main__ as bench

PATH = "/banc/plancher"
PAGES, ALONE = 50, 5_000
"""Requests of each turn: of the page, and of the middleware alone."""

COUNTS = "sas.web.kit.measuring.measure"


def main() -> None:
    """Command line: --rounds of each measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ["METRICS_FOLDER"] = folder
        bench.prepare(database="pg-metrics")
        counted, plain = _handler(counts=True), _handler(counts=False)
        request = _asked()
        # The first turn loads what pages load once.
        pages = [[_page(one, request) for one in (counted, plain)] for _ in range(rounds + 1)][1:]
        alone = median(_alone(request()) for _ in range(rounds))
    with_counts, without = (median(column) for column in zip(*pages, strict=True))
    print(f"trivial signed-in page, counted:  {with_counts:8.0f} µs of CPU")
    print(f"trivial signed-in page, not:      {without:8.0f} µs")
    print(f"difference, median of the turns:  {median(one - other for one, other in pages):8.0f} µs")
    print(f"the middleware alone:             {alone:8.1f} µs, {alone / without:.1%} of that page")


def _handler(*, counts: bool) -> Any:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    kept = [one for one in settings.MIDDLEWARE if counts or one != COUNTS]
    with override_settings(MIDDLEWARE=kept):
        return WSGIHandler()


def _asked() -> Callable[[], Any]:
    """Makes requests of somebody signed in."""
    from django.test import RequestFactory

    from sas.actor import Role

    factory = RequestFactory(headers={"host": "127.0.0.1"})
    factory.cookies["sessionid"] = bench.session_of("banc-mesure@sas.example", Role.EFFECTEUR)
    return lambda: factory.get(PATH)


def _page(handler: Any, request: Callable[[], Any]) -> float:
    return _microseconds(lambda: handler.get_response(request()), times=PAGES)


def _alone(request: Any) -> float:
    from django.http import HttpResponse
    from django.urls import resolve

    from sas.web.kit.measuring import measure

    answer = HttpResponse()
    request.resolver_match = resolve(PATH)
    handle = measure(lambda _: answer)
    return _microseconds(lambda: handle(request), times=ALONE) - _microseconds(lambda: answer, times=ALONE)


def _microseconds(act: Callable[[], Any], *, times: int) -> float:
    """Of CPU of this thread, each time."""
    began = time.thread_time()
    for _ in range(times):
        act()
    return (time.thread_time() - began) / times * 1e6


if __name__ == "__main__":
    main()
