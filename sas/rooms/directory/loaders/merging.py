"""From the temporary tables into the directory, a batch per transaction; the same file read again changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from sas import changes
from sas.rooms.directory.enums import ImportSource

# Whoever orients a patient waits while a batch re-projects its places: a second, not ten.
BATCH_LINES = 2_000

_NEXT_BATCH = """
select coalesce(
    (select batch_key from incoming_place where batch_key > %(after)s order by batch_key offset %(lines)s limit 1),
    (select max(batch_key) from incoming_place where batch_key > %(after)s))
"""

_PROFESSIONALS = """
insert into directory_professional (national_id, family_name, given_name, title, profession_code, name_key)
select distinct on (national_id) national_id, family_name, given_name, title, profession_code, person_key
from incoming_place
where batch_key > %(after)s and batch_key <= %(upto)s and national_id is not null
order by national_id, line
on conflict (national_id) do update set
    family_name = excluded.family_name, given_name = excluded.given_name, title = excluded.title,
    profession_code = excluded.profession_code, name_key = excluded.name_key
where (directory_professional.family_name, directory_professional.given_name, directory_professional.title,
       directory_professional.profession_code, directory_professional.name_key)
   is distinct from
      (excluded.family_name, excluded.given_name, excluded.title, excluded.profession_code, excluded.name_key)
"""

# A profession stands for itself only where none of its specialties is told. Lines of one place may tell several modes
# of exercise: liberal wins, then salaried. A mode that is not known leaves the fingerprint as it was.
_PLACES = """
with lines as (
    select * from incoming_place
    where batch_key > %(after)s and batch_key <= %(upto)s and source_key is not null
), told as (
    select source_key, profession, specialty from lines
    union all
    select lines.source_key, lines.profession, incoming_know_how.specialty
    from lines join incoming_know_how using (national_id, profession_code)
), by_profession as (
    select source_key, profession, array_agg(distinct specialty) filter (where specialty is not null) as specialties
    from told group by source_key, profession
), active as (
    select source_key, array_agg(distinct activity order by activity) as activities
    from by_profession, unnest(coalesce(specialties, array[profession])) as activity
    group by source_key
), exercised as (
    select source_key, case when bool_or(exercise_mode = 'L') then 'L' else max(exercise_mode) end as mode
    from lines group by source_key
), first as (
    select distinct on (source_key) * from lines order by source_key, line
), whole as (
    select first.*, active.activities, exercised.mode, professional.id as professional_id, structure.id as structure_id,
        coalesce(first.lat, first.found_lat, commune.lat) as final_lat,
        coalesce(first.lon, first.found_lon, commune.lon) as final_lon,
        case when first.lat is not null then 'address'
             when first.found_lat is not null then first.found_precision
             when commune.lat is not null then 'commune' else 'none' end as final_precision,
        coalesce(commune.time_zone, 'Europe/Paris') as time_zone,
        md5(concat_ws(chr(31), first.name, first.site_name, first.site_finess, first.site_siret, first.rpps_rang,
            first.address, first.postal_code, first.commune_code, first.phones::text, first.lat, first.lon,
            active.activities::text, professional.id, structure.id, exercised.mode)) as fingerprint
    from first join active using (source_key) join exercised using (source_key)
    left join directory_commune commune on commune.code = first.commune_code
    left join directory_professional professional on professional.national_id = first.national_id
    left join directory_structure structure on structure.source_key = first.structure_key
)
insert into directory_place as kept (
    professional_id, structure_id, activities, name, name_key, site_name, site_finess, site_siret, rpps_rang, address,
    postal_code, commune_id, departement_id, lat, lon, geo_precision, phones, time_zone, exercise_mode,
    convention_sector, ms_sante, opening_hours, source, source_key, fingerprint, updated_at)
select professional_id, structure_id, activities, name, name_key, site_name, site_finess, site_siret, rpps_rang,
    address, postal_code, commune_code, departement, final_lat, final_lon, final_precision, phones, time_zone,
    coalesce(mode, ''), 'unknown', '{{}}', '{{}}', %(source)s, source_key, fingerprint, %(now)s
