"""docs/edge-cases.md tells the truth about the tests."""

from tests.house import checklist, edge_cases


def test_the_table_is_fresh() -> None:
    stale = edge_cases.TABLE.read_text(encoding="utf-8") != edge_cases.table(checklist.shown())
    assert not stale, "docs/edge-cases.md is stale: run `make checklist`"


def test_each_case_is_shown_by_a_test_or_says_why_not() -> None:
    shown = checklist.shown()
    assert [one.id for one in edge_cases.cases()] == [f"E{number}" for number in range(1, 26)]
    silent = [one.id for one in edge_cases.cases() if bool(shown.get(one.id)) is bool(one.left_out)]
    assert not silent, silent
