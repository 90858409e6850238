"""The places of the dashboard, under the name of what they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from sas.rooms.availability.queries import KeptPlace
from sas.rooms.editors.queries import Interface
from sas.rooms.orientation.queries import Unmarked
from sas.web.calendar.ahead import Ahead, next_openings
from sas.web.calendar.showing import AbsenceNotice, absence_notice

_HEADINGS = {
    "": "",
    "cds": "Centres de santé",
    "msp": "Maisons de santé pluriprofessionnelles",
    "sos": "Points fixes SOS Médecins",
    "cpts": "CPTS",
}
_ORDER = tuple(_HEADINGS)


@dataclass(frozen=True, slots=True)
class Awaited:
    """By place: how many patients are still expected, which past ones nobody has told of yet, the opening hours.

    `software`: whether the editors whose slots may stand there give them.
    """

    expected: Mapping[int, int]
    unmarked: Mapping[int, Unmarked]
    hours: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    software: Mapping[int, tuple[Interface, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A place, with what waits there and what is announced of it."""

    kept: KeptPlace
    expected: int
    unmarked: Unmarked | None
    absence: AbsenceNotice
    ahead: tuple[Ahead, ...]
    hours: tuple[tuple[str, str], ...]
    software: tuple[Interface, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading; the places of professionals have none of their own."""

    heading: str
    cards: tuple[Card, ...]


def grouped(kept: Iterable[KeptPlace], *, awaited: Awaited, now: datetime) -> tuple[Group, ...]:
    """The places of professionals first, then those of structures, kind by kind; each group by name."""
    cards = [_card(one, awaited=awaited, now=now) for one in kept]
    found = groupby(sorted(cards, key=_rank), key=_kind)
    return tuple(Group(_HEADINGS.get(kind, "Autres structures"), tuple(own)) for kind, own in found)


def _card(kept: KeptPlace, *, awaited: Awaited, now: datetime) -> Card:
    place = kept.place
    absence = absence_notice(place=place, agenda=kept.agenda, now=now)
    return Card(
        kept,
        awaited.expected.get(place.id, 0),
        awaited.unmarked.get(place.id),
        absence,
        ahead=next_openings(kept, now=now),
        hours=awaited.hours.get(place.id, ()),
        software=awaited.software.get(place.id, ()),
    )


def _kind(card: Card) -> str:
    place = card.kept.place
    return "" if place.professional_id else place.structure_kind


def _rank(card: Card) -> tuple[int, str]:
    kind = _kind(card)
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind
