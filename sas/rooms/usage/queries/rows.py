"""Searches counted by day, hour, commune, activity and mode, for a file: read with a cursor, whatever their number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from sas.actor import Actor
from sas.paging import chunked
from sas.rooms.usage import rules
from sas.rooms.usage.models import CountedDay, SearchDay

CHUNK = 2000
_FIELDS = (
    "day",
    "hour",
    "departement",
    "commune",
    "activity",
    "mode",
    "searches",
    "with_result",
    "with_slot",
    "unanswered",
    "opened",
    "oriented",
)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A cell of a day, as its last version counts it; `commune` is an INSEE code, empty for a whole département."""

    day: date
    hour: int
    departement: str
    commune: str
    activity: str
    mode: str
    searches: int
    with_result: int
    with_slot: int
    unanswered: int
    opened: int
    oriented: int


def search_rows(
    *, actor: Actor, first_day: date, last_day: date, departements: Collection[str] | None = None
) -> Iterator[tuple[SearchRow, ...]]:
    """The cells of these days and départements, None: of all, by day, place and hour; one statement, a cursor's.

    Only within a transaction. Raises Refused to anybody but the platform.
    """
    found = _cells(actor, first_day=first_day, last_day=last_day, departements=departements)
    rows = found.order_by("day", "departement", "commune", "hour", "activity", "mode").values_list(*_FIELDS)
    return chunked((SearchRow(*row) for row in rows.iterator(chunk_size=CHUNK)), size=CHUNK)


def count_of_search_rows(
    *, actor: Actor, first_day: date, last_day: date, departements: Collection[str] | None = None
) -> int:
    """How many there are. Raises Refused as `search_rows`."""
    return _cells(actor, first_day=first_day, last_day=last_day, departements=departements).count()


def _cells(
    actor: Actor, *, first_day: date, last_day: date, departements: Collection[str] | None
) -> "QuerySet[SearchDay]":
    """Of the version that holds."""
    if refusal := rules.may_count(actor):
        raise refusal
    wanted = Q(day__range=(first_day, last_day))
    if departements is not None:
        wanted &= Q(departement__in=sorted(departements))
    holds = Subquery(CountedDay.objects.filter(day=OuterRef("day")).values("version"))
    return SearchDay.objects.annotate(holds=holds).filter(wanted, version=F("holds"))
