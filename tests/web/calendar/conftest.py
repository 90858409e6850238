"""The pages at a known time: Monday 23 November 2026, 9:00 in Paris."""

from collections.abc import Callable
from datetime import datetime, tzinfo

import pytest

from tests.conftest import NOW


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
