"""Which request or job a line of the log is of: kept beside the work that goes on, read when a line is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_NOTHING: Mapping[str, str | int] = MappingProxyType({})
_marks: ContextVar[Mapping[str, str | int]] = ContextVar("correlation", default=_NOTHING)


@contextmanager
def correlated(**marks: str | int) -> Iterator[None]:
    """All that is logged inside bears these marks: ids and names of code, never anything of anybody."""
    before = _marks.set({**_marks.get(), **marks})
    try:
        yield
    finally:
        _marks.reset(before)


def marks() -> Mapping[str, str | int]:
    """Those of the work that goes on here; none outside any."""
    return _marks.get()
