"""One connection to the database, which announces the places that changed; nothing is asked of it (ADR 35)."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

import psycopg

from sas.rooms.offer.rules import CHANNEL
from sas.web.live.board import Board
from sas.web.live.stream import SKEW, Stream

QUIET, BUSY = 0.1, 0.5
"""Seconds during which announcements are put together, after silence and after some: a country in which a hundred slots
change each second is told of twice a second."""

AGAIN = 2.0
_BREATHS_PER_QUESTION = 10
_logger = logging.getLogger(__name__)


async def follow(stream: Stream, *, parameters: Mapping[str, Any], clock: Callable[[], datetime]) -> None:
    """Hear the database for ever, and let the pages go while it is not heard."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as own:
                await _hear(own, stream, clock=clock)
        except (psycopg.Error, OSError) as error:
            _logger.warning("Changes are not heard: %s", type(error).__name__)
        finally:
            stream.closed()
        await asyncio.sleep(AGAIN)


async def _hear(own: "psycopg.AsyncConnection[Any]", stream: Stream, *, clock: Callable[[], datetime]) -> None:
    """Returns never: raises psycopg.Error when the connection is lost."""
    await own.execute(f"listen {CHANNEL}".encode())
    board = Board(epoch=token_hex(4), since=clock())
    stream.opened(board)
    breaths, told = 0, list[str]()
    while True:
        told = [notify.payload async for notify in own.notifies(timeout=BUSY if told else QUIET)]
        if told:
            board.tell(told, at=clock())
            stream.rung()
        breaths += 1
        # A connection that died without a word is found out by asking something of it.
        if breaths % _BREATHS_PER_QUESTION == 0:
            await _ask_the_time(own, stream, clock=clock)


async def _ask_the_time(own: "psycopg.AsyncConnection[Any]", stream: Stream, *, clock: Callable[[], datetime]) -> None:
    asked = clock()
    (there,) = await (await own.execute(b"select clock_timestamp()")).fetchone() or (asked,)
    stream.is_in_time = asked - SKEW <= there <= clock() + SKEW
