"""docs/conformance.md tells which test makes each check of the State's kit."""

from tests.conformance import table


def test_the_table_is_fresh() -> None:
    stale = table.DOCUMENT.read_text(encoding="utf-8") != table.table()
    assert not stale, "docs/conformance.md is stale: run `python -m tests.conformance.table`"


def test_each_check_is_made_or_has_its_reason_and_never_both() -> None:
    for side, modules in (("simulator", table.SIMULATOR), ("platform", table.PLATFORM)):
        found, not_made = set(table.made(modules)), set(table.NOT_MADE[side])
        assert (side, table.KNOWN - found - not_made, found & not_made) == (side, frozenset(), set())


def test_the_checks_are_as_many_as_the_kit_has() -> None:
    names = [one for some in table.CHECKS.values() for one in some]
    assert len(names) == len(set(names)) == 74
