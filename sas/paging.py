"""Lists page by page: which page is shown, and which is the last; long ones a chunk at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Row = TypeVar("Row")


def within(number: int, total: int, *, size: int) -> tuple[int, int]:
    """The page asked for, or the nearest that there is, and the last one; both count from one, `size` lines each."""
    last = max(1, -(-total // size))
    return min(max(number, 1), last), last


def chunked(rows: Iterable[Row], *, size: int) -> Iterator[tuple[Row, ...]]:
    """The same rows, `size` at a time: no more of them are held."""
    source = iter(rows)
    while chunk := tuple(islice(source, size)):
        yield chunk
