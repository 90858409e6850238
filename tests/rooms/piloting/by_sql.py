"""The figures of dashboards, counted again from the rows in plain SQL that shares nothing with the product.

Each function returns numbers by (kind of scope, id of scope, day). Instants on the wall are found by their definition,
quarter by quarter: the first one at which the clocks of the zone have reached the hour.
"""

from datetime import date
from typing import Any

from django.db import connection

Key = tuple[str, int, date]

_SEEN = """
seen as (
    select p.id as place, 'country' as kind, 0::bigint as scope from directory_place p
    union all
    select p.id, 'territory', t.territory_id
    from directory_place p join directory_territory_departements t on t.departement_id = p.departement_id
    union all
    select p.id, 'structure', p.structure_id from directory_place p
    where p.professional_id is null and p.structure_id is not null
)"""

_ORIENTATIONS = f"""
with {_SEEN}
select s.kind, s.scope, o.day, o.kind, o.state,
       width_bucket(extract(epoch from o.start - o.created_at), array[7200, 21600, 86400, 172800]),
       o.distance_band, count(*)
from orientation_orientation o join seen s on s.place = o.place_id
where o.day between %(first)s and %(last)s
group by 1, 2, 3, 4, 5, 6, 7
"""

# What settings said when a day ended in Paris: before the first change made since, else as they are.
_SETTLED = """
days as (select day::date, ((day + interval '1 day') at time zone 'Europe/Paris') as ends
         from generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 day') day),
settled as (
    select d.day, d.ends, s.professional_id,
           coalesce((select c.before from participation_participationchange c
                     where c.professional_id = s.professional_id and c.at > d.ends order by c.at, c.id limit 1),
                    jsonb_build_object('via', s.via, 'structure', s.structure_id,
                                       'editor_slots_refused', s.editor_slots_refused)) as said
    from participation_professionalsettings s cross join days d
),
taking as (
    select distinct s.day, s.ends, s.professional_id, s.said, (s.said->>'via')::int as via
    from settled s
    join directory_place p on p.professional_id = s.professional_id and (p.closed_at is null or p.closed_at > s.ends)
    where coalesce((s.said->>'via')::int, 0) <> 0
),
of_scope as (
    select t.*, 'country' as kind, 0::bigint as scope from taking t
    union all
    select distinct t.*, 'territory', td.territory_id
    from taking t join directory_place p on p.professional_id = t.professional_id
    join directory_territory_departements td on td.departement_id = p.departement_id
    where p.closed_at is null or p.closed_at > t.ends
    union all
    select t.*, 'structure', (t.said->>'structure')::bigint from taking t where t.said->>'structure' is not null
)"""

_BY_WAY = f"with {_SETTLED} select kind, scope, day, via, count(*) from of_scope group by 1, 2, 3, 4"

_BY_SPECIALTY = f"""
with {_SETTLED},
owned as (
    select distinct o.kind, o.scope, o.day, o.professional_id, a.id as activity, a.kind as what
    from of_scope o join directory_place p on p.professional_id = o.professional_id
    join directory_activity a on a.id = any(p.activities)
    where p.closed_at is null or p.closed_at > o.ends
)
select kind, scope, day, activity, count(*) from owned o
where what = 'specialty' or what = 'profession' and not exists (
    select 1 from owned b where b.professional_id = o.professional_id and b.day = o.day and b.what = 'specialty')
group by 1, 2, 3, 4
"""

