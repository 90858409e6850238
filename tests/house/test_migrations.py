"""Migrations: one line of history in each room, up to date with the models, and waiting for nobody."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

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
