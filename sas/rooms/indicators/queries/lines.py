"""The lines of a territory's tables, whatever they count: whose they are, one page of them, all of them."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from sas.actor import Actor
from sas.errors import Refused
from sas.paging import within
from sas.rooms.directory import queries as directory
from sas.rooms.directory.rules import search_key
from sas.rooms.indicators import rules
from sas.rooms.indicators.rules import Quarter

PAGE, CHUNK = 25, 1000
_WORDS = 6
_NO_TERRITORY = "Ce territoire n'est pas l'un des vôtres, ou n'existe pas."

Line = TypeVar("Line", bound=Model)


def narrowed(actor: Actor, *, territory_id: int, quarter: Quarter) -> Q:
    """The lines of a territory and a quarter. Raises Refused for another's territory."""
    if refusal := rules.may_read_territory(actor, territory_id=territory_id):
        raise refusal
    territory = next((one for one in directory.territories(actor=actor) if one.id == territory_id), None)
    if territory is None:
        raise Refused(_NO_TERRITORY)
    return Q(quarter=quarter.first_day, departements__overlap=sorted(territory.departements))


def named(text: str, *, number: str) -> Q:
    """The lines whose name or number, kept in the column `number`, has each of the words."""
    wanted = Q()
    for word in search_key(text).split()[:_WORDS]:
        wanted &= Q(name_key__contains=word) | Q(**{f"{number}__contains": word})
    return wanted


def one_page(found: "QuerySet[Line]", *, by: str, total: int, number: int) -> tuple[list[Line], int, int]:
    """The lines of a page in the order of names, then of the column `by`; its number, within the last one's."""
    number, last = within(number, total, size=PAGE)
    return list(found.order_by("name_key", by)[(number - 1) * PAGE : number * PAGE]), number, last


def in_chunks(found: "QuerySet[Line]", *, by: str) -> Iterator[list[Line]]:
    """All of them in the same order, a thousand at a time."""
    ordered, after = found.order_by("name_key", by), Q()
    while rows := list(ordered.filter(after)[:CHUNK]):
        yield rows
        last: Any = rows[-1]
        after = Q(name_key__gt=last.name_key) | Q(**{"name_key": last.name_key, f"{by}__gt": getattr(last, by)})
