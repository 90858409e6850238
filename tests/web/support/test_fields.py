"""What support reads of the rooms is decided column by column, in fields.txt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Index, Model, UniqueConstraint

from sas.web.support.records import RECORDS
from sas.web.support.records.record import Record
from sas.web.support.site import support_site
from sas.web.support.words import WORDS

VERDICTS = {"shown", "secret", "person", "text", "private", "derived", "elsewhere"}
LINES = [
    line.split()
    for line in Path(__file__).with_name("fields.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
DECIDED = dict(LINES)
NAMES_OF_SECRETS = ("password", "token", "secret", "sealed", "session_key", "hash", "html")


def models() -> Iterator[type[Model]]:
    """Of every room; of a link between two models, the columns are those of the models."""
    for config in apps.get_app_configs():
        if config.name.startswith("sas.rooms."):
            yield from config.get_models()


def columns(model: type[Model]) -> list["Field[Any, Any]"]:
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def test_every_column_of_every_room_is_decided_and_no_other() -> None:
    known = {f"{model._meta.label_lower}.{field.name}" for model in models() for field in columns(model)}
    assert known - set(DECIDED) == set()
    assert set(DECIDED) - known == set()
    assert len(LINES) == len(DECIDED) and set(DECIDED.values()) == VERDICTS


def test_the_registrations_show_what_was_decided_and_nothing_else() -> None:
    registered = {
        f"{model._meta.label_lower}.{drawn.__name__.removeprefix('told_')}"
        for model, reader in support_site._registry.items()
        for drawn in reader.get_fields(None)  # type: ignore[arg-type]
    }
    assert registered == {column for column, verdict in DECIDED.items() if verdict == "shown"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.label)
def test_a_list_and_a_search_use_only_what_is_shown(record: Record) -> None:
    shown = set(record.shown.split())
    assert shown >= set(record.listed.split()) and shown >= set(record.found_by.split())
    reader = support_site.reader(record.label)
    assert [drawn.__name__.removeprefix("told_") for drawn in reader.list_display] == record.listed.split()
    assert [name for name in shown if any(word in name for word in NAMES_OF_SECRETS)] == [
        name for name in shown if name in {"password_set_at", "password_reminded_at"}
    ]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.label)
def test_the_search_uses_columns_that_an_index_finds(record: Record) -> None:
    model = apps.get_model(record.label)
    indexed = {field.name for field in model._meta.concrete_fields if field.primary_key or field.unique}
    indexed |= {field.name for field in model._meta.concrete_fields if field.db_index}
    indexed |= {one.fields[0].lstrip("-") for one in (*model._meta.indexes, *model._meta.constraints) if _leads(one)}
    indexed |= {"email"} if any(_is_lower_email(one) for one in model._meta.constraints) else set()
    assert set(record.found_by.split()) - indexed == set()


def _leads(one: object) -> bool:
    return isinstance(one, Index | UniqueConstraint) and bool(one.fields)


def _is_lower_email(one: object) -> bool:
    return isinstance(one, UniqueConstraint) and [str(part) for part in one.expressions] == ["Lower(F(email))"]


def test_every_word_is_used() -> None:
    used = {name for record in RECORDS for name in record.shown.split()}
    assert used == set(WORDS)


def test_the_columns_of_a_room_are_read_by_label_in_support_alone() -> None:
    """Porches import no model (.importlinter); Django's registry would be a way around, open to support only."""
    porches = Path(__file__).resolve().parents[3] / "sas" / "web"
    readers = [path for path in porches.rglob("*.py") if "get_model" in path.read_text(encoding="utf-8")]
    assert {path.parent.name for path in readers} == {"support"}
