"""What lies beyond the end of a list: wider radii and « en sus », each with what it would bring (F-157)."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from sas.actor import Actor
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.areas import FARTHEST_KM, Area
from sas.rooms.offer.queries.criteria import Filters, SearchCriteria
from sas.rooms.offer.queries.memory import MEMORY
from sas.rooms.offer.queries.order import reached
from sas.rooms.offer.queries.search import named_places, zone_of
from sas.rooms.offer.queries.viewer import labels_seen
from sas.rooms.offer.queries.vocabulary import types, understand
from sas.rooms.offer.rules import allowed_mode, modes_of

STEPS_KM = (5, 10, 20, 30, 40, 50, 75, 100, 150, FARTHEST_KM)
PROPOSED = 2
"""Wider radii at most."""


@dataclass(frozen=True, slots=True)
class Wider:
    """The same search farther around; `more`: the results that it adds, None when the database alone answers."""

    area: Area
    more: int | None


@dataclass(frozen=True, slots=True)
class Beyond:
    """`overbooking`: how many take patients en sus here, None when that is not asked for or not known."""

    wider: tuple[Wider, ...] = ()
    overbooking: int | None = None


def beyond(*, actor: Actor, criteria: SearchCriteria, now: datetime) -> Beyond:
    """The first radii that bring something, and the mode « en sus » when it is another one that the actor may ask for.

    Filters hold farther away too, and are left behind by another mode.
    """
    criteria = replace(criteria, mode=allowed_mode(actor, criteria.mode), sees=labels_seen(actor))
    here = criteria.area.radius_km
    further = [km for km in STEPS_KM if km > here and not criteria.places]
    near, far = further[:PROPOSED], further[PROPOSED:]
    found = _wider(criteria, [here, *near], actor=actor, now=now)
    # Where few practise, one looks farther.
    if far and not any(one.more != 0 for one in found):
        found = _wider(criteria, [here, *far], actor=actor, now=now)
    return Beyond(found[:PROPOSED], _en_sus(criteria, actor=actor, now=now))


def _wider(criteria: SearchCriteria, radii_km: list[int], *, actor: Actor, now: datetime) -> tuple[Wider, ...]:
    further = radii_km[1:]
    if not further:
        return ()
    totals = _within(criteria, radii_km, actor=actor, now=now)
    if totals is None:
        return (Wider(criteria.area.widened(further[0]), None),)
    steps = zip(further, pairwise(totals), strict=True)
    return tuple(
        Wider(criteria.area.widened(radius), after - totals[0]) for radius, (before, after) in steps if after > before
    )


def _en_sus(criteria: SearchCriteria, *, actor: Actor, now: datetime) -> int | None:
    if criteria.mode is not Mode.SLOTS or Mode.OVERBOOKING not in modes_of(actor):
        return None
    asked = replace(criteria, mode=Mode.OVERBOOKING, filters=Filters())
    totals = _within(asked, [criteria.area.radius_km], actor=actor, now=now)
    return totals[0] if totals else None


def _within(criteria: SearchCriteria, radii_km: list[int], *, actor: Actor, now: datetime) -> list[int] | None:
    """Entries within each radius, the widest last; None when the memory is not sure."""
    snapshot = MEMORY.current(criteria.horizon(now))
    if snapshot is None:
        return None
    what = understand(text=criteria.text, now=now)
    widest = replace(criteria, area=replace(criteria.area, radius_km=radii_km[-1]))
    named = named_places(actor=actor, what=what)
    zone, covering = zone_of(snapshot, actor=actor, what=what, criteria=widest, named=named, now=now)
    known = types(now=now)
    return reached(zone, radii_km, criteria=widest, types=known, covering=covering, by_name=what.by_name)
