"""docs/checklist.md tells the truth about the tests."""

from tests.house import checklist, edge_cases


def test_the_table_is_fresh() -> None:
    stale = checklist.TABLE.read_text(encoding="utf-8") != checklist.table()
    assert not stale, "docs/checklist.md is stale: run `make checklist`"


def test_tests_name_rows_that_exist() -> None:
    known = {row.id for row in checklist.rows()} | {case.id for case in edge_cases.cases()}
    unknown = {one: tests for one, tests in checklist.shown().items() if one not in known}
    assert not unknown, unknown


def test_the_checklist_is_whole() -> None:
    ids = [row.id for row in checklist.rows()]
    assert len(ids) == 167 and len(set(ids)) == 167 and ids == sorted(ids)
