"""docs/security.md and docs/threats tell the truth about the tests."""

import re
from pathlib import Path

import pytest

from tests.house import criteria, security
from tests.house.sources import ROOT, name_of

THREATS = sorted((ROOT / "docs/threats").glob("*.md"))
_TEST = re.compile(r"`([\w/]+\.py::\w+)`")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def test_the_table_is_fresh() -> None:
    stale = security.TABLE.read_text(encoding="utf-8") != security.table()
    assert not stale, "docs/security.md is stale: run `make checklist`"


def test_a_test_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = tmp_path / "security.csv"
    head, first, *_ = security.ROWS.read_text(encoding="utf-8").splitlines()
    rows.write_text(f"{head}\n{first.split(',')[0]},V1,1,Something,met,house/test_security_doc.py::test_none,\n")
    monkeypatch.setattr(security, "ROWS", rows)
    with pytest.raises(ValueError, match=r"house/test_security_doc\.py::test_none"):
        security.table()


def test_every_requirement_of_the_two_levels_has_its_line() -> None:
    every = security.requirements()
    numbers = [tuple(map(int, one.number.removeprefix("V").split("."))) for one in every]
    assert numbers == sorted(set(numbers))
    assert {one.level for one in every} == {"1", "2"}
    for chapter, expected in security.CHAPTERS.items():
        levels = [one.level for one in every if one.number.startswith(f"V{chapter}.")]
        assert (levels.count("1"), levels.count("2")) == expected, chapter
    assert [sum(counts) for counts in zip(*security.CHAPTERS.values(), strict=True)] == [70, 183]


def test_a_requirement_is_met_by_a_check_and_anything_else_has_its_reason() -> None:
    for one in security.requirements():
        assert one.result in criteria.RESULTS, one
        assert one.chapter.startswith(f"{one.number.split('.')[0]} "), one
        assert bool(one.checks) == (one.result == "met"), one
        assert one.note or one.result == "met", one


@pytest.mark.parametrize("page", THREATS, ids=name_of)
def test_a_page_of_threats_names_tests_and_pages_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [test for test in _TEST.findall(text) if not criteria.exists(test)] == []
    assert [link for link in _LINK.findall(text) if not (page.parent / link).exists()] == []
    assert page.stem == "README" or len(_TEST.findall(text)) > 5
