"""Which part of the country an extract is about, as its sources need it. For this room's own use."""

from dataclasses import dataclass
from datetime import date, timedelta

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.directory import queries as directory
from sas.rooms.extracts.enums import Scope
from sas.rooms.extracts.rules import Asked

_GONE = "Ce territoire n'existe plus."


@dataclass(frozen=True, slots=True)
class Reach:
    """Départements or structures, None for all of them; days local and included, equal when nothing depends on them."""

    first_day: date
    last_day: date
    territory_id: int | None = None
    departements: frozenset[str] | None = None
    structure_ids: frozenset[int] | None = None

    @property
    def monday(self) -> date:
        """Of the first week that the days touch."""
        return self.first_day - timedelta(days=self.first_day.weekday())

    @property
    def weeks(self) -> int:
        """How many of them there are."""
        return (self.last_day - self.monday).days // 7 + 1


def reach_of(*, actor: Actor, asked: Asked, day: date) -> Reach:
    """What is asked, of the structures that the actor manages at this moment; `day`: today, for what has no days.

    Raises Refused for a territory that is no more.
    """
    days = (asked.first_day or day, asked.last_day or day)
    if asked.scope == Scope.NATIONAL:
        return Reach(*days)
    if asked.scope == Scope.STRUCTURES:
        return Reach(*days, structure_ids=actor.managed)
    known = {one.id: one.departements for one in directory.territories(actor=actor)}
    if asked.territory_id not in known:
        raise Refused(_GONE)
    return Reach(*days, territory_id=asked.territory_id, departements=known[asked.territory_id])
