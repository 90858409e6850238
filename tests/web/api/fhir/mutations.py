"""Random changes of a JSON: what a broken, careless or hostile program could send."""

import json
from copy import deepcopy
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**400,
    "",
    " ",
    "\0",
    "\ud800",
    "é" * 3,
    "x" * 5000,
    "2026-02-30T00:00:00Z",
    "2026-11-23T24:00:00+01:00",
    "2099-12-31T23:59:59-23:59",
    "2000-01-01T00:00:00+23:59",
    "2026-11-23T10:00:00+99:99",
    "urn:oid:1.1.111.1.11.1.1.1",
    "a|b,c",
    "booked",
    "cancelled",
    "Patient/1",
    [],
    {},
    [[]],
    [None],
    {"": {}},
)


def mutated(body: dict[str, Any], draw: Random) -> bytes:
    """The JSON with one to four changes, of its values, its names, or its bytes."""
    changed = json.loads(json.dumps(body))
    for _ in range(draw.randint(1, 4)):
        _change(changed, draw)
    told = json.dumps(changed).encode()
    return _bytes_changed(told, draw) if draw.random() < 0.25 else told


def _odd(present: Any, draw: Random) -> Any:
    """Most often of the same type, so that it is not the shape alone that is refused."""
    alike = [one for one in ODD if type(one) is type(present)]
    return deepcopy(draw.choice(alike if alike and draw.random() < 0.8 else ODD))


def _change(tree: Any, draw: Random) -> None:
    """Of a place in the tree drawn by going down from the root."""
    while True:
        names = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not names:
            return
        name = draw.choice(names)
        if not isinstance(tree[name], dict | list) or draw.random() < 0.3:
            break
        tree = tree[name]
    act = draw.randrange(5)
    if act == 0:
        del tree[name]
    elif act == 1 and isinstance(tree, dict):
        tree[draw.choice(["extension", "status", "start", "valueString", "\0", "_start"])] = deepcopy(draw.choice(ODD))
    elif act == 2 and isinstance(tree, list):
        tree.append(deepcopy(tree[name]))
    elif act == 3 and isinstance(tree[name], str) and tree[name]:
        at = draw.randrange(len(tree[name]))
        tree[name] = tree[name][:at] + chr(draw.randrange(0x2FFF)) + tree[name][at + draw.randrange(2) :]
    else:
        tree[name] = _odd(tree[name], draw)


def _bytes_changed(told: bytes, draw: Random) -> bytes:
    """Cut, repeated, or with bytes of another encoding."""
    at = draw.randrange(len(told))
    kinds = (told[:at], told + told[at:], told[:at] + bytes([draw.randrange(256)]) + told[at + 1 :], b"[" * 5000 + told)
    return draw.choice(kinds)
