"""Many names kept in memory, found by what is typed of them: in a time that what is typed does not change.

Each name stands as a line of one text, "  key " then what it names; which lines hold each group of three letters is
known beforehand, as arrays. The dearest text asks one addition for each of its groups in each line.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

LIKENESS = 0.5
"""Share of the groups of three letters of a text that a name must hold to be what was meant."""

_LONGEST = 40
"""Letters of a text that are looked at: more say nothing more."""
_AT_ONCE = 2000
"""Lines of the rarest group of a text that are looked at together: most often the first of them answer."""
_READ = 1000
"""Lines that hold the groups of a text, and are then read to see that they hold them in its order."""
_SAYS_NOTHING, _FEW = 0.25, 1000
"""A group that a larger share of the names hold tells none of them, once there are more than few of them."""
_ALPHABET = b" abcdefghijklmnopqrstuvwxyz0123456789"
_BASE = len(_ALPHABET)
_AT = np.zeros(256, "i4")
_AT[list(_ALPHABET)] = np.arange(_BASE)
_END, _TAB = ord("\n"), ord("\t")
_NO_ROW = np.empty(0, "i4")

Rows = NDArray[Any]


def line_of(key: str, named: str) -> str:
    """How a name stands in the text: its search key, and what it names."""
    return f"  {key} \t{named}"


class Names:
    """Never changed. `text`: lines in the order in which names are preferred, each ended by a line feed."""

    def __init__(self, text: bytes) -> None:
        letters = np.frombuffer(text, "u1")
        ends = np.flatnonzero(letters == _END)
        self._text = text
        self._starts = array("i", np.concatenate(([0], ends + 1)).astype("i4").tobytes())
        in_key = np.cumsum(letters == _TAB, dtype="i4") == np.cumsum(letters == _END, dtype="i4")
        whole = np.flatnonzero(in_key[:-2] & in_key[1:-1] & in_key[2:] & (letters[:-2] != _END))
        groups = _groups(letters, whole)
        by_group = np.argsort(groups, kind="stable")
        groups, lines = groups[by_group], (np.searchsorted(ends, whole)).astype("i4")[by_group]
        once = np.ones(len(groups), bool)
        once[1:] = (groups[1:] != groups[:-1]) | (lines[1:] != lines[:-1])
        self._lines = lines[once]
        self._first = np.searchsorted(groups[once], np.arange(_BASE**3 + 1)).astype("i4")
        self._sizes = np.bincount(self._lines, minlength=len(ends)).astype("i4")

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def lines(self) -> list[str]:
        """The text, line by line."""
        return self._text.decode().split("\n")[:-1]

    @property
    def nbytes(self) -> int:
        """Memory of the text and of the arrays."""
        arrays = (self._lines, self._first, self._sizes)
        return len(self._text) + 4 * len(self._starts) + sum(int(one.nbytes) for one in arrays)

    def has(self, line: str) -> bool:
        """Whether the line stands in a text whose lines are in the order of their bytes."""
        wanted = line.encode()
        at = bisect_left(range(len(self)), wanted, key=self._line)
        return at < len(self) and self._line(at) == wanted

    def called(self, key: str, *, limit: int) -> list[str]:
        """What the names that are this very text name."""
        return self._read(self._holding(f"  {key} "), f"  {key} \t", limit=limit)

    def begun_by(self, key: str, *, limit: int) -> list[str]:
        """Of the names that begin with the text."""
        return self._read(self._holding(f"  {key}"), f"  {key}", limit=limit)

    def holding(self, key: str, *, limit: int) -> list[str]:
        """Of the names that hold the text, those where a word begins with it first; one letter finds nothing."""
        found = self._read(self._holding(f" {key}"), f" {key}", limit=limit)
        inside = self._read(self._holding(key), key, limit=2 * limit) if len(found) < limit else []
        return list(dict.fromkeys((*found, *inside)))[:limit]

    def like(self, key: str, *, limit: int) -> list[str]:
        """Of the names that share enough groups of three letters with the text, the likest first, then the shortest."""
        common = max(_FEW, int(_SAYS_NOTHING * len(self)))
        held = [lines for lines in self._held(f" {key[:_LONGEST]} ") if len(lines) <= common]
        if not held:
            return []
        shared = np.bincount(np.concatenate(held), minlength=len(self))
        rows = np.flatnonzero(shared >= max(1.0, LIKENESS * len(held)))
        nearest = rows[np.lexsort((rows, self._sizes[rows], -shared[rows]))[:limit]]
        return [self._named(row) for row in nearest.tolist()]

    def _held(self, text: str) -> list[Rows]:
        """The lines of each group of the text, the rarest first."""
        letters = np.frombuffer(text.encode("ascii"), "u1")
        asked = np.unique(_groups(letters, np.arange(max(0, len(letters) - 2))))
        return sorted((self._lines[self._first[one] : self._first[one + 1]] for one in asked.tolist()), key=len)

    def _holding(self, text: str) -> Iterator[int]:
        """Lines that hold every group of the text, as preferred; none when it has no group."""
        rarest, *others = self._held(text[:_LONGEST]) or [_NO_ROW]
        for begin in range(0, len(rarest), _AT_ONCE):
            rows = rarest[begin : begin + _AT_ONCE]
            for lines in others:
                at = np.searchsorted(lines, rows)
                rows = rows[(at < len(lines)) & (lines[np.minimum(at, len(lines) - 1)] == rows)]
            yield from rows.tolist()

    def _read(self, rows: Iterator[int], part: str, *, limit: int) -> list[str]:
        wanted = part.encode()
        found: list[str] = []
        for row in islice(rows, _READ):
            if len(found) == limit:
                break
            if wanted in self._line(row):
                found.append(self._named(row))
        return found

    def _line(self, row: int) -> bytes:
        return self._text[self._starts[row] : self._starts[row + 1] - 1]

    def _named(self, row: int) -> str:
        return self._line(row).partition(b"\t")[2].decode()


def _groups(letters: Rows, at: Rows) -> Rows:
    """The number of the group of three letters that begins at each position."""
    one, two, three = (_AT[letters[at + more]] for more in range(3))
    return np.asarray((one * _BASE + two) * _BASE + three, "u2")
