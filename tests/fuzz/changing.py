"""Changes of sound examples that Hypothesis draws, shrinks and replays: of bytes, of text, of JSON."""

import json
from typing import Any

from hypothesis import strategies as st

TOKENS = (
    b"\0",
    b"\r\n",
    b";",
    b"|",
    b'"',
    b"'",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"-1",
    b"1e999",
    b"NaN",
    b"9" * 400,
    b"\xd9\xa3",
    "²½é".encode(),
    b"0000-00-00",
    b"99991231T235959Z",
    b"00010101T000000Z",
    b"[" * 3000,
    b"{" * 3000,
    b"A" * 20_000,
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"%s%n{0}{a.__class__}",
    b"' or 1=1 --",
    b"../../etc/passwd",
)
"""What breaks readers: ends, separators, other encodings, numbers and dates that mean nothing, depth, length."""

_SCALARS = st.sampled_from(
    (None, True, 0, -1, 1e308, float("inf"), float("nan"), 10**400, "", "\0", "\ud800", "é", "x" * 5000, "2026-02-30")
)
ODD_JSON = st.recursive(
    _SCALARS | st.text(max_size=8) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)


@st.composite
def changed_bytes(draw: st.DrawFn, examples: tuple[bytes, ...]) -> bytes:
    """An example with one to six changes: a stretch replaced, removed, repeated, or the end cut."""
    content = draw(st.sampled_from(examples))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        put = draw(st.sampled_from(TOKENS) | st.binary(max_size=6) | st.just(content[start:end] * 2) | st.just(b""))
        content = content[:start] + put + content[end if draw(st.booleans()) else start :]
    return content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 9)) == 0 else content


@st.composite
def changed_lines(draw: st.DrawFn, examples: tuple[bytes, ...], separator: bytes) -> bytes:
    """A table whose header stands, with fields of its lines replaced: what a changed byte seldom reaches."""
    header, *lines = draw(st.sampled_from(examples)).splitlines()
    for at in range(len(lines)):
        fields = lines[at].split(separator)
        for _ in range(draw(st.integers(1, 3))):
            value = st.sampled_from(TOKENS) | st.text(max_size=12).map(lambda text: text.encode(errors="replace"))
            fields[draw(st.integers(0, len(fields) - 1))] = draw(value | st.just(b""))
        lines[at] = separator.join(fields)
    return b"\n".join((header, *lines))


@st.composite
def changed_json(draw: st.DrawFn, example: Any) -> bytes:
    """A JSON with one to four of its places replaced or removed."""
    tree = {"root": json.loads(json.dumps(example))}
    for _ in range(draw(st.integers(1, 4))):
        _change(draw, tree)
    return json.dumps(tree.get("root")).encode()


def _change(draw: st.DrawFn, tree: Any) -> None:
    while True:
        name = draw(st.sampled_from(sorted(tree) if isinstance(tree, dict) else range(len(tree))))
        inner = tree[name]
        if not (isinstance(inner, dict | list) and inner and draw(st.integers(0, 4))):
            break
        tree = inner
    if draw(st.integers(0, 3)):
        tree[name] = draw(ODD_JSON)
    elif len(tree) > 1:
        del tree[name]


def anything(*examples: bytes) -> st.SearchStrategy[bytes]:
    """Changed examples most of the time, bytes of nobody otherwise."""
    return changed_bytes(examples) | changed_bytes(examples) | st.binary(max_size=300)
