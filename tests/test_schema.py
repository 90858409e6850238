"""Code that is ahead of its database stands aside, and serves by itself once the database is there (ADR 55)."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from sas import schema

AHEAD = ("orientation.0099_not_there_yet",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A process that found something lacking when it started; what it does is set back afterwards."""
    monkeypatch.setattr(schema._Seen, "lacking", ())
    monkeypatch.setattr(schema._Seen, "looked_at", 0.0)
    monkeypatch.setattr(schema, "LOOK_EVERY", -1.0)
    monkeypatch.setattr(schema, "lacking", lambda: AHEAD)
    schema.look()
    return monkeypatch


def test_nothing_lacks_here() -> None:
    assert schema.lacking() == ()


def test_pages_stand_aside_until_the_database_is_at_their_version(client: Any, ahead: Any) -> None:
    asked = client.get("/cookies", headers={"accept": "text/html"})
    assert asked.status_code == 503 and asked["Retry-After"] and "en maintenance" in asked.text
    ahead.setattr(schema, "lacking", lambda: ())
    assert client.get("/cookies").status_code == 200
    ahead.setattr(schema, "lacking", lambda: AHEAD)
    assert client.get("/cookies").status_code == 200, "once there, it is not looked at again"


def test_a_database_that_does_not_answer_is_looked_at_again(client: Any, ahead: Any) -> None:
    def silent() -> None:
        raise OperationalError

    ahead.setattr(schema, "lacking", silent)
    schema.look()
    assert schema.still_lacking()
    ahead.setattr(schema, "lacking", lambda: ())
    assert not schema.still_lacking()


def test_the_worker_does_not_start_before_its_schema(ahead: Any) -> None:
    with pytest.raises(CommandError, match=r"sas upgrade.*0099_not_there_yet"):
        call_command("worker")
