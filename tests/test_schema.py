"""Code that is ahead of its database stands aside, and serves by itself once the database is there (ADR 55, ADR 59)."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, migrations, models
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader

from sas import schema

LATER = ("orientation.0099_not_there_yet",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A process that found something lacking when it started; what it does is set back afterwards."""
    monkeypatch.setattr(schema._Seen, "lacking", ())
    monkeypatch.setattr(schema._Seen, "looked_at", 0.0)
    monkeypatch.setattr(schema, "LOOK_EVERY", -1.0)
    monkeypatch.setattr(schema, "lacking", lambda: LATER)
    schema.look()
    return monkeypatch


def test_nothing_lacks_here() -> None:
    assert schema.lacking() == ()


def test_every_test_runs_on_the_oldest_schema_that_the_code_serves_on() -> None:
    """What is ahead of the code is not in the database of the tests: no statement can have needed it."""
    with connection.cursor() as cursor:
        cursor.execute("select app, name from django_migrations")
        there = set(cursor.fetchall())
    graph = MigrationLoader(None).graph
    assert len(there) > 100
    assert there == {one for key in schema.needed() for one in graph.forwards_plan(key)}
    assert {f"{room}.{name}" for room, name in set(graph.nodes) - there} <= set(schema.still_to_come())


def test_pages_stand_aside_until_the_database_is_at_their_version(client: Any, early: Any) -> None:
    asked = client.get("/cookies", headers={"accept": "text/html"})
    assert asked.status_code == 503 and asked["Retry-After"] and "en maintenance" in asked.text
    early.setattr(schema, "lacking", lambda: ())
    assert client.get("/cookies").status_code == 200
    early.setattr(schema, "lacking", lambda: LATER)
    assert client.get("/cookies").status_code == 200, "once there, it is not looked at again"


def test_a_database_that_does_not_answer_is_looked_at_again(client: Any, early: Any) -> None:
    def silent() -> None:
        raise OperationalError

    early.setattr(schema, "lacking", silent)
    schema.look()
    assert schema.still_lacking()
    early.setattr(schema, "lacking", lambda: ())
    assert not schema.still_lacking()


def test_the_worker_does_not_start_before_its_schema(early: Any) -> None:
    with pytest.raises(CommandError, match=r"sas upgrade.*0099_not_there_yet"):
        call_command("worker")


WRITTEN = migrations.AddField("orientation", "urgency", models.PositiveSmallIntegerField(db_default=0))
TOLD = migrations.SeparateDatabaseAndState(state_operations=[WRITTEN])
UNTOLD = migrations.SeparateDatabaseAndState(database_operations=[WRITTEN])


def needed_among(*following: tuple[Any, bool]) -> str:
    """Of migrations that follow one another, each of one operation and ahead or not: the numbers of those needed."""
    graph = MigrationGraph()
    for number, (operation, is_ahead) in enumerate(following):
        one = migrations.Migration(str(number), "orientation")
        one.operations = [operation]
        one.ahead = is_ahead  # type: ignore[attr-defined]
        graph.add_node(("orientation", str(number)), one)
        if number:
            graph.add_dependency(one, ("orientation", str(number)), ("orientation", str(number - 1)))
    return "".join(sorted(name for _, name in schema.needed_of(graph)))


@pytest.mark.parametrize(
    ("following", "needed"),
    [
        ([(WRITTEN, False)], "0"),
        ([(WRITTEN, False), (UNTOLD, True)], "0"),
        ([(WRITTEN, False), (UNTOLD, True), (UNTOLD, True)], "0"),
        # The release after: its models name the column, its migration tells only their history.
        ([(WRITTEN, False), (UNTOLD, True), (TOLD, False)], "01"),
        ([(WRITTEN, False), (UNTOLD, True), (TOLD, False), (UNTOLD, True)], "01"),
        # What a needed one follows is needed, whatever it says.
        ([(WRITTEN, False), (UNTOLD, True), (WRITTEN, False)], "012"),
    ],
)
def test_code_waits_for_what_it_needs_and_not_for_what_is_ahead_of_it(
    following: list[tuple[Any, bool]], needed: str
) -> None:
    assert needed_among(*following) == needed


def test_an_upgrade_asks_before_anything_is_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "still_to_come", lambda: LATER)
    call_command("upgrade", "--check")
    assert re.search(r"peut servir.*avant la version suivante.*0099_not_there_yet", capsys.readouterr().out, re.DOTALL)
    monkeypatch.setattr(schema, "lacking", lambda: LATER)
    with pytest.raises(CommandError, match=r"sas upgrade.*0099_not_there_yet"):
        call_command("upgrade", "--check")


def test_a_database_without_tables_is_not_one_to_serve_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> None:
        raise OperationalError

    monkeypatch.setattr(schema, "lacking", silent)
    with pytest.raises(CommandError, match="aucune table"):
        call_command("upgrade", "--check")
