"""What a run has read waits in temporary tables of its session, written by COPY, until it is merged in batches.

Nothing is changed in the directory before the whole file has been read: a damaged archive changes nothing. Memory
stays that of one chunk; the database's temporary files grow to about the size of the unpacked file.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection

from sas.rooms.directory.enums import ActivityKind
from sas.rooms.directory.loaders.reference import MERGED_SPECIALTIES
from sas.rooms.directory.loaders.rows import Reject
from sas.rooms.directory.models import Activity
from sas.rooms.directory.rules import search_key

CHUNK = 20_000

_PLACES = {
    "batch_key": 'text collate "C" not null',
    "line": "bigint not null",
    "source_key": "text",
    "national_id": "text",
    "family_name": "text",
    "given_name": "text",
    "title": "text",
    "profession_code": "text",
    "person_key": "text",
    "structure_key": "text",
    "specialty": "smallint",
    "profession": "smallint not null",
    "name": "text",
    "name_key": "text",
    "site_name": "text",
    "site_finess": "text",
    "site_siret": "text",
    "rpps_rang": "text",
    "address": "text",
    "postal_code": "text",
    "commune_code": "text",
    "departement": "text",
    "phones": "text[]",
    "lat": "float8",
    "lon": "float8",
    "exercise_mode": "text",
}
_STRUCTURES = {
    "line": "bigint not null",
    "source_key": "text not null",
    "kind": "text",
    "name": "text",
    "name_key": "text",
    "finess": "text",
    "siret": "text",
    "address": "text",
    "postal_code": "text",
    "commune_code": "text",
    "lat": "float8",
    "lon": "float8",
    "phones": "text[]",
}
_REJECTS = {"line": "bigint", "reason": "text", "excerpt": "text", "subject": 'text collate "C"'}
_KNOW_HOW = {"national_id": 'text collate "C"', "profession_code": "text", "specialty": "smallint"}
# Columns filled by the address service after the reading.
_FOUND = "add column found_lat float8, add column found_lon float8, add column found_precision text"
TABLES = {
    "incoming_place": _PLACES,
    "incoming_structure": _STRUCTURES,
    "incoming_reject": _REJECTS,
    "incoming_know_how": _KNOW_HOW,
}
_INDEXES = (
    "create index on incoming_place (batch_key)",
    "create index on incoming_place (source_key)",
    "create index on incoming_structure (source_key)",
    "create index on incoming_know_how (national_id)",
    "create index on incoming_reject (subject)",
)


def open_tables() -> None:
    """Make the empty tables; those of an earlier run of this session go."""
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            cursor.execute(f"drop table if exists {table}")
            cursor.execute(f"create temporary table {table} ({listed})")


def close_reading() -> None:
    """All lines are in: make them quick to find."""
    with connection.cursor() as cursor:
        cursor.execute(f"alter table incoming_place {_FOUND}")
        for index in _INDEXES:
            cursor.execute(index)
        for table in TABLES:
            cursor.execute(f"analyze {table}")


def drop_tables() -> None:
    """Give the space back."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"drop table if exists {table}")


def copy(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Append rows, values in the order of the table's columns."""
    columns = ", ".join(TABLES[table])
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copying:
        for row in rows:
            copying.write_row(row)


def stage(table: str, results: Iterable[tuple[Any, ...] | Reject]) -> Iterator[int]:
    """Append rows and rejects chunk by chunk; yields the number of results so far, after each chunk."""
    stream, count = iter(results), 0
    while chunk := list(islice(stream, CHUNK)):
        copy(table, (row for row in chunk if not isinstance(row, Reject)))
        copy("incoming_reject", (row for row in chunk if isinstance(row, Reject)))
        count += len(chunk)
        yield count


def count_lines(*, after: str = "", upto: str | None = None) -> int:
    """Staged lines of places, of all batches or of those after one key and up to another."""
    where = "batch_key > %(after)s and (%(upto)s::text is null or batch_key <= %(upto)s)"
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from incoming_place where {where}", {"after": after, "upto": upto})
        return int(cursor.fetchone()[0])


def array(values: Iterable[str]) -> str:
    """A PostgreSQL array of words that need no quotes (digits)."""
    return "{" + ",".join(values) + "}"


class ActivityIds:
    """Ids of activities by code. A code that the shipped nomenclatures lack comes in with the label of the file."""

    def __init__(self) -> None:
        """Read what is known."""
        self._ids = {(kind, code): known for known, kind, code in Activity.objects.values_list("id", "kind", "code")}

    def specialty(self, code: str, label: str, profession_code: str) -> int:
        """An ordinal specialty; the codes of general practice are one."""
        code = MERGED_SPECIALTIES.get(code, code)
        return self._id(ActivityKind.SPECIALTY, code, label.removesuffix("(SM)").strip(), profession_code)

    def profession(self, code: str, label: str) -> int:
        """A profession."""
        return self._id(ActivityKind.PROFESSION, code, label, "")

    def structure(self, kind: str) -> int:
        """A kind of structure, always shipped."""
        return self._ids[ActivityKind.STRUCTURE.value, kind]

    def _id(self, kind: ActivityKind, code: str, label: str, profession_code: str) -> int:
        known = self._ids.get((kind.value, code))
        if known is None:
            label = (label or code)[:160]
            made = Activity.objects.create(
                kind=kind.value, code=code, label=label, label_key=search_key(label), profession_code=profession_code
            )
            known = self._ids[kind.value, code] = made.id
        return known
