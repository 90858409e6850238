"""What the CSV set says of places and structures that are already there: zones, members, hours, sectors, secure mails.

A place or CPTS named in a file gets exactly what the file says; those that it does not name keep what they have.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from sas.rooms.directory.loaders.merging import announce
from sas.rooms.directory.loaders.rows import Reject
from sas.rooms.directory.loaders.staging import CHUNK, copy
from sas.rooms.directory.loaders.structures import HoursRow, MemberRow, MsSanteRow, SectorRow, ZoneRow

UNKNOWN_PLACE = "Lieu inconnu de l'annuaire"
UNKNOWN_CPTS = "CPTS inconnue de l'annuaire"
UNKNOWN_PROFESSIONAL = "Professionnel inconnu de l'annuaire"

Note = ZoneRow | MemberRow | HoursRow | SectorRow | MsSanteRow

_OPEN = """
drop table if exists incoming_note;
create temporary table incoming_note (
    file text not null, line bigint, finess text, national_id text, place text, value text, structure_id bigint,
    professional_id bigint, place_id bigint);
"""
_COPY = "copy incoming_note (file, line, finess, national_id, place, value) from stdin"

_RESOLVE = """
update incoming_note note set structure_id = structure.id
from directory_structure structure
where note.finess <> '' and structure.source_key = 'finess:' || note.finess and structure.kind = 'cpts';
update incoming_note note set professional_id = professional.id
from directory_professional professional
where note.national_id <> '' and professional.national_id = note.national_id;
update incoming_note note set place_id = place.id
from directory_place place
where note.place <> '' and place.source_key = case when note.national_id <> ''
        then 'rpps:' || note.national_id || ':' || note.place
        when position('/' in note.place) > 0 then 'sos:' || replace(note.place, '/', ':')
        else 'finess:' || note.place end;
"""
# Without place, the line is for all places of the professional.
_OF_PLACES = """
create temporary table noted on commit drop as
select note.file, note.line, note.value, coalesce(note.place_id, place.id) as place_id
from incoming_note note
left join directory_place place on note.place = '' and place.professional_id = note.professional_id
where note.file in ('hours', 'sector', 'mail') and coalesce(note.place_id, place.id) is not null
"""
_UNRESOLVED = """
select line, case
    when file in ('zone', 'member') and structure_id is null then %(cpts)s
    when file = 'member' then %(professional)s
    else %(place)s end, coalesce(nullif(finess, ''), nullif(national_id, ''), place)
from incoming_note
where case file when 'zone' then structure_id is null
    when 'member' then structure_id is null or professional_id is null
    else case when place <> '' then place_id is null else professional_id is null end end
order by file, line
"""
_ZONES = """
update directory_structure structure set zone_communes = told.communes
from (select structure_id, array_agg(distinct value order by value) as communes from incoming_note
      where file = 'zone' and structure_id is not null group by structure_id) told
where structure.id = told.structure_id and structure.zone_communes::text[] <> told.communes
"""
_MEMBERS = """
insert into directory_cptsmembership as kept (cpts_id, professional_id, since)
select structure_id, professional_id, min(nullif(value, ''))::date from incoming_note
where file = 'member' and structure_id is not null and professional_id is not null group by 1, 2
on conflict (cpts_id, professional_id) do update set since = excluded.since
where kept.since is distinct from excluded.since
"""
_MEMBERS_GONE = """
delete from directory_cptsmembership membership
where cpts_id in (select structure_id from incoming_note where file = 'member')
  and not exists (select from incoming_note note where note.file = 'member'
      and note.structure_id = membership.cpts_id and note.professional_id = membership.professional_id)
"""
_PLACES = (
    """
update directory_place place set convention_sector = told.value, updated_at = %(now)s
from (select distinct on (place_id) place_id, value from noted where file = 'sector' order by place_id, line desc) told
where place.id = told.place_id and place.convention_sector <> told.value returning place.id
""",
    """
update directory_place place set ms_sante = told.mails, updated_at = %(now)s
from (select place_id, array_agg(distinct value order by value) as mails from noted where file = 'mail' group by 1) told
where place.id = told.place_id and place.ms_sante::text[] <> told.mails returning place.id
""",
    """
update directory_place place set opening_hours = told.week, updated_at = %(now)s
from (select place_id, jsonb_object_agg(day, hours) as week from (
          select place_id, split_part(value, ' ', 1) as day,
              jsonb_agg(distinct jsonb_build_array(split_part(value, ' ', 2), split_part(value, ' ', 3))) as hours
          from noted where file = 'hours' group by 1, 2) days group by 1) told
where place.id = told.place_id and place.opening_hours <> told.week returning place.id
""",
)


def open_table() -> None:
    """Make the empty table."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)


def stage(results: Iterator[Note | Reject]) -> int:
    """Append the notes of one file; returns how many lines it had."""
    count = 0
    rejects: list[Reject] = []
    with connection.cursor() as cursor, cursor.copy(_COPY) as copying:
        for result in results:
            count += 1
            if isinstance(result, Reject):
                rejects.append(result)
            else:
                copying.write_row(_staged(result))
    for start in range(0, len(rejects), CHUNK):
        copy("incoming_reject", rejects[start : start + CHUNK])
    return count


def _staged(note: Note) -> tuple[Any, ...]:
    match note:
        case ZoneRow():
            return ("zone", note.line, note.finess, "", "", note.commune_code)
        case MemberRow():
            since = note.since.isoformat() if note.since else ""
            return ("member", note.line, note.finess, note.national_id, "", since)
        case HoursRow():
            hours = f"{note.day} {note.start:%H:%M} {note.end:%H:%M}"
            return ("hours", note.line, "", note.national_id, note.place, hours)
        case SectorRow():
            return ("sector", note.line, "", note.national_id, note.place, note.sector.value)
        case MsSanteRow():
            return ("mail", note.line, "", note.national_id, note.place, note.mail)


def resolve() -> None:
    """Find what each note is about; the notes about nobody become rejects."""
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE)
        cursor.execute(
            _UNRESOLVED, {"cpts": UNKNOWN_CPTS, "professional": UNKNOWN_PROFESSIONAL, "place": UNKNOWN_PLACE}
        )
        unresolved = [Reject(line, reason, subject) for line, reason, subject in cursor.fetchall()]
    copy("incoming_reject", unresolved)


def merge(*, now: datetime) -> int:
    """Write what changed, in the caller's transaction, and announce the places; returns how many."""
    changed: set[int] = set()
    with connection.cursor() as cursor:
        for statement in (_ZONES, _MEMBERS, _MEMBERS_GONE, _OF_PLACES):
            cursor.execute(statement)
        for statement in _PLACES:
            cursor.execute(statement, {"now": now})
            changed.update(place_id for (place_id,) in cursor.fetchall())
    announce(tuple(sorted(changed)), now=now)
    return len(changed)
