"""The doors of the rooms: who asks comes first and by name, and a room reads only its own models."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, Function, name_of, python_files, tree_of

ROOMS = sorted(path.name for path in (ROOT / "sas/rooms").iterdir() if (path / "apps.py").exists())
ASKED_BY_NOBODY = {
    line.split("|")[0].strip()
    for line in (ROOT / "tests/house/no_actor.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}


def _doors(room: str) -> Iterator[Path]:
    for door in ("queries", "operations"):
        home = ROOT / "sas/rooms" / room
        yield from [home / f"{door}.py"] if (home / f"{door}.py").exists() else sorted((home / door).glob("*.py"))


def _public(path: Path) -> Iterator[Function]:
    """The functions that cross a door: of a package, those that its __init__ lets out."""
    let_out = _let_out(path.with_name("__init__.py")) if path.stem not in {"queries", "operations"} else None
    for node in tree_of(path).body:
        if isinstance(node, Function) and not node.name.startswith("_") and (let_out is None or node.name in let_out):
            yield node


def _let_out(package: Path) -> set[str]:
    imports = [node for node in tree_of(package).body if isinstance(node, ast.ImportFrom)]
    return {name.name for node in imports for name in node.names}


@pytest.mark.parametrize("room", ROOMS)
def test_who_asks_comes_first_and_every_argument_is_named(room: str) -> None:
    doors = {f"{name_of(path)}::{one.name}": one.args for path in _doors(room) for one in _public(path)}
    wrong = [
        where
        for where, given in doors.items()
        if given.args or given.posonlyargs or not given.kwonlyargs or given.kwonlyargs[0].arg != "actor"
    ]
    assert not set(wrong) - ASKED_BY_NOBODY


def test_what_nobody_asks_exists() -> None:
    known = {f"{name_of(path)}::{one.name}" for room in ROOMS for path in _doors(room) for one in _public(path)}
    assert known >= ASKED_BY_NOBODY


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_reads_only_its_own_models(room: str) -> None:
    foreign = [
        f"{name_of(path)}:{node.lineno} {module}"
        for path in python_files(f"sas/rooms/{room}")
        for node in ast.walk(tree_of(path))
        for module in _imported(node)
        if module.endswith(".models") and module.startswith("sas.") and module != f"sas.rooms.{room}.models"
    ]
    assert not foreign


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
    return [one.name for one in node.names] if isinstance(node, ast.Import) else []


def test_doors_let_no_queryset_out() -> None:
    """What queries return is written in their signature, and it is not a QuerySet nor a model of the room."""
    wrong = []
    for room in ROOMS:
        models = _models(room)
        for path in _doors(room):
            for one in _public(path):
                told = ast.unparse(one.returns) if one.returns else "unsaid"
                if _words(told) & ({"QuerySet", "Any", "unsaid"} | models):
                    wrong.append(f"{name_of(path)}::{one.name} -> {told}")
    assert not wrong


def _models(room: str) -> set[str]:
    path = ROOT / "sas/rooms" / room / "models.py"
    return {node.name for node in tree_of(path).body if isinstance(node, ast.ClassDef)} if path.exists() else set()


def _words(annotation: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(annotation, mode="eval")) if isinstance(node, ast.Name)}
