"""A thousand open pages on one process; `make bench-live` says how soon and for what memory."""

import asyncio
from datetime import UTC, datetime

import pytest
from django.db import connection

from benchmarks.live import Crowd, announce
from tests.factories import live

PAGES = 1000


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_change_reaches_a_thousand_pages() -> None:
    connection.ensure_connection()
    own = connection.connection

    async def story(port: int) -> dict[str, int]:
        crowd = Crowd(port)
        await crowd.open(PAGES)
        for place in "78":
            announce(own, place)
        await crowd.until(lambda: all(len(crowd.heard[place]) == PAGES for place in "78"))
        await crowd.close()
        return {place: len(crowd.heard[place]) for place in "78"}

    with live.process() as started:
        before = datetime.now(UTC)
        assert asyncio.run(story(started.port)) == {"7": PAGES, "8": PAGES}
        with live.Listening(started.port, live.ticket(now=before)) as after:
            assert after.status == 200
