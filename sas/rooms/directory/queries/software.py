"""Regulation software (F-231)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from sas.actor import Actor
from sas.rooms.directory.models import Lrm


@dataclass(frozen=True, slots=True)
class LrmState:
    """A regulation software; `origin` is what its links say of it, and an inactive one opens nothing.

    `hub_name`: its client id at the Hub Santé, empty when it is not there; it is told of the orientations of its
    `territories`.
    """

    id: int
    origin: str
    name: str
    active: bool
    hub_name: str = ""
    territories: tuple[int, ...] = ()


def lrm_states(*, actor: Actor) -> tuple[LrmState, ...]:
    """All of them, by name, inactive ones included."""
    return _states(Lrm.objects.all())


def lrms_told(*, actor: Actor, territory_ids: Collection[int]) -> tuple[LrmState, ...]:
    """Active ones that the Hub Santé knows, of any of these territories, by name (F-189)."""
    if not territory_ids:
        return ()
    here = Lrm.objects.filter(active=True, territories__overlap=list(territory_ids))
    return _states(here.exclude(hub_name=""))


def _states(rows: QuerySet[Lrm]) -> tuple[LrmState, ...]:
    return tuple(
        LrmState(row.id, row.origin, row.name, row.active, row.hub_name, tuple(row.territories))
        for row in rows.order_by("name", "id")
    )
