"""The structures of whoever manages them, on the dashboard and in the agenda of a health centre (F-100 to F-109)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sas.actor import Actor, Role
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation
from sas.rooms.participation.queries import HouseFacts
from sas.web.calendar.kept import Card, Group
from sas.web.calendar.showing import HoursShown
from sas.web.calendar.spaces import Space

_ORDER = ("cds", "msp", "sos", "cpts")


@dataclass(frozen=True, slots=True)
class UnpaidHours:
    """Hours are visible and the centre does not accept to be contacted (F-105); `may_settle`: the actor can."""

    structure_id: int
    may_settle: bool


def with_houses(spaces: Iterable[Space], *, actor: Actor) -> tuple[Space, ...]:
    """The same spaces, the places of each managed structure under a heading of its own, with its settings."""
    known = tuple(spaces)
    found = participation.houses(actor=actor, structure_ids=actor.managed) if actor.managed else ()
    if not found:
        return known
    own = [space for space in known if space.owner is None]
    cards = [card for space in own for group in space.groups for card in group.cards]
    managed = [_house(one, cards) for one in sorted(found, key=_rank)]
    left = [replace(space, groups=_without_houses(space.groups, actor)) for space in own]
    shown = [space for space in left if space.groups or actor.has(Role.EFFECTEUR)]
    return (*shown, *managed, *(space for space in known if space.owner))


def unpaid_hours(*, actor: Actor, place: PlaceFacts, hours: Iterable[HoursShown]) -> UnpaidHours | None:
    """What the agenda of a health centre says of hours that give no right to the payment, None when there are none."""
    if place.professional_id or place.structure_kind != "cds" or place.structure_id is None:
        return None
    visible = any(week.minutes for one in hours for week in one.weeks)
    flags = participation.flags_of_places(actor=actor, places=[place])[place.id]
    if not visible or flags.participates:
        return None
    return UnpaidHours(place.structure_id, place.structure_id in actor.managed)


def _house(house: HouseFacts, cards: Iterable[Card]) -> Space:
    """A CPTS has members and no agenda of its own: no card."""
    own = tuple(card for card in cards if _structure_of(card) == house.structure.id)
    if house.structure.kind == "cpts":
        return Space(None, (), house, own)
    return Space(None, (Group("", own),) if own else (), house)


def _without_houses(groups: Iterable[Group], actor: Actor) -> tuple[Group, ...]:
    left = [replace(one, cards=tuple(c for c in one.cards if _structure_of(c) not in actor.managed)) for one in groups]
    return tuple(group for group in left if group.cards)


def _structure_of(card: Card) -> int | None:
    place = card.kept.place
    return None if place.professional_id else place.structure_id


def _rank(house: HouseFacts) -> tuple[int, str, int]:
    kind = house.structure.kind.value
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER), house.structure.name, house.structure.id
