"""The pages at a known time: Monday 23 November 2026, 9:00 in Paris."""

from collections.abc import Callable
from datetime import datetime, tzinfo

import pytest
from django.test import Client

from sas.actor import Actor
from sas.rooms.directory.models import Place
from tests.conftest import NOW
from tests.factories import care
from tests.factories.browsers import browser


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock that requests read; call it to set another instant."""

    def stop_at(instant: datetime) -> None:
        class Stopped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:
                return instant.astimezone(tz)

        monkeypatch.setattr("sas.web.kit.middleware.datetime", Stopped)

    stop_at(NOW)
    return stop_at


@pytest.fixture
def place() -> Place:
    return care.doctor_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    return care.keeper(place)


@pytest.fixture
def client(owner: Actor) -> Client:
    return browser(owner)
