"""The stream without a server: what it answers, to whom, and how it lets go."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from sas.web.kit.tickets import LIFE, new_ticket
from sas.web.live import stream as streams
from sas.web.live.board import Board
from sas.web.live.stream import MOST_EACH, MOST_OF_ALL, Stream

ORIGIN = "https://sas.example"
SECOND = timedelta(seconds=1)


class Page:
    """One connection; `slow` never takes what it is sent but the beginning."""

    def __init__(self, *, slow: bool = False) -> None:
        self.sent: list[dict[str, Any]] = []
        self.gone, self._slow = asyncio.Event(), slow

    async def receive(self) -> dict[str, Any]:
        """As a server tells that the browser left."""
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        """As a server takes it."""
        if self._slow and len(self.sent) > 1:
            await asyncio.Event().wait()
        self.sent.append(message)

    @property
    def status(self) -> int:
        """Of the answer."""
        return int(self.sent[0]["status"])

    @property
    def told(self) -> str:
        """Everything after the delay of the next attempt."""
        return b"".join(message["body"] for message in self.sent[2:]).decode()

    @property
    def ended(self) -> bool:
        """Whether the answer is whole."""
        return self.sent[-1].get("more_body") is False


class Scene:
    """A stream that hears, at a time that the test moves."""

    def __init__(self, now: datetime) -> None:
        self.now, self.board = now, Board(epoch="e", since=now - 60 * SECOND)
        self.stream = Stream(origin=ORIGIN, clock=lambda: self.now, follow=_nobody)
        self.stream.opened(self.board)

    def open(self, page: Page, path: str = "/direct", **asked: Any) -> "asyncio.Future[None]":
        """Connect the page."""
        ticket = asked.get("ticket", new_ticket(account_id=asked.get("account", 1), now=asked.get("at", self.now)))
        headers = [(name.encode(), told.encode()) for name, told in asked.get("headers", {}).items()]
        query = f"ticket={ticket}&depuis={asked.get('since', '')}".encode()
        scope = {"type": "http", "method": asked.get("method", "GET"), "path": path, "headers": headers}
        return asyncio.ensure_future(self.stream(scope | {"query_string": query}, page.receive, page.send))

    def tell(self, *places: str) -> None:
        """As the database does."""
        self.board.tell(places, at=self.now)
        self.stream.rung()


async def _nobody(_: Stream) -> None:
    await asyncio.Event().wait()


async def a_moment() -> None:
    await asyncio.sleep(0.01)


def played(story: Callable[[Scene], Awaitable[None]], now: datetime) -> None:
    async def play() -> None:
        await story(Scene(now))

    asyncio.run(play())


def test_a_page_is_told_from_its_reading_on_and_then_as_it_comes(now: datetime) -> None:
    async def story(scene: Scene) -> None:
        scene.tell("1")
        scene.now += 10 * SECOND
        page, back = Page(), Page()
        scene.open(page, at=now + 5 * SECOND)
        scene.open(back, since="e-0")
        await a_moment()
        assert (page.status, page.told, back.told) == (200, "", "id: e-1\ndata: 1\n\n")
        scene.tell("2 3")
        await a_moment()
        scene.tell("3")
        await a_moment()
        assert page.told == "id: e-2\ndata: 2 3\n\nid: e-3\ndata: 3\n\n" and not page.ended
        assert page.sent[1]["body"].startswith(b"retry: ")

    played(story, now)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"ticket": ""}, 401),
        ({"headers": {"origin": "https://autre.example"}}, 403),
        ({"headers": {"origin": "null"}}, 403),
        ({"method": "POST"}, 405),
        ({"path": "/"}, 404),
    ],
)
def test_who_may_not_listen_is_answered_at_once(asked: dict[str, Any], status: int, now: datetime) -> None:
    async def story(scene: Scene) -> None:
        page = Page()
        await scene.open(page, **asked)
        assert (page.status, page.ended) == (status, True)
        told = dict(page.sent[0]["headers"])
        assert told[b"access-control-allow-origin"] == ORIGIN.encode()
        assert b"frame-ancestors 'none'" in told[b"content-security-policy"]

    played(story, now)


def test_one_account_has_so_many_streams_and_so_has_everybody(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(scene: Scene) -> None:
        pages, more = [Page() for _ in range(MOST_EACH)], [Page() for _ in range(3)]
        for page in pages:
            scene.open(page)
        await a_moment()
        await scene.open(more[0])
        monkeypatch.setattr(streams, "MOST_OF_ALL", MOST_EACH)
        await scene.open(more[1], account=2)
        pages[0].gone.set()
        await a_moment()
        scene.open(more[2], account=2)
        await a_moment()
        assert [page.status for page in more] == [429, 429, 200]

    assert MOST_OF_ALL > MOST_EACH
    played(story, now)


def test_a_stream_ends_with_its_ticket_with_its_page_and_with_the_database(now: datetime) -> None:
    async def story(scene: Scene) -> None:
        late, left, lost, refused = Page(), Page(), Page(), Page()
        connections = [scene.open(late, at=now + 1 * SECOND - LIFE), scene.open(left), scene.open(lost)]
        await a_moment()
        scene.now += SECOND
        scene.tell("1")
        await a_moment()
        assert connections[0].done() and late.ended
        left.gone.set()
        await a_moment()
        assert connections[1].done() and not connections[2].done()
        scene.stream.closed()
        await a_moment()
        assert connections[2].done() and lost.ended
        await scene.open(refused)
        assert refused.status == 503

    played(story, now)


def test_a_page_that_takes_nothing_is_let_go_and_the_others_wait_for_nobody(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.05)

    async def story(scene: Scene) -> None:
        slow, quick = Page(slow=True), Page()
        connection = scene.open(slow)
        scene.open(quick)
        await a_moment()
        scene.tell("5")
        await a_moment()
        assert quick.told == "id: e-1\ndata: 5\n\n" and not connection.done()
        await asyncio.wait_for(connection, 5)
        assert slow.told == ""

    played(story, now)


def test_a_silent_stream_says_that_it_lives(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.02)

    async def story(scene: Scene) -> None:
        page = Page()
        scene.open(page)
        await asyncio.sleep(0.1)
        assert page.told.startswith("event: vie\ndata:\n\n")

    played(story, now)


def test_the_life_of_the_process_is_that_of_its_hearing(now: datetime) -> None:
    async def story(scene: Scene) -> None:
        asked, said = asyncio.Queue[dict[str, Any]](), list[str]()

        async def send(message: dict[str, Any]) -> None:
            said.append(message["type"])

        for kind in ("lifespan.startup", "lifespan.shutdown"):
            asked.put_nowait({"type": kind})
        await scene.stream({"type": "lifespan"}, asked.get, send)
        assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
        page = Page()
        await scene.open(page, "/health/ready")
        assert page.status == 503

    played(story, now)