from whole where professional_id is not null or structure_id is not null
order by source_key
on conflict (source_key) do update set
    professional_id = excluded.professional_id, structure_id = excluded.structure_id,
    activities = excluded.activities, name = excluded.name, name_key = excluded.name_key,
    site_name = excluded.site_name, site_finess = excluded.site_finess, site_siret = excluded.site_siret,
    rpps_rang = excluded.rpps_rang, address = excluded.address, postal_code = excluded.postal_code,
    commune_id = excluded.commune_id, departement_id = excluded.departement_id, phones = excluded.phones,
    time_zone = excluded.time_zone, exercise_mode = excluded.exercise_mode, source = excluded.source,
    fingerprint = excluded.fingerprint,
    lat = case when {keeps_point} then kept.lat else excluded.lat end,
    lon = case when {keeps_point} then kept.lon else excluded.lon end,
    geo_precision = case when {keeps_point} then kept.geo_precision else excluded.geo_precision end,
    closed_at = null, updated_at = excluded.updated_at
where {may_take}
  and (kept.fingerprint <> excluded.fingerprint or kept.closed_at is not null
    or excluded.geo_precision in ('address', 'street')
       and (kept.lat, kept.lon) is distinct from (excluded.lat, excluded.lon))
returning id, (xmax = 0) as is_new
"""

# A commune's centre never replaces a better point of the same address.
_KEEPS_POINT = """excluded.geo_precision in ('commune', 'none') and kept.geo_precision in ('address', 'street')
        and (kept.address, kept.postal_code, kept.commune_id)
            is not distinct from (excluded.address, excluded.postal_code, excluded.commune_id)"""
# What a national file told is not overwritten by an operator's own set of files.
_MAY_TAKE = "(kept.source = %(source)s or %(source)s <> 'structures')"

_STRUCTURES = """
with whole as (
    select distinct on (incoming.source_key) incoming.*,
        coalesce(incoming.lat, commune.lat) as final_lat, coalesce(incoming.lon, commune.lon) as final_lon,
        md5(concat_ws(chr(31), kind, incoming.name, finess, siret, address, postal_code, commune_code, phones::text,
            incoming.lat, incoming.lon)) as fingerprint
    from incoming_structure incoming
    left join directory_commune commune on commune.code = incoming.commune_code
    order by incoming.source_key, line
)
insert into directory_structure as kept (kind, name, name_key, finess, siret, address, postal_code, commune_id,
    lat, lon, phones, zone_communes, source, source_key, fingerprint)
select kind, name, name_key, finess, siret, address, postal_code, commune_code, final_lat, final_lon, phones, '{{}}',
    %(source)s, source_key, fingerprint
from whole order by source_key
on conflict (source_key) do update set
    kind = excluded.kind, name = excluded.name, name_key = excluded.name_key, finess = excluded.finess,
    siret = excluded.siret, address = excluded.address, postal_code = excluded.postal_code,
    commune_id = excluded.commune_id, lat = excluded.lat, lon = excluded.lon, phones = excluded.phones,
    source = excluded.source, fingerprint = excluded.fingerprint, closed_at = null
where {may_take} and (kept.fingerprint <> excluded.fingerprint or kept.closed_at is not null)
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a batch changed."""

    inserted: tuple[int, ...]
    updated: tuple[int, ...]


def next_batch(after: str) -> str | None:
    """The last key of the batch that follows `after`; lines of one professional or structure are never parted."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_BATCH, {"after": after, "lines": BATCH_LINES})
        row = cursor.fetchone()
    return None if row[0] is None else str(row[0])


def merge_structures(*, source: ImportSource) -> None:
    """Insert or refresh all structures read, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_STRUCTURES.format(may_take=_MAY_TAKE), {"source": source.value})


def merge_places(*, source: ImportSource, after: str, upto: str, now: datetime) -> Merged:
    """Insert or refresh the professionals and places of one batch, in the caller's transaction, and announce them."""
    bounds: dict[str, Any] = {"after": after, "upto": upto, "source": source.value, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_PROFESSIONALS, bounds)
        cursor.execute(_PLACES.format(keeps_point=_KEEPS_POINT, may_take=_MAY_TAKE), bounds)
        rows = cursor.fetchall()
    merged = Merged(
        inserted=tuple(place_id for place_id, is_new in rows if is_new),
        updated=tuple(place_id for place_id, is_new in rows if not is_new),
    )
    announce((*merged.inserted, *merged.updated), now=now)
    return merged


def announce(place_ids: tuple[int, ...], *, now: datetime) -> None:
    """Tell that places changed, as many at a time as a batch has lines."""
    for start in range(0, len(place_ids), BATCH_LINES):
        changes.place_changed(place_ids[start : start + BATCH_LINES], now=now)
