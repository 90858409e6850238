"""docs/extracts.md is what the code says, and the columns it says they come from exist."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from sas.rooms.extracts.rules import COLUMNS, document
from tests.house.extracts import DOCUMENT

_SOURCES = sorted({one.source for columns in COLUMNS.values() for one in columns} - {"calcul"})


@pytest.mark.shows("F-266")
def test_the_dictionary_is_the_one_of_the_code() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "python -m tests.house.extracts"


@pytest.mark.parametrize("source", _SOURCES)
def test_a_source_is_a_table_and_a_column(source: str) -> None:
    """« room.Model.field, other_field, Other.field ; room.Model.field »: what is left out is that of the one before."""
    room = model = ""
    for part in re.split(r" ?[,;] ", source):
        told = part.split(".")
        if len(told) > 1 and told[0].islower():
            room = told.pop(0)
        if not told[0].islower():
            model = told.pop(0)
        field = told[0] if told else "pk"
        known = apps.get_model(room, model)
        try:
            assert field == "pk" or known._meta.get_field(field)
        except FieldDoesNotExist:
            pytest.fail(f"{room}.{model} has no {field}")


def test_who_reads_the_dictionary_knows_what_tells_of_people() -> None:
    personal = {one.name for columns in COLUMNS.values() for one in columns if one.personal}
    named = {"family_name", "given_name", "email", "national_id", "name", "professional", "member", "place", "number"}
    assert named <= personal