# `as_of`: on which of the asked days' ends an agenda must be open; `days` are those whose occurrences are wanted.
_SHOWN = """
open_then as (
    select d.day, p.id as place, p.professional_id
    from days d cross join directory_place p
    left join directory_structure h on h.id = p.structure_id
    left join settled s on s.professional_id = p.professional_id and s.day = d.day
    where (p.closed_at is null or p.closed_at > d.ends) and p.lat is not null
      and case when p.professional_id is null then h.kind in ('cds', 'msp', 'sos')
               else s.said <> '{}' and (s.said->>'via')::int <> 4 and (s.said->>'editor_slots_refused')::bool
                    and not exists (select 1 from directory_structure c
                                    where c.kind = 'cds' and c.finess = p.site_finess and c.finess <> '')
          end
),
falling as (
    select s.id, s.place_id, s.zone, coalesce(s.patients, 1) as patients, f.day::date as day,
           f.day + s.start as starts, f.day + s."end" as ends
    from availability_agendaslot s
    cross join generate_series(%(since)s::timestamp, %(last)s::timestamp, '1 day') f(day)
    where f.day::date >= s.first_day and (s.last_day is null or f.day::date <= s.last_day)
      and (f.day::date - s.first_day) %% 7 = 0 and not f.day::date = any(s.cancelled)
),
lasting as (
    select f.*, tstzrange(
        (select min(m) from generate_series(f.starts at time zone 'UTC' - interval '14 hours',
                                            f.starts at time zone 'UTC' + interval '14 hours', '15 minutes') m
         where m at time zone f.zone >= f.starts),
        (select min(m) from generate_series(f.ends at time zone 'UTC' - interval '14 hours',
                                            f.ends at time zone 'UTC' + interval '14 hours', '15 minutes') m
         where m at time zone f.zone >= f.ends)) as span
    from falling f
),
hole as (
    select u.place_id, tstzrange(greatest(u.first_day::timestamp at time zone u.zone, u.saved_at),
                                 (u.last_day + 1)::timestamp at time zone u.zone) as span
    from availability_unavailabilityperiod u
    union all
    select place_id, tstzrange(since, until) from availability_pastunavailability
    union all
    select place_id, tstzrange(unavailable_since, null) from availability_agenda where unavailable_since is not null
),
left_of as (
    select l.*, tstzmultirange(l.span) - coalesce(
        (select range_agg(h.span) from hole h where h.place_id = l.place_id), '{}'::tstzmultirange) as shown
    from lasting l where not isempty(l.span)
)"""

_AGENDAS = f"""
with {_SEEN}, {_SETTLED}, {_SHOWN}
select s.kind, s.scope, l.day,
       sum((select coalesce(sum(extract(epoch from upper(r) - lower(r)) / 60), 0) from unnest(l.shown) r))::int,
       sum(case when isempty(l.shown) then 0 else l.patients end)::int
from left_of l join open_then o on o.place = l.place_id and o.day = l.day join seen s on s.place = l.place_id
group by 1, 2, 3
"""

_TWO_HOURS = f"""
with {_SETTLED}, {_SHOWN},
kept as (
    select o.day, o.professional_id, range_agg(r) as shown
    from open_then o join left_of l on l.place_id = o.place and l.day between o.day - 6 and o.day
    cross join unnest(l.shown) r
    where extract(isodow from o.day) = 7 and o.professional_id is not null
    group by 1, 2
),
long as (
    select day, professional_id from kept
    where (select sum(upper(r) - lower(r)) from unnest(shown) r) >= interval '2 hours'
)
select o.kind, o.scope, o.day, count(*),
       count(*) filter (where o.via <> 4 and (o.said->>'editor_slots_refused')::bool),
       count(*) filter (where exists (select 1 from long l
                                      where l.day = o.day and l.professional_id = o.professional_id))
from of_scope o where extract(isodow from o.day) = 7
group by 1, 2, 3
"""


def orientations(first: date, last: date) -> dict[Key, dict[str, dict[Any, int]]]:
    """By kind, state, band of delay (its number) and band of distance."""
    found: dict[Key, dict[str, dict[Any, int]]] = {}
    for scope, scope_id, day, kind, state, delay, distance, number in _rows(_ORIENTATIONS, first=first, last=last):
        counts = found.setdefault((scope, scope_id, day), {"kind": {}, "state": {}, "delay": {}, "distance": {}})
        for name, value in {"kind": kind, "state": state, "delay": delay, "distance": distance}.items():
            counts[name][value] = counts[name].get(value, 0) + number
    return found


def participants(first: date, last: date) -> tuple[dict[Key, dict[int, int]], dict[Key, dict[int, int]]]:
    """By way, and by activity."""
    found: tuple[dict[Key, dict[int, int]], dict[Key, dict[int, int]]] = ({}, {})
    for told, statement in zip(found, (_BY_WAY, _BY_SPECIALTY), strict=True):
        for scope, scope_id, day, one, number in _rows(statement, first=first, last=last):
            told.setdefault((scope, scope_id, day), {})[one] = number
    return found


def agendas(first: date, last: date) -> dict[Key, tuple[int, int]]:
    """Minutes and patients."""
    rows = _rows(_AGENDAS, first=first, last=last, since=first)
    return {(scope, scope_id, day): (minutes, places) for scope, scope_id, day, minutes, places in rows}


def two_hours(first: date, last: date) -> dict[Key, tuple[int, int, int]]:
    """By Sunday: who takes part, whose agenda is here, who showed two hours."""
    rows = _rows(_TWO_HOURS, first=first, last=last, since=date.fromordinal(first.toordinal() - 6))
    return {(scope, scope_id, day): tuple(numbers) for scope, scope_id, day, *numbers in rows}  # type: ignore[misc]


def _rows(statement: str, **parameters: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
