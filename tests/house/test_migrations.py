"""Migrations: one line of history in each room, up to date with the models, and waiting for nobody."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from config.safe_migrations import Analyser, changes_the_models
from tests.house.sources import ROOT, name_of

ROOMS = sorted(path.parent.name for path in (ROOT / "sas/rooms").glob("*/migrations"))
FILES = sorted((ROOT / "sas/rooms").glob("*/migrations/[0-9]*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_history_is_one_line(room: str) -> None:
    graph = MigrationLoader(None).graph
    own = sorted(key for key in graph.nodes if key[0] == room)
    before = [[one for one in graph.nodes[key].dependencies if one[0] == room] for key in own]
    assert before == [[], *([key] for key in own[:-1])]
    assert len(graph.leaf_nodes(room)) == 1


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said, stderr=said)
    assert "No changes detected" in said.getvalue() or "Aucun changement" in said.getvalue(), said.getvalue()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_migration_imports_nothing_that_will_change(path: object) -> None:
    """Models, operations and constants of the rooms go on changing; a migration is written once."""
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"^\s*(?:from|import) sas\b", text, re.MULTILINE)


@pytest.mark.django_db
def test_the_database_fills_every_column_that_the_code_no_longer_knows() -> None:
    """What a release forgot stays until the next one takes it away; rows must go on being added meanwhile."""
    known = {(one._meta.db_table, field.column) for one in _models() for field in one._meta.concrete_fields}
    tables = sorted({table for table, _ in known})
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' and"
            " table_name = any(%s) and is_nullable = 'NO' and column_default is null and is_identity = 'NO'",
            [tables],
        )
        needed = set(cursor.fetchall())
    assert len(needed) > 100
    assert needed - known == set()


@pytest.mark.parametrize(
    ("statements", "refused"),
    [
        (['ALTER TABLE "a" ADD COLUMN "b" varchar(4) DEFAULT \'\' NOT NULL'], set()),
        (['ALTER TABLE "a" ADD COLUMN "b" varchar(4) NULL'], set()),
        (['ALTER TABLE "a" ADD COLUMN "b" varchar(4) NOT NULL'], {"NOT_NULL", "LACKS_DEFAULT"}),
        # The linter alone would let the first one through, for the second one's sake.
        (
            ['ALTER TABLE "a" ADD COLUMN "b" int NOT NULL', 'ALTER TABLE "a" ADD COLUMN "c" int DEFAULT 1 NOT NULL'],
            {"LACKS_DEFAULT"},
        ),
        (
            ['ALTER TABLE "a" ADD COLUMN "b" int DEFAULT 1 NOT NULL', 'ALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT'],
            {"NOT_NULL", "LACKS_DEFAULT"},
        ),
        (['ALTER TABLE "a" DROP COLUMN "b" CASCADE'], {"DROP_COLUMN"}),
        (['DROP TABLE "a" CASCADE'], {"DROP_TABLE"}),
        (['ALTER TABLE "a" RENAME COLUMN "b" TO "c"'], {"RENAME_COLUMN"}),
        (['CREATE INDEX "i" ON "a" ("b")'], {"CREATE_INDEX"}),
        (['CREATE INDEX CONCURRENTLY "i" ON "a" ("b")'], set()),
        (['ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0)'], {"READS_TABLE"}),
        (['ALTER TABLE "a" ADD CONSTRAINT "c" FOREIGN KEY ("b") REFERENCES "d" ("id")'], {"READS_TABLE"}),
        (['ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0) NOT VALID'], set()),
        (['CREATE TABLE "a" ("b" int NOT NULL)', 'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0)'], set()),
    ],
)
def test_what_would_stop_those_who_work_is_refused(statements: list[str], refused: set[str]) -> None:
    judged = Analyser(())
    judged.analyse(statements)
    assert {one.code for one in (*judged.errors, *judged.warnings)} == refused


@pytest.mark.parametrize(
    ("operation", "changes"),
    [
        (migrations.RemoveField("orientation", "distance_band"), True),
        (migrations.AddField("orientation", "more", models.IntegerField(db_default=0)), True),
        (migrations.RunSQL("alter table orientation_orientation drop column forgotten"), False),
    ],
)
def test_a_contract_leaves_the_models_as_they_are(operation: migrations.RunSQL, changes: bool) -> None:
    loader = MigrationLoader(None)
    _, last = loader.graph.leaf_nodes("orientation")[0]
    taken = migrations.Migration(last, "orientation")
    before = loader.project_state(("orientation", last))
    loader.project_state = lambda *_, **__: before  # type: ignore[assignment, method-assign]
    taken.operations = [operation]
    assert changes_the_models(loader, taken) == changes


def _models() -> list[type[models.Model]]:
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
