"""How long each view takes to answer, and what its pool of connections goes through (ADR 53)."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from sas import metrics

Handler = Callable[[HttpRequest], HttpResponse]
NO_VIEW = "none"
"""Of a file, of an address that nothing answers, of what a middleware refused: never what was asked."""

POOL_EVERY = 5.0
"""Seconds between two looks at the pool, by a process that answers."""


def measure(get_response: Handler) -> Handler:
    """Count each answer by its view and class of status."""
    looked = 0.0

    def handle(request: HttpRequest) -> HttpResponse:
        nonlocal looked
        began = time.perf_counter()
        with metrics.IN_FLIGHT.track_inprogress():
            answer = get_response(request)
        ended = time.perf_counter()
        _series(view_of(request), answer.status_code // 100).observe(ended - began)
        if ended - looked > POOL_EVERY:
            looked = ended
            look_at_pool()
        return answer

    return handle


def view_of(request: HttpRequest) -> str:
    """The name of what answered, `porch.module.view`: a word of the code, whatever the address held."""
    found = request.resolver_match
    # The door that was opened says whose it is, where one address has several.
    view = getattr(request, "view", None) or (found and found.func)
    return _name(view, is_post=request.method == "POST") if view else NO_VIEW


@lru_cache(maxsize=4096)
def _name(view: Callable[..., Any], *, is_post: bool) -> str:
    """The part of an address that has a page and a command."""
    page, command = getattr(view, "parts", (view, view))
    chosen = command if is_post else page
    return f"{chosen.__module__.removeprefix('sas.web.')}.{chosen.__name__}"


@lru_cache(maxsize=4096)
def _series(view: str, status: int) -> Any:
    return metrics.REQUESTS.labels(view=view, status=f"{status}xx")


def look_at_pool() -> None:
    """What the pool of this process did since the last look; nothing where connections are not kept."""
    pool = connection.pool  # type: ignore[attr-defined]
    if pool is None:
        return
    told = pool.pop_stats()
    metrics.POOL_SIZE.set(told["pool_size"])
    metrics.POOL_FREE.set(told["pool_available"])
    metrics.POOL_ASKED.inc(told.get("requests_num", 0))
    metrics.POOL_QUEUED.inc(told.get("requests_queued", 0))
    metrics.POOL_WAITED.inc(told.get("requests_wait_ms", 0) / 1000)
    metrics.POOL_FAILED.inc(told.get("requests_errors", 0))
