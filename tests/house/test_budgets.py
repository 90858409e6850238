"""Everything is small enough to be read at once; what is not says why in waivers.txt (ruff counts the branches)."""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.house.sources import PRODUCT, ROOT, Function, decorators, functions, name_of, python_files, templates

FUNCTION, FILE, TEMPLATE, VIEW, SETTINGS, POSITIONAL = 30, 300, 120, 15, 400, 2
DOORS = {"page", "page_then", "standing", "command", "returning", "consultation", "interaction"}
BUDGETS = ("function", "file", "template", "view", "positional")


def _waivers() -> dict[tuple[str, str], str]:
    lines = (ROOT / "tests/house/waivers.txt").read_text(encoding="utf-8").splitlines()
    told = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {(where, budget): reason for where, budget, reason in told}


@cache
def _offenders(budget: str) -> dict[str, str]:
    measure = {
        "function": _long_functions,
        "file": _long_files,
        "template": _long_templates,
        "view": _long_views,
        "positional": _positional,
    }[budget]
    return dict(measure())


@pytest.mark.parametrize("budget", BUDGETS)
def test_budget(budget: str) -> None:
    waived = {where for where, one in _waivers() if one == budget}
    offenders = {where: size for where, size in _offenders(budget).items() if where not in waived}
    assert not offenders, "\n".join(f"{where}: {size}" for where, size in offenders.items())


def test_waivers_have_reasons_and_are_needed() -> None:
    for (where, budget), reason in _waivers().items():
        assert budget in BUDGETS and reason and where in _offenders(budget), (where, budget)


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _all_functions(*folders: str) -> Iterator[tuple[str, Function]]:
    for path in python_files(*folders):
        for function in functions(path):
            yield f"{name_of(path)}::{function.name}", function


def _long_functions() -> Iterator[tuple[str, str]]:
    for where, function in _all_functions(*PRODUCT, "tests"):
        if _lines(function) > FUNCTION:
            yield where, f"{_lines(function)} lines"


def _long_views() -> Iterator[tuple[str, str]]:
    for where, function in _all_functions("sas/web"):
        if decorators(function) & DOORS and _lines(function) > VIEW:
            yield where, f"{_lines(function)} lines"


def _long_files() -> Iterator[tuple[str, str]]:
    for path in python_files(*PRODUCT, "tests"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > (SETTINGS if path.name == "settings.py" else FILE):
            yield name_of(path), f"{lines} lines"


def _long_templates() -> Iterator[tuple[str, str]]:
    for path in templates():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > TEMPLATE:
            yield name_of(path), f"{lines} lines"


def _positional() -> Iterator[tuple[str, str]]:
    """Of what other modules call; ruff (PLR0917) bounds what stays inside one, and Django names a view's arguments."""
    for where, function in _all_functions(*PRODUCT):
        if function.name.startswith("_") or decorators(function) & DOORS:
            continue
        names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        given = [name for name in names if name not in {"self", "cls"}]
        if len(given) > POSITIONAL:
            yield where, f"{len(given)} arguments by position"
