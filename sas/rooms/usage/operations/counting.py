"""Counting the searches of each day from events, by version."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.dates import next_month
from sas.errors import Impossible
from sas.rooms.usage import rules
from sas.rooms.usage.enums import COUNTRY
from sas.rooms.usage.models import CountedDay, UsageEvent
from sas.statements import run

_FORGOTTEN = "Les événements de ce jour ne sont plus conservés : ses chiffres restent ceux qui ont été comptés."
_NOT_OVER = "Ce jour n'est pas terminé."
_LOCK_CLASS = 7276

_MEASURES = "searches, with_result, with_slot, unanswered, opened, oriented"
_LOCK = "select pg_advisory_xact_lock(%(class)s, %(day)s::int)"

# A search is told by its first page: its filters, its following pages and the ways back to it carry the same mark.
_COUNT = f"""
with told as materialized (
    select id, name, content, content->>'search' as search from usage_usageevent
    where at >= %(begin)s and at < %(until)s and name in ('Search', 'CardOpened', 'OrientationMade')
), first_pages as (
    select distinct on (search) search, content from told where name = 'Search' order by search, id
), steps as (
    select search, bool_or(name = 'CardOpened') as opened, bool_or(name = 'OrientationMade') as oriented
    from told where name <> 'Search' group by search
), asked as (
    select content, content->>'mode' as mode, (content->>'results')::int > 0 as found,
           (content->>'slot')::bool as slot, coalesce(opened, false) as opened, coalesce(oriented, false) as oriented
    from first_pages left join steps using (search)
    where content->>'day' = %(day)s::date::text and content->>'from' <> 'reload'
), cells as materialized (
    select content->>'departement' as departement, content->>'commune' as commune, content->>'activity' as activity,
           mode, (content->>'hour')::smallint as hour, count(*) as searches,
           count(*) filter (where found) as with_result, count(*) filter (where slot) as with_slot,
           count(*) filter (where not found or (mode = 'creneaux' and not slot)) as unanswered,
           count(*) filter (where opened) as opened, count(*) filter (where oriented) as oriented
    from asked group by 1, 2, 3, 4, 5
), kept as materialized (
    select departement, commune, activity, mode, hour, {_MEASURES} from usage_searchday
    where day = %(day)s and version = %(version)s
), differ as materialized (
    (table cells except table kept) union all (table kept except table cells) limit 1
), added as (
    insert into usage_searchday (day, version, departement, commune, activity, mode, hour, {_MEASURES})
    select %(day)s, %(version)s + 1, cells.* from cells where exists (select from differ)
    returning 1
)
select (select count(*) from added), exists (select from differ)
"""
_FORGET_TOTALS = "delete from usage_searchtotal where day = %(day)s"
_TOTALS = f"""
insert into usage_searchtotal (day, departement, {_MEASURES})
select day, departement, sum(searches), sum(with_result), sum(with_slot), sum(unanswered), sum(opened), sum(oriented)
from usage_searchday where day = %(day)s and version = %(version)s group by day, departement
"""
_FORGET_MONTH = "delete from usage_unansweredmonth where month = %(month)s"
_MONTH = """
with cells as (
    select one.departement, one.commune, one.activity, (extract(isodow from one.day)::int - 1) * 24 + one.hour as at,
           one.unanswered
    from usage_searchday one join usage_countedday counted on counted.day = one.day and counted.version = one.version
    where one.unanswered > 0 and one.day >= %(month)s and one.day < %(next)s
), told as (
    select 'commune' as dimension, departement, commune as value, unanswered from cells
    union all select 'activity', departement, activity, unanswered from cells
    union all select 'week_hour', departement, at::text, unanswered from cells
)
insert into usage_unansweredmonth (month, dimension, departement, value, unanswered)
select %(month)s, dimension, departement, value, sum(unanswered) from told group by dimension, departement, value
"""
_MONTH_OF_COUNTRY = """
insert into usage_unansweredmonth (month, dimension, departement, value, unanswered)
select month, dimension, %(country)s, value, sum(unanswered) from usage_unansweredmonth
where month = %(month)s and dimension <> 'commune' group by month, dimension, value
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a run did: days that got a version, cells written."""

    days: int = 0
    cells: int = 0


def keep_up(*, actor: Actor, now: datetime) -> Counted:
    """Count the days that are over, the last three again since their searches go on.

    Each night, by the worker. It may be killed and run again. Raises Refused for a person.
    """
    if refusal := rules.may_count(actor):
        raise refusal
    whole = rules.first_whole_day(now=now, kept_days=settings.USAGE_EVENT_DAYS)
    oldest = UsageEvent.objects.order_by("id").values_list("at", flat=True).first()
    first = max(whole, oldest.date() - timedelta(days=1)) if oldest else now.date()
    known = frozenset(CountedDay.objects.filter(day__gte=first).values_list("day", flat=True))
    days = [_count(day, now=now) for day in rules.countable_days(first=first, counted=known, now=now)]
    written = [cells for cells in days if cells is not None]
    return Counted(len(written), sum(written))


def count_day(*, actor: Actor, day: date, now: datetime) -> Counted:
    """Count a day again; a version is added where it differs, none is changed.

    Raises Refused for a person, Impossible for a day that is not over or of which events are forgotten.
    """
    if refusal := rules.may_count(actor):
        raise refusal
    if day >= now.date():
        raise Impossible(_NOT_OVER)
    if day < rules.first_whole_day(now=now, kept_days=settings.USAGE_EVENT_DAYS):
        raise Impossible(_FORGOTTEN)
    cells = _count(day, now=now)
    return Counted() if cells is None else Counted(1, cells)


def _count(day: date, *, now: datetime) -> int | None:
    """The cells of another version of the day; None when the one kept says the same."""
    span = rules.events_of(day)
    with transaction.atomic(durable=True):
        run(_LOCK, {"class": _LOCK_CLASS, "day": day.replace(day=1).toordinal()})
        kept = CountedDay.objects.filter(day=day).first()
        version = kept.version if kept else 0
        asked = {"begin": span.begin, "until": span.until, "day": day, "version": version}
        ((cells, differs),) = run(_COUNT, asked)
        if kept and not differs:
            return None
        CountedDay.objects.update_or_create(day=day, defaults={"version": version + 1, "at": now})
        _sum(day, version=version + 1)
    return int(cells)


def _sum(day: date, *, version: int) -> None:
    """Sums that hold this version, made anew."""
    month = day.replace(day=1)
    run(_FORGET_TOTALS, {"day": day})
    run(_TOTALS, {"day": day, "version": version})
    run(_FORGET_MONTH, {"month": month})
    run(_MONTH, {"month": month, "next": next_month(month)})
    run(_MONTH_OF_COUNTRY, {"month": month, "country": COUNTRY})
