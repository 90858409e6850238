"""What the pages of the regulation are tried with."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from sas.rooms.offer.queries.memory import MEMORY, asking
from tests.factories import care
from tests.factories.browsers import browser
from tests.web.regulation.scene import Scene, make_scene


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """Pages take the time of the request: the scene is tomorrow."""
    return make_scene()


@pytest.fixture
def clock() -> datetime:
    """Pages take their own time."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def regulator() -> Client:
    return browser(care.regulator(care.territory()))


@pytest.fixture
def remembered() -> Iterator[Callable[[], None]]:
    """Counts come from the memory of the process: filled once the scene is set."""

    def fill() -> None:
        connection.ensure_connection()
        MEMORY.load(asking(connection.connection), now=datetime.now(UTC))
        MEMORY.holds_at(float("inf"))

    yield fill
    MEMORY.forget()
