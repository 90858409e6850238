"""docs/accessibility.md and the public audit tell the truth about the tests."""

import json

from tests.house import accessibility, criteria


def test_the_table_and_the_audit_are_fresh() -> None:
    stale = "is stale: run `make checklist`"
    assert accessibility.TABLE.read_text(encoding="utf-8") == accessibility.table(), f"docs/accessibility.md {stale}"
    assert accessibility.AUDIT.read_text(encoding="utf-8") == accessibility.audit_text(), f"the public audit {stale}"


def test_every_criterion_of_the_standard_has_its_line() -> None:
    numbers = [f"{theme}.{n}" for theme, count in accessibility.THEMES.items() for n in range(1, count + 1)]
    assert [one.number for one in accessibility.criteria()] == numbers
    assert len(numbers) == 106


def test_every_test_that_is_named_exists() -> None:
    named = {test for one in accessibility.criteria() for test in one.tests}
    assert len(named) > 10
    assert [test for test in sorted(named) if not criteria.exists(test)] == []


def test_a_criterion_is_met_by_a_check_and_fails_by_a_sentence() -> None:
    for one in accessibility.criteria():
        assert one.result in criteria.RESULTS, one
        assert bool(one.checks) or one.result in ("unchecked", "not applicable"), one
        assert bool(one.what) == (one.result in ("not met", "unchecked")), one
        assert one.note or one.result != "not applicable", one


def test_the_audit_counts_what_it_lists() -> None:
    told = json.loads(accessibility.AUDIT.read_text(encoding="utf-8"))
    assert told["criteria"] == told["conforming"] + len(told["failing"])
    assert set(told) == {"date", "standard", "criteria", "conforming", "failing"}
