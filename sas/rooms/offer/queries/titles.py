"""The names that cards bear, in the memory of the process: what is proposed while one is typed (F-141, ADR 29).

A name that no card bears any more is proposed until the next load of the memory; whoever asks for it finds nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sas.rooms.directory.rules import Names
from sas.rooms.offer.queries.arrays import Ask

_LINES = r"""
select string_agg(line, '' order by line) from (
  select distinct '  ' || title_key || E' \t' || translate(title, E'\t\n', '  ') || E'\n' collate "C" as line
  from offer_offercard {where}) named
"""
_NONE = Names(b"")


@dataclass(frozen=True, slots=True)
class Titles:
    """Those of the load, and the few that came since."""

    loaded: Names = _NONE
    since: Names = _NONE

    @property
    def nbytes(self) -> int:
        """Memory of both."""
        return self.loaded.nbytes + self.since.nbytes

    def holding(self, key: str, *, limit: int) -> tuple[str, ...]:
        """Those that hold the text, where a word begins with it first, then by name."""
        found = (*self.since.holding(key, limit=limit), *self.loaded.holding(key, limit=limit))
        return tuple(dict.fromkeys(found))[:limit]

    def like(self, key: str, *, limit: int) -> tuple[str, ...]:
        """Those that are nearly the text, the likest first."""
        found = (*self.since.like(key, limit=limit), *self.loaded.like(key, limit=limit))
        return tuple(dict.fromkeys(found))[:limit]


def read_titles(ask: Ask) -> Titles:
    """Those of all cards."""
    return Titles(Names(_lines(ask, None)))


def with_titles(before: Titles, ask: Ask, *, places: Collection[int]) -> Titles:
    """With those of these places: most often none is new, since an orientation changes no name."""
    lines = _lines(ask, places).decode().splitlines()
    new = [one for one in lines if not before.loaded.has(one) and not before.since.has(one)]
    if not new:
        return before
    merged = sorted(one.encode() + b"\n" for one in (*before.since.lines, *new))
    return Titles(before.loaded, Names(b"".join(merged)))


def _lines(ask: Ask, places: Collection[int] | None) -> bytes:
    where = "" if places is None else "where place_id = any(%(places)s)"
    (cell,) = ask(_LINES.format(where=where), {"places": list(places or ())})
    return cell or b""
