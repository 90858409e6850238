"""docs/data-protection.md tells the retention that the code applies, and the pages say it in French."""

import pytest

from sas.rooms.protection.enums import Basis
from sas.rooms.protection.rules import LINES
from sas.web.administration.retention_words import BASES, KINDS
from tests.house.retention_table import DOCUMENT, written


@pytest.mark.shows("F-270")
def test_the_tables_of_the_register_are_fresh() -> None:
    stale = DOCUMENT.read_text(encoding="utf-8") != written(DOCUMENT.read_text(encoding="utf-8"))
    assert not stale, "docs/data-protection.md is stale: run `python -m tests.house.retention_table`"


def test_every_kind_and_every_basis_has_its_french_words() -> None:
    assert list(KINDS) == [line.kind for line in LINES]
    assert set(BASES) == set(Basis)
