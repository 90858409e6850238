"""Reading the checkout as text and as syntax trees, for the tests that hold the house's habits."""

import ast
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("sas", "config", "simulators", "benchmarks")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: str) -> list[Path]:
    """The Python files of these folders, migrations left out."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Every page and part of a page, of the product and of its simulators."""
    return sorted(path for folder in ("sas", "simulators") for path in (ROOT / folder).rglob("*.html"))


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file, read in a thread of its own.

    Where a browser was driven, Python 3.11 miscounts the depth of recursion and refuses to make the tree.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(ast.parse, path.read_text(encoding="utf-8")).result()


@cache
def functions(path: Path) -> tuple[Function, ...]:
    """Every function and method of a file."""
    return tuple(node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def name_of(path: Path) -> str:
    """A file's name from the root of the checkout."""
    return str(path.relative_to(ROOT))


def decorators(function: Function) -> set[str]:
    """The names of a function's decorators, called or not."""
    called = (node.func if isinstance(node, ast.Call) else node for node in function.decorator_list)
    return {node.id for node in called if isinstance(node, ast.Name)}
