"""Places and structures that the national file no longer tells are closed, never deleted: what was done there stays."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from sas.rooms.directory.enums import ImportSource
from sas.rooms.directory.loaders.merging import announce

# A file that would close more than this share of its source is a partial one, or a mistake.
LARGEST_SHARE = 0.2
FEWEST_TO_DOUBT = 100

# A professional or structure with a refused line keeps all places: the file has not told that any is gone.
_GONE = """
from directory_place place left join directory_professional professional on professional.id = place.professional_id
where place.source = %(source)s and place.closed_at is null
  and split_part(place.source_key, ':', 1) = any(%(prefixes)s)
  and not exists (select from incoming_place incoming where incoming.source_key = place.source_key)
  and not exists (select from incoming_reject refused
      where refused.subject in (professional.national_id, nullif(place.site_finess, ''), nullif(place.site_siret, '')))
"""
_OPEN = """
select count(*) from directory_place
where source = %(source)s and closed_at is null and split_part(source_key, ':', 1) = any(%(prefixes)s)
"""
_CLOSE = f"update directory_place set closed_at = %(now)s where id in (select place.id {_GONE}) returning id"
_CLOSE_STRUCTURES = """
update directory_structure structure set closed_at = %(now)s
where source = %(source)s and closed_at is null
  and not exists (select from incoming_structure incoming where incoming.source_key = structure.source_key)
  and not exists (select from incoming_reject refused
      where refused.subject in (nullif(structure.finess, ''), nullif(structure.siret, '')))
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file tells in full: places whose `source_key` starts with one of the prefixes, and structures or not."""

    prefixes: tuple[str, ...]
    structures: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """Whether closing was carried out, and how many places it concerns."""

    done: bool
    places: int


def close_unseen(*, source: ImportSource, scope: Scope, accept_many: bool, now: datetime) -> Closing:
    """Close what the file, now read in full, no longer tells; in the caller's transaction.

    Unless `accept_many`, nothing is closed when more than a fifth of the open places in scope would be.
    """
    bounds: dict[str, Any] = {"source": source.value, "prefixes": list(scope.prefixes), "now": now}
    gone, still_open = _count(f"select count(*) {_GONE}", bounds), _count(_OPEN, bounds)
    if not accept_many and gone > FEWEST_TO_DOUBT and gone > still_open * LARGEST_SHARE:
        return Closing(done=False, places=gone)
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, bounds)
        closed = tuple(place_id for (place_id,) in cursor.fetchall())
        if scope.structures:
            cursor.execute(_CLOSE_STRUCTURES, bounds)
    announce(closed, now=now)
    return Closing(done=True, places=len(closed))


def _count(sql: str, bounds: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, bounds)
        return int(cursor.fetchone()[0])
