"""A hundred million searches in three years, as their counts: a twelfth of them unanswered; and the events of one day.

Sums of days and months are drawn for all of the period. The cells they come from are drawn only for the days that a
period may not read as whole months: those of the months at both ends of the periods measured.
"""

from datetime import date, datetime, timedelta

from django.db import connections

A_DAY = 91_000
"""Searches of the country, on average: a hundred million in three years."""
UNANSWERED_CELLS = 7_000
"""Of a day: commune, activity, mode and hour, nearly one for each unanswered search."""

_DAYS = "generate_series(%(first)s::date, %(last)s::date, '1 day') one cross join lateral (select one::date as day) d"
_FACTS = (
    f"insert into usage_countedday (day, version, at) select day, 1, %(now)s from {_DAYS}",
    f"""
    insert into usage_searchtotal (day, departement, searches, with_result, with_slot, unanswered, opened, oriented)
    select day, code, n, n - n / 20, n - n / 10, n / 12, n / 2, n / 10
    from {_DAYS} cross join directory_departement
    cross join lateral (select (random() * 1800 + (code = '')::int)::int as n) drawn
    """,
    f"""
    insert into usage_unansweredmonth (month, dimension, departement, value, unanswered)
    select month, dimension, departement.code, value, 1 + (random() * 30)::int
    from (select distinct date_trunc('month', day)::date as month from {_DAYS}) months
    cross join directory_departement departement cross join lateral (
        select 'week_hour' as dimension, n::text as value from generate_series(0, 167) n union all
        select distinct 'activity', label from directory_activity where kind = 'specialty' union all
        select 'commune', c.code from directory_commune c where c.departement_id = departement.code) valued
    """,
    """
    insert into usage_unansweredmonth (month, dimension, departement, value, unanswered)
    select month, dimension, 'FR', value, sum(unanswered) from usage_unansweredmonth
    where dimension <> 'commune' group by month, dimension, value
    """,
    """
    insert into usage_searchday (day, version, departement, commune, activity, mode, hour, searches, with_result,
                                 with_slot, unanswered, opened, oriented)
    with town as (select row_number() over (order by code) - 1 as at, code, departement_id from directory_commune)
    select day, 1, departement_id, code, 'Médecin généraliste', 'creneaux', n %% 24, 1, 1, 0, 1, 0, 0
    from unnest(%(days)s::date[]) day cross join generate_series(0, %(cells)s - 1) n
    join town on at = (n * 5 + (day - date '2020-01-01')) %% (select count(*) from town)
    """,
)
_EVENTS = (
    """
    insert into usage_usageevent (name, at, origin, content)
    with town as (select row_number() over (order by code) - 1 as at, code, departement_id from directory_commune)
    select 'Search', %(day)s::date + n %% 1440 * interval '1 minute', 'sas-back', jsonb_build_object(
        'search', lpad(to_hex(n), 16, '0'), 'day', %(day)s::date::text, 'hour', n %% 1440 / 60,
        'role', 'regulateur_osnp', 'commune', code, 'departement', departement_id, 'place', 'ville',
        'activity', 'Médecin généraliste', 'byName', false, 'mode', 'creneaux', 'results', n %% 12, 'slot', n %% 12 > 0,
        'from', 'home')
    from generate_series(1, %(a_day)s) n join town on at = n %% (select count(*) from town)
    """,
    """
    insert into usage_usageevent (name, at, origin, content)
    select name, %(day)s::date + n %% 1440 * interval '1 minute', 'sas-back',
           jsonb_build_object('search', lpad(to_hex(n), 16, '0'))
    from (values ('CardOpened', 2), ('OrientationMade', 10)) told(name, one_in)
    cross join generate_series(1, %(a_day)s) n where n %% one_in = 0
    """,
)


def build(*, first: date, last: date, day: date, now: datetime, lengths: tuple[int, ...]) -> None:
    """Counts of the days from `first` to `last`, and the events of `day`, which comes after and is not counted.

    `lengths`: of the periods that end on `last` and will be read, in days.
    """
    ends = {last, *(last - timedelta(days=length - 1) for length in lengths)}
    whole = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    days = [one for one in whole if any((one.year, one.month) == (end.year, end.month) for end in ends)]
    told = {"first": first, "last": last, "day": day, "now": now, "days": days, "cells": UNANSWERED_CELLS}
    with connections["owner"].cursor() as cursor:
        for statement in (*_FACTS, *_EVENTS):
            cursor.execute(statement, told | {"a_day": A_DAY})
