"""docs/imports.md tells the columns that the loaders read: an operator can make the CSV set from the page alone."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from sas.rooms.directory.loaders import finess, structures
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.directory.loaders.rows import Reject

PAGE = (Path(settings.BASE_DIR) / "docs" / "imports.md").read_text()
OPTIONAL = {"structures.csv": {"latitude", "longitude"}, "sos_points.csv": {"latitude", "longitude"}}


def columns_of(name: str) -> dict[str, tuple[str, str]]:
    """Column -> (required, example) of the section about that file."""
    section = PAGE.split(f"### `{name}`", 1)[1].split("\n#", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \| (yes|no|optional) \| .* \| (.+) \|$", section, re.MULTILINE)
    return {column: (required, "" if example == "empty" else example.strip("`")) for column, required, example in rows}


@pytest.mark.parametrize("name", structures.FILES)
def test_every_column_that_a_file_must_have_is_told_and_no_other(name: str) -> None:
    told = columns_of(name)
    assert {column for column, (required, _) in told.items() if required != "optional"} == set(
        structures.FILES[name][0]
    )
    assert {column for column, (required, _) in told.items() if required == "optional"} == OPTIONAL.get(name, set())


def read_one(name: str, values: dict[str, str]) -> object:
    """What the loader makes of one line with these values."""
    header = ";".join(values)
    line = ";".join(f'"{value}"' for value in values.values())
    (row,) = structures.read(name, [header.encode(), line.encode()], commune_index())
    return row


@pytest.mark.parametrize("name", structures.FILES)
def test_the_examples_make_a_line_that_is_kept(name: str) -> None:
    assert not isinstance(
        read_one(name, {column: example for column, (_, example) in columns_of(name).items()}), Reject
    )


@pytest.mark.parametrize("name", structures.FILES)
def test_a_line_without_a_required_value_is_refused_and_one_without_another_is_kept(name: str) -> None:
    told = columns_of(name)
    examples = {column: example for column, (_, example) in told.items()}
    owner = {"finess", "siret", "identifiant_national", "identifiant_lieu"}
    for column, (required, _) in told.items():
        row = read_one(name, examples | {column: ""})
        if required == "yes":
            assert isinstance(row, Reject), column
        elif column not in owner:
            assert not isinstance(row, Reject), column


def test_categories_and_values_that_the_readers_know_are_told() -> None:
    for word in (*finess.KINDS, *structures.KINDS, *structures.SECTORS):
        assert re.search(rf"\b{word}\b", PAGE), word


def test_the_four_ways_to_name_a_place_are_read() -> None:
    section = PAGE.split("### How the next three files name a place", 1)[1].split("\n#", 1)[0]
    ways = re.findall(r"^\| (`\w+`|empty) \| (`[\w/]+`|empty) \|", section, re.MULTILINE)[1:]
    assert len(ways) == 4
    for person, place in ways:
        values = dict(zip(("identifiant_national", "identifiant_lieu"), (person, place), strict=True))
        named = {name: "" if value == "empty" else value.strip("`") for name, value in values.items()}
        assert not isinstance(read_one("conventions.csv", named | {"secteur": "secteur_1"}), Reject)
