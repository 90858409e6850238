"""What `make bench-piloting` measures on: facts of the whole country by day, and one national day to count.

All of it is drawn by SQL: a territory for each département, 2,000 structures, 60,000 doctors with a place, settings and
three weekly slots, 10,000 orientations on one day; and facts as the night's job would have written them, a third of
which have a second version. Of searches: `piloting_searches`.
"""

from datetime import date, datetime

from django.db import connections

from benchmarks import piloting_searches as searches

STRUCTURES, DOCTORS, SLOTS, A_DAY = 2_000, 60_000, 3, 10_000
A_DEPARTEMENT = 182
"""Most orientations of a day in a département: half of it on average, ten million in three years."""

_SCENE = (
    "insert into directory_territory (name) select 'Banc ' || code from directory_departement order by code",
    """
    insert into directory_territory_departements (territory_id, departement_id)
    select t.id, d.code from directory_territory t join directory_departement d on t.name = 'Banc ' || d.code
    """,
    """
    insert into directory_structure (kind, name, name_key, finess, siret, address, postal_code, phones, zone_communes,
                                     source, source_key, fingerprint)
    select (array['cds', 'msp', 'sos', 'cpts'])[1 + n %% 4], 'Structure ' || n, 'structure ' || n, '', '', '', '',
           '{}', '{}', 'structures', 'banc-' || n, '' from generate_series(1, %(structures)s) n
    """,
    """
    insert into directory_professional (national_id, family_name, given_name, title, profession_code, name_key)
    select '896' || lpad(n::text, 9, '0'), 'BANC', n::text, '', '10', 'banc ' || n
    from generate_series(1, %(doctors)s) n
    """,
    """
    with town as (select row_number() over (order by code) - 1 as at, c.*
                  from directory_commune c where lat is not null)
    insert into directory_place (professional_id, activities, name, name_key, site_name, site_finess, site_siret,
                                 rpps_rang, address, postal_code, commune_id, departement_id, lat, lon, geo_precision,
                                 phones, time_zone, convention_sector, ms_sante, opening_hours, source, source_key,
                                 fingerprint, updated_at)
    select p.id, array[(select id from directory_activity where code = 'SM54')], 'Dr ' || p.id, 'dr ' || p.id, '', '',
           '', '', '', '', t.code, t.departement_id, t.lat, t.lon, 'commune', '{}', t.time_zone, 'unknown', '{}',
           '{}', 'rpps', 'banc-' || p.id, '', %(now)s
    from directory_professional p join town t on t.at = p.id * 37 %% (
        select count(*) from directory_commune where lat is not null) where p.national_id like '896%%'
    """,
    """
    insert into participation_professionalsettings (professional_id, via, structure_id, cpts_places, has_software,
                                                    hours_pledged, editor_slots_refused, reorientation_package,
                                                    updated_at)
    select p.id, case when p.id %% 3 = 0 then 2 else 1 end,
           case when p.id %% 3 = 0 then (select min(id) from directory_structure) + p.id %% %(structures)s end, '{}',
           false, true, p.id %% 4 > 0, false, %(now)s from directory_professional p where p.national_id like '896%%'
    """,
    """
    insert into availability_agenda (place_id, additional_info, updated_at)
    select id, '', %(now)s from directory_place where source_key like 'banc-%%'
    """,
    """
    insert into availability_agendaslot (place_id, first_day, weekly, start, "end", zone, patients, modalities,
                                         cancelled, created_at)
    select p.id, date '2020-01-06' + (n * 2 + p.id %% 2)::int, true, time '08:00' + (p.id %% 8) * interval '1 hour',
           time '10:00' + (p.id %% 8) * interval '1 hour', p.time_zone, 6, 1, '{}', %(now)s
    from directory_place p cross join generate_series(0, %(slots)s - 1) n where p.source_key like 'banc-%%'
    """,
    """
    with place as (select row_number() over (order by id) as at, p.id, p.time_zone
                   from directory_place p where source_key like 'banc-%%')
    insert into orientation_orientation (kind, state, place_id, day, start, "end", time_zone, modalities, taken,
                                         author_id, author_territories, created_at)
    select case when n %% 5 = 0 then 4 else 2 end, (array['oriented', 'fulfilled', 'noshow', 'cancelled'])[1 + n %% 4],
           p.id, %(day)s, %(day)s + time '12:00', %(day)s + time '12:00', p.time_zone, 0, 1, %(author)s, '{}',
           %(day)s + time '12:00' - (n %% 4000) * interval '1 minute'
    from generate_series(1, %(a_day)s) n join place p on p.at = 1 + n * 53 %% %(doctors)s
    """,
)

