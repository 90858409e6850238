"""The verbs that the code gives to the trail, read from its source: what they are, and where one cannot be read."""

import ast
from collections.abc import Iterator, Mapping

from sas.rooms.assistance.enums import AssistanceState
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.journal.enums import Reading
from tests.house.sources import Function, name_of, python_files, tree_of

COMPUTED = {
    "sas/rooms/availability/operations/closing.py": {kind.value for kind in ChangeKind},
    "sas/rooms/assistance/operations/handling.py": {
        f"{state.value}_assistance" for state in AssistanceState if state is not AssistanceState.NEW
    },
    "sas/rooms/journal/operations/recording.py": {
        f"{kind}_{reading.value}" for kind in ("read", "list") for reading in Reading
    },
    "sas/rooms/journal/operations/verifying.py": {"verify_journal"},
}
"""Verbs that are made of an enumeration or a constant, by file: each of them holds one that cannot be read."""


def used_verbs() -> tuple[set[str], set[str]]:
    """The verbs, and the places (« file:line ») of those that are neither read nor explained."""
    found, unread = set[str](), set[str]()
    for path in [one for one in python_files("sas/rooms") if "queries" not in one.parts]:
        tree = tree_of(path)
        for line, expression, scope in _given(tree):
            told = _strings(expression, scope=scope, tree=tree)
            found |= told
            if not told and name_of(path) not in COMPUTED:
                unread.add(f"{name_of(path)}:{line}")
    return found.union(*COMPUTED.values()), unread


def _given(tree: ast.Module) -> Iterator[tuple[int, ast.expr, ast.AST]]:
    """Every expression given as a verb, in the function that gives it, unless it is that function's own argument."""
    takers = _takers(tree)
    for scope in [node for node in ast.walk(tree) if isinstance(node, Function)]:
        for node in ast.walk(scope):
            for value in _verbs_of(node, takers):
                if not _passed_on(value, scope):
                    yield value.lineno, value, scope


def _verbs_of(node: ast.AST, takers: Mapping[str, int]) -> Iterator[ast.expr]:
    """By keyword, in a dict, or by position to a function of the file that takes one."""
    if isinstance(node, ast.Dict):
        named = zip(node.keys, node.values, strict=True)
        yield from (value for key, value in named if isinstance(key, ast.Constant) and key.value == "verb")
    if isinstance(node, ast.Call):
        yield from (word.value for word in node.keywords if word.arg == "verb")
        at = takers.get(node.func.id) if isinstance(node.func, ast.Name) else None
        yield from node.args[at : at + 1] if at is not None else []


def _takers(tree: ast.Module) -> dict[str, int]:
    """The functions of a file that take a verb by position, and which one it is."""
    return {
        node.name: [one.arg for one in node.args.args].index("verb")
        for node in ast.walk(tree)
        if isinstance(node, Function) and "verb" in [one.arg for one in node.args.args]
    }


def _passed_on(value: ast.expr, scope: ast.AST) -> bool:
    """The function's own argument: its callers are read instead."""
    given = [*scope.args.args, *scope.args.kwonlyargs] if isinstance(scope, Function) else []
    return isinstance(value, ast.Name) and value.id in {one.arg for one in given}


def _strings(value: ast.expr, *, scope: ast.AST, tree: ast.Module) -> set[str]:
    if isinstance(value, ast.Constant):
        return {value.value} if isinstance(value.value, str) else set()
    if isinstance(value, ast.IfExp):
        return _strings(value.body, scope=scope, tree=tree) | _strings(value.orelse, scope=scope, tree=tree)
    if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
        table = _assigned(value.value.id, tree)
        kept = table.values if isinstance(table, ast.Dict) else []
        return {one.value for one in kept if isinstance(one, ast.Constant)}
    if isinstance(value, ast.Name):
        assigned = _assigned(value.id, scope)
        return _strings(assigned, scope=scope, tree=tree) if assigned else set()
    return set()


def _assigned(name: str, scope: ast.AST) -> ast.expr | None:
    """What the name stands for in this scope: alone, or in a row of names."""
    for node in ast.walk(scope):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            return node.value
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id == name:
            return node.value
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            names = [one.id if isinstance(one, ast.Name) else "" for one in target.elts]
            if name in names:
                return node.value.elts[names.index(name)]
    return None
