"""The rows of the read model: written where they differ, read back for comparison."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection

from sas.changes import Count
from sas.rooms.directory.rules import search_key
from sas.rooms.offer.projection import CardRow, OpeningItem, OpeningKey, OpeningRest, Projection, RankRow
from sas.statements import run

_RANK_COLUMNS = (
    "place_id, activity_id, band, lon, x, y, z, shuffle, participates, overbooking, reorientation, unread,"
    " convention, cpts_id, first_start, first_until, second_start, second_until,"
    " absent_from, absent_to"
)
_CARD_COLUMNS = (
    "place_id, professional_id, structure_id, title, subtitle, address, lat, lon, time_zone, phone, convention,"
    " participation, overbooking, additional_info, agenda_updated_at, activities,"
    " sign, reorientation, hours, cpts_id, listed_at, editor_id, editor, editor_known, title_key"
)
# Beyond this COPY is quicker: 13 ms instead of 87 for 500 cards.
_ONE_BY_ONE = 20
_OPENING_COLUMNS = (
    "place_id, start, slot_id, day, hours, until, capacity, taken, modalities, minutes, labels, url, bookable"
)
_REST = tuple(_OPENING_COLUMNS.split(", ")[3:])
_SHOW = f"""
insert into offer_offeropening ({_OPENING_COLUMNS}) values (%(place_id)s, %(start)s, %(slot_id)s, %(day)s, %(hours)s,
    %(until)s, %(capacity)s, %(taken)s, %(modalities)s, %(minutes)s, %(labels)s, %(url)s, %(bookable)s)
"""

_OPENING = "place_id = %(place_id)s and slot_id = %(slot_id)s and day = %(day)s"
_COUNT = f"""
update offer_offeropening set taken = %(taken)s where {_OPENING} and greatest(capacity, 1) > %(taken)s returning true
"""
_FILL = f"delete from offer_offeropening where {_OPENING} and greatest(capacity, 1) <= %(taken)s returning true"
_NEXT_TWO = """
with next as (
    select array_agg(start order by start, slot_id) as starts, array_agg(until order by start, slot_id) as untils
    from offer_offeropening where place_id = %(place_id)s and until > %(now)s
)
update offer_offerrank set
    first_start = starts[1], first_until = untils[1], second_start = starts[2], second_until = untils[2]
from next
where place_id = %(place_id)s and (first_start, first_until, second_start, second_until)
    is distinct from (starts[1], untils[1], starts[2], untils[2])
"""


def recount(count: Count, *, now: datetime) -> bool:
    """Write how many places of an opening are taken, or take it away once it is full; False if none is shown."""
    told = asdict(count)
    if run(_COUNT, told):
        return True
    if not run(_FILL, told):
        return False
    run(_NEXT_TWO, {"place_id": count.place_id, "now": now})
    return True


def show(openings: Sequence[OpeningItem], *, now: datetime) -> None:
    """Add openings that their places did not show."""
    for (place_id, start, slot_id), rest in openings:
        told = {"place_id": place_id, "start": start, "slot_id": slot_id, **dict(zip(_REST, rest, strict=True))}
        run(_SHOW, told)
        run(_NEXT_TWO, {"place_id": place_id, "now": now})


def write(place_ids: Sequence[int], truth: dict[int, Projection]) -> None:
    """Make the read model of these places equal to their projections, in the caller's transaction."""
    ranks = [row for projection in truth.values() for row in projection.ranks]
    cards = [projection.card for projection in truth.values() if projection.card]
    _write_ranks(place_ids, ranks)
    _write_cards(place_ids, cards)
    _write_openings(place_ids, dict(item for projection in truth.values() for item in projection.openings))


def _write_ranks(place_ids: Sequence[int], rows: list[RankRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from offer_offerrank where place_id = any(%s) and (place_id, activity_id) not in"
            " (select * from unnest(%s::bigint[], %s::smallint[]))",
            [list(place_ids), [row[0] for row in rows], [row[1] for row in rows]],
        )
    _upsert("offer_offerrank", _RANK_COLUMNS, rows, key="place_id, activity_id")


def _write_cards(place_ids: Sequence[int], rows: list[CardRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from offer_offercard where place_id = any(%s) and not place_id = any(%s)",
            [list(place_ids), [row[0] for row in rows]],
        )
    _upsert("offer_offercard", _CARD_COLUMNS, [(*row, search_key(str(row[3]))) for row in rows], key="place_id")


def _upsert(table: str, columns: str, rows: Sequence[tuple[Any, ...]], *, key: str) -> None:
    """Insert, or update where something differs: a row that did not change is not written again."""
    rest = [name.strip() for name in columns.split(",") if name.strip() not in key.split(", ")]
    assignments = ", ".join(f"{name} = excluded.{name}" for name in rest)
    old, new = (", ".join(f"{row}.{name}" for name in rest) for row in ("kept", "excluded"))
    insert = f"insert into {table} as kept ({columns})"
    on_conflict = f"on conflict ({key}) do update set {assignments} where ({old}) is distinct from ({new})"
    with connection.cursor() as cursor:
        if len(rows) <= _ONE_BY_ONE:
            marks = ", ".join(["%s"] * len(columns.split(",")))
            cursor.executemany(f"{insert} values ({marks}) {on_conflict}", rows)
            return
        cursor.execute(f"create temporary table incoming on commit drop as select {columns} from {table} limit 0")
        with cursor.copy(f"copy incoming ({columns}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"{insert} select {columns} from incoming {on_conflict}")
        cursor.execute("drop table incoming")


def _write_openings(place_ids: Sequence[int], fresh: dict[OpeningKey, OpeningRest]) -> None:
    kept = _kept_openings(place_ids)
    changed = {key: rest for key, rest in fresh.items() if kept.get(key) != rest}
    stale = [key for key in kept if key not in fresh or key in changed]
    with connection.cursor() as cursor:
        if stale:
            places, starts, slots = (list(column) for column in zip(*stale, strict=True))
            cursor.execute(
                "delete from offer_offeropening where (place_id, start, slot_id) in"
                " (select * from unnest(%s::bigint[], %s::timestamptz[], %s::bigint[]))",
                [places, starts, slots],
            )
        if changed:
            with cursor.copy(f"copy offer_offeropening ({_OPENING_COLUMNS}) from stdin") as copy:
                for key, rest in changed.items():
                    copy.write_row((*key, *rest))


def _kept_openings(place_ids: Sequence[int]) -> dict[OpeningKey, OpeningRest]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {_OPENING_COLUMNS} from offer_offeropening where place_id = any(%s)", [list(place_ids)])
        return {row[:3]: row[3:] for row in cursor.fetchall()}


def kept(place_ids: Sequence[int]) -> dict[int, Projection]:
    """What the read model holds of these places."""
    openings = sorted(_kept_openings(place_ids).items())
    with connection.cursor() as cursor:
        cursor.execute(f"select {_RANK_COLUMNS} from offer_offerrank where place_id = any(%s)", [list(place_ids)])
        ranks = cursor.fetchall()
        cursor.execute(
            f"select {_CARD_COLUMNS.removesuffix(', title_key')} from offer_offercard where place_id = any(%s)",
            [list(place_ids)],
        )
        cards = {row[0]: row for row in cursor.fetchall()}
    return {
        place_id: Projection(
            ranks=tuple(row for row in ranks if row[0] == place_id),
            card=cards.get(place_id),
            openings=tuple(item for item in openings if item[0][0] == place_id),
        )
        for place_id in place_ids
    }