_DAYS = "generate_series(%(first)s::date, %(last)s::date, '1 day') one cross join lateral (select one::date as day) d"
_NUMBERS = """
array[n - n / 10 - 2 * (n / 5), n / 5, n / 10, n / 5],
array[n - n / 2 - 2 * (n / 20) - n / 10, n / 20, n / 20, n / 2, n / 10],
array[n - 4 * (n / 5), n / 5, n / 5, n / 5, n / 5],
array[n - 5 * (n / 6), n / 6, n / 6, n / 6, n / 6, n / 6]
"""
_FACTS = (
    f"""
    insert into piloting_orientationfact (area, day, version, at, kinds, states, delays, distances)
    select 'd' || code, day, 1, %(now)s, {_NUMBERS}
    from {_DAYS} cross join directory_departement
    cross join lateral (select (random() * %(a_departement)s + (code = '')::int)::int as n) drawn
    """,
    f"""
    insert into piloting_orientationfact (area, day, version, at, kinds, states, delays, distances)
    select 's' || s.id, day, 1, %(now)s, {_NUMBERS}
    from {_DAYS} cross join directory_structure s
    cross join lateral (select (random() * 8)::int + s.id * 0 as n) drawn
    where (s.id + (day - date '2020-01-01')) %% 7 = 0
    """,
    """
    insert into piloting_orientationfact (area, day, version, at, kinds, states, delays, distances)
    select area, day, 2, %(now)s, array[0, 0, 0, 0], array[-1, 0, 0, 0, 1], array[0, 0, 0, 0, 0],
           array[0, 0, 0, 0, 0, 0]
    from piloting_orientationfact where random() < 0.33
    """,
    """
    insert into piloting_orientationfact (area, day, version, at, kinds, states, delays, distances)
    select 'c', day, version, %(now)s,
           array[sum(kinds[1]), sum(kinds[2]), sum(kinds[3]), sum(kinds[4])],
           array[sum(states[1]), sum(states[2]), sum(states[3]), sum(states[4]), sum(states[5])],
           array[sum(delays[1]), sum(delays[2]), sum(delays[3]), sum(delays[4]), sum(delays[5])],
           array[sum(distances[1]), sum(distances[2]), sum(distances[3]), sum(distances[4]), sum(distances[5]),
                 sum(distances[6])]
    from piloting_orientationfact where area like 'd%%' group by day, version
    """,
    f"""
    insert into piloting_availabilityfact (area, day, source, version, at, minutes, places)
    select area, day, source, 1, %(now)s, (random() * 9000)::int, (random() * 500)::int
    from {_DAYS} cross join (values ('agenda'), ('editor')) told(source) cross join (
        select 'c' as area union all select 'd' || code from directory_departement union all
        select 's' || id from directory_structure where id %% 3 = 0) areas
    """,
    f"""
    insert into piloting_participationfact (area, day, version, at, ways, specialties)
    select area, day, 1, %(now)s, array[300, 100, 50, 20], (
        select jsonb_object_agg(id::text, 5) from directory_activity where kind = 'specialty' and id %% 3 = 0)
    from {_DAYS} cross join (select 'c' as area union all select 't' || id from directory_territory union all
                             select 's' || id from directory_structure) areas
    """,
    f"""
    insert into piloting_twohoursfact (area, day, version, at, participants, with_agenda, met)
    select area, day, 1, %(now)s, 470, 300, (random() * 300)::int
    from {_DAYS} cross join (select 'c' as area union all select 't' || id from directory_territory union all
                             select 's' || id from directory_structure) areas where extract(isodow from day) = 7
    """,
    f"""
    insert into piloting_countedday (day, looks, counted_at, editors_at)
    select day, 3, %(now)s, %(now)s from {_DAYS} on conflict do nothing
    """,
)

_TABLES = (
    "piloting_orientationfact",
    "piloting_availabilityfact",
    "piloting_participationfact",
    "piloting_twohoursfact",
    "usage_searchtotal",
    "usage_unansweredmonth",
    "usage_searchday",
    "usage_usageevent",
)


def build(*, first: date, last: date, day: date, now: datetime, lengths: tuple[int, ...]) -> None:
    """Fill an empty database: the people, the orientations of `day`, the facts of the days from `first` to `last`.

    `lengths`: of the periods that will be read.
    """
    from sas.rooms.directory.models import Territory

    if Territory.objects.filter(name="Banc 35").exists():
        return
    told = {"first": first, "last": last, "day": day, "now": now, "author": _author(now)}
    sizes = {"structures": STRUCTURES, "doctors": DOCTORS, "slots": SLOTS, "a_day": A_DAY}
    with connections["owner"].cursor() as cursor:
        for statement in (*_SCENE, *_FACTS):
            cursor.execute(statement, told | sizes | {"a_departement": A_DEPARTEMENT})
        searches.build(first=first, last=last, day=day, now=now, lengths=lengths)
        cursor.execute("vacuum analyze")


def sizes() -> str:
    """Rows of facts, and what they weigh."""
    told = []
    with connections["owner"].cursor() as cursor:
        for name in _TABLES:
            cursor.execute(f"select count(*), pg_total_relation_size('{name}') from {name}")
            rows, weight = cursor.fetchone()
            told.append(f"{name:28} {rows:10,} rows {weight / 1e6:8.0f} MB")
    return "\n".join(told)


def _author(now: datetime) -> int:
    from sas.actor import Role
    from sas.rooms.accounts.models import User

    known = {"roles": [Role.REGULATEUR_OSNP.value], "password": "!", "created_at": now}
    return User.objects.get_or_create(email="banc-regulateur@sas.example", defaults=known)[0].id
