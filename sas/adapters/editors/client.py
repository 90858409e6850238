"""Asking editors, all at once and within one deadline; nothing an editor does can delay or spoil the others' answers.

One event loop per call, in the caller's thread: connections, TLS, pages and waiting are all given up at the deadline.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

import httpx

from sas import traces
from sas.adapters.editors import bundles, exchange, reader
from sas.adapters.editors.circuit import Circuits
from sas.adapters.editors.exchange import Failed
from sas.adapters.editors.heard import Heard
from sas.adapters.editors.protocol import address
from sas.adapters.editors.values import BROKEN, Answer, Asked, Dropped, Endpoint, Failure, Site, Trial

SECONDS = 7.0
"""The guide's: later answers are dropped."""
MOST_BYTES = 10 * 1024 * 1024
"""Of one answer, all its pages, unpacked."""
MOST_PAGES = 5
_AT_ONCE = 4
"""Requests to one editor; the others of the same call wait."""
_NAMES_AT_ONCE = 64
_LAST_WORD_SECONDS = 0.2
_logger = logging.getLogger(__name__)
circuits = Circuits()
_Done = TypeVar("_Done")


def ask(requests: Sequence[tuple[Endpoint, Asked]], *, now: datetime, deadline: float = SECONDS) -> list[Answer]:
    """An answer to each request, in their order, within `deadline` seconds, whatever the editors do.

    Raises ValueError when a request asks about nobody or too many.
    """
    if not requests:
        return []
    calls = [_Call(endpoint, asked, now, address(endpoint, asked)) for endpoint, asked in requests]
    return _run(_all(calls, until=time.monotonic() + deadline))


def try_out(endpoint: Endpoint, asked: Asked, *, now: datetime, deadline: float = SECONDS) -> Trial:
    """One question for a person to look at, whatever the breakers say, and without telling them.

    Raises ValueError as `ask` does.
    """
    call, heard = _Call(endpoint, asked, now, address(endpoint, asked)), Heard()
    answer = _run(_tried(call, exchange.Line(endpoint, at_once=1, heard=heard), seconds=deadline))
    return heard.told(call.url, answer)


def _run(asking: Coroutine[Any, Any, _Done]) -> _Done:
    loop = asyncio.new_event_loop()
    # Closing the loop does not wait for these threads: a name that is long to resolve delays nobody.
    loop.set_default_executor(ThreadPoolExecutor(_NAMES_AT_ONCE, thread_name_prefix="editors"))
    try:
        return loop.run_until_complete(asking)
    finally:
        loop.close()


@dataclass(slots=True)
class _Call:
    """One request while it runs."""

    endpoint: Endpoint
    asked: Asked
    now: datetime
    url: str
    began: float = field(default_factory=time.monotonic)

    def answered(self, pages: Iterable[bundles.Page], dropped: Counter[str]) -> Answer:
        """An answer of which nothing can be used is a failure: what the editor told before is truer than nothing."""
        sites, left_out = reader.read(pages, endpoint=self.endpoint, asked=self.asked)
        told = left_out | {str(reason): count for reason, count in dropped.items()}
        broken = max(sorted(BROKEN & told.keys()), key=lambda reason: told[reason], default=None)
        if broken is None or sites:
            return self._answer(sites=sites, dropped=told)
        return self._answer(dropped=told, failure=Failure.UNUSABLE, detail=broken)

    def failed(self, failure: Failure, detail: str = "") -> Answer:
        return self._answer(failure=failure, detail=detail)

    def _answer(
        self,
        *,
        sites: tuple[Site, ...] = (),
        dropped: dict[str, int] | None = None,
        failure: Failure | None = None,
        detail: str = "",
    ) -> Answer:
        took = round((time.monotonic() - self.began) * 1000)
        told = dropped or {}
        return Answer(self.endpoint.editor_id, self.asked, sites, told, failure, detail, self.now, took)


async def _all(calls: Sequence[_Call], *, until: float) -> list[Answer]:
    lines = {call.endpoint: exchange.Line(call.endpoint, at_once=_AT_ONCE) for call in calls}
    tasks = [asyncio.create_task(_answer(call, lines[call.endpoint])) for call in calls]
    _, late = await asyncio.wait(tasks, timeout=max(0.0, until - time.monotonic()))
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late, timeout=_LAST_WORD_SECONDS)
    await asyncio.wait([asyncio.create_task(line.close()) for line in lines.values()], timeout=_LAST_WORD_SECONDS)
    return [_settled(call, task) for call, task in zip(calls, tasks, strict=True)]


async def _tried(call: _Call, line: exchange.Line, *, seconds: float) -> Answer:
    task = asyncio.create_task(_read(call, line))
    await asyncio.wait([task], timeout=seconds)
    task.cancel()
    await asyncio.wait([task], timeout=_LAST_WORD_SECONDS)
    await asyncio.wait([asyncio.create_task(line.close())], timeout=_LAST_WORD_SECONDS)
    return _ended(call, task)


def _settled(call: _Call, task: asyncio.Task[Answer]) -> Answer:
    answer = _ended(call, task)
    if answer.failure is not Failure.OPEN_CIRCUIT:
        circuits.tell(call.endpoint.base_url, well=answer.failure is None)
    return answer


def _ended(call: _Call, task: asyncio.Task[Answer]) -> Answer:
    if not task.done() or task.cancelled():
        return call.failed(Failure.TIMEOUT, "deadline")
    if error := task.exception():
        # Ours to mend, and still no reason to lose what the others said.
        _logger.error("The answer of editor %d broke its reader", call.endpoint.editor_id, exc_info=error)
        return call.failed(Failure.NOT_A_BUNDLE, "reader")
    return task.result()


async def _answer(call: _Call, line: exchange.Line) -> Answer:
    if not circuits.lets(call.endpoint.base_url):
        return call.failed(Failure.OPEN_CIRCUIT)
    return await _read(call, line)


async def _read(call: _Call, line: exchange.Line) -> Answer:
    try:
        with traces.span("editor", editor=call.endpoint.editor_id):
            pages, dropped = await _pages(call, line)
        return replace(call.answered(pages, dropped), certificate_until=line.certificate_until)
    except Failed as failed:
        return call.failed(failed.failure, failed.detail)


async def _pages(call: _Call, line: exchange.Line) -> tuple[list[bundles.Page], Counter[str]]:
    found, dropped, left = list[bundles.Page](), Counter[str](), MOST_BYTES
    seen, url = set[httpx.URL](), _url(call.url)
    while True:
        seen.add(url)
        body = await line.get(url, most=left)
        left -= len(body)
        try:
            page = bundles.page(body)
        except bundles.NotABundle:
            raise Failed(Failure.NOT_A_BUNDLE) from None
        found.append(page)
        if page.following is None:
            return found, dropped
        following = _next(url, page.following)
        if following is None or following in seen or len(found) == MOST_PAGES:
            dropped[Dropped.NEXT_ELSEWHERE if following is None else Dropped.PAGES] += 1
            return found, dropped
        url = following


def _url(text: str) -> httpx.URL:
    try:
        return httpx.URL(text)
    except httpx.InvalidURL:
        raise Failed(Failure.INSECURE) from None


def _next(url: httpx.URL, following: str) -> httpx.URL | None:
    """The next page, on the same machine by the same protocol or nowhere."""
    try:
        found = url.join(following)
    except httpx.InvalidURL:
        return None
    same = (found.scheme, found.host, found.port) == (url.scheme, url.host, url.port) and not found.userinfo
    return found if same else None
