"""What was searched and not found: where, when, and which specialty (F-265).

Whole months are read from their sums, the days at both ends from their cells. The country has sums of its own: added up
from those of its communes, a month of it took two seconds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sas.actor import Actor
from sas.dates import next_month
from sas.rooms.usage import rules
from sas.rooms.usage.enums import COUNTRY, Dimension
from sas.statements import Row, run

_NEEDS = """
with cells as (
    select one.departement, one.commune, one.activity, (extract(isodow from one.day)::int - 1) * 24 + one.hour as at,
           sum(one.unanswered) as unanswered
    from usage_searchday one join usage_countedday counted on counted.day = one.day and counted.version = one.version
    where one.unanswered > 0 and one.day = any(%(days)s) and one.departement = any(%(departements)s)
    group by 1, 2, 3, 4
), told as (
    select dimension, departement, value, unanswered from usage_unansweredmonth
    where month = any(%(months)s) and departement = any(%(departements)s)
    union all select 'commune', departement, commune, unanswered from cells
    union all select 'activity', departement, activity, unanswered from cells
    union all select 'week_hour', departement, at::text, unanswered from cells
)
select dimension, case when dimension = 'commune' then departement else '' end, value, sum(unanswered)::bigint
from told group by 1, 2, 3
"""
_OF_COUNTRY = """
with cells as (
    select one.activity, extract(isodow from one.day)::int as weekday, one.hour, sum(one.unanswered) as unanswered
    from usage_searchday one join usage_countedday counted on counted.day = one.day and counted.version = one.version
    where one.unanswered > 0 and one.day = any(%(days)s)
    group by grouping sets ((one.activity), (2, one.hour))
), told as (
    select dimension, '' as departement, value, unanswered from usage_unansweredmonth
    where month = any(%(months)s) and departement = %(country)s
    union all select 'activity', '', activity, unanswered from cells where weekday is null
    union all select 'week_hour', '', ((weekday - 1) * 24 + hour)::text, unanswered from cells where weekday > 0
    union all select 'commune', departement, '', sum(unanswered) from usage_searchtotal
    where day between %(first)s and %(last)s and unanswered > 0 group by departement
)
select dimension, departement, value, sum(unanswered)::bigint from told group by 1, 2, 3
"""
_WEEKDAYS, _HOURS = 7, 24


@dataclass(frozen=True, slots=True)
class CommuneNeeds:
    """Unanswered searches around a commune; `commune` empty: of a whole département."""

    departement: str
    commune: str
    unanswered: int


@dataclass(frozen=True, slots=True)
class ActivityNeeds:
    """Unanswered searches of a specialty or kind of structure, by its label; empty: somebody asked for by name."""

    activity: str
    unanswered: int


@dataclass(frozen=True, slots=True)
class UnansweredFigures:
    """A period, its days included. `by_week_hour`: seven rows, Monday first, of twenty-four hours on the wall.

    The lists begin with what is missed most. Of the country, `by_commune` tells whole départements.
    """

    first: date
    last: date
    total: int
    by_commune: tuple[CommuneNeeds, ...]
    by_week_hour: tuple[tuple[int, ...], ...]
    by_activity: tuple[ActivityNeeds, ...]


def unanswered(*, actor: Actor, departements: Collection[str] | None, first: date, last: date) -> UnansweredFigures:
    """The searches of a period that found nothing in these départements, None: in the whole country.

    Départements, and who is refused: as `searches`.
    """
    if refusal := rules.may_read(actor, departements=departements):
        raise refusal
    months = _whole_months(first, last)
    period = {"months": months, "days": _days_outside(months, first=first, last=last)}
    if departements is None:
        told = list(run(_OF_COUNTRY, {**period, "country": COUNTRY, "first": first, "last": last}))
    else:
        told = list(run(_NEEDS, {**period, "departements": list(departements)}))
    hours = {int(value): count for dimension, _, value, count in told if dimension == Dimension.WEEK_HOUR}
    return UnansweredFigures(
        first=first,
        last=last,
        total=sum(hours.values()),
        by_commune=tuple(CommuneNeeds(*row[1:]) for row in _most(told, Dimension.COMMUNE)),
        by_week_hour=tuple(
            tuple(hours.get(_HOURS * weekday + hour, 0) for hour in range(_HOURS)) for weekday in range(_WEEKDAYS)
        ),
        by_activity=tuple(ActivityNeeds(value, count) for _, _, value, count in _most(told, Dimension.ACTIVITY)),
    )


def _most(told: Iterable[Row], dimension: Dimension) -> list[Row]:
    return sorted((row for row in told if row[0] == dimension), key=lambda row: (-row[3], row[1:3]))


def _whole_months(first: date, last: date) -> list[date]:
    """The first days of the months that the period holds whole."""
    month = first if first.day == 1 else next_month(first)
    months = []
    while (following := next_month(month)) <= last + timedelta(days=1):
        months.append(month)
        month = following
    return months


def _days_outside(months: list[date], *, first: date, last: date) -> list[date]:
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [day for day in days if day.replace(day=1) not in months]
