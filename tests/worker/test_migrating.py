"""A migration whose table is read for long gives up, lets others pass, and is tried again."""

from typing import Any

import pytest
from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from sas.worker import migrating


def failing(error: Exception, *, times: int) -> Any:
    """A command that fails so many times; what was asked of it is kept."""
    asked: list[Any] = []

    def call(command: Any, **_: Any) -> None:
        asked.append(command)
        if len(asked) <= times:
            raise OperationalError from error

    call.asked = asked  # type: ignore[attr-defined]
    return call


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(migrating, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(migrating, "_wait_for_locks_again", lambda: None)
    return monkeypatch


def test_a_lock_that_does_not_come_is_asked_for_again(at_once: pytest.MonkeyPatch) -> None:
    tried = failing(LockNotAvailable(), times=2)
    at_once.setattr(migrating, "call_command", tried)
    migrating.migrate_in_use(verbosity=0)
    assert len(tried.asked) == 3


def test_a_lock_that_never_comes_is_told(at_once: pytest.MonkeyPatch) -> None:
    tried = failing(LockNotAvailable(), times=99)
    at_once.setattr(migrating, "call_command", tried)
    with pytest.raises(OperationalError):
        migrating.migrate_in_use(verbosity=0)
    assert len(tried.asked) == migrating.TRIES


def test_any_other_fault_is_told_at_once(at_once: pytest.MonkeyPatch) -> None:
    tried = failing(ValueError("no such table"), times=1)
    at_once.setattr(migrating, "call_command", tried)
    with pytest.raises(OperationalError):
        migrating.migrate_in_use(verbosity=0)
    assert len(tried.asked) == 1
