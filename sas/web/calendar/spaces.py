"""The dashboard of somebody who keeps agendas: his own places, then those of each one he acts for (F-123)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sas.rooms.availability.queries import KeptPlace
from sas.rooms.directory.queries import Owner
from sas.rooms.participation.queries import HouseFacts
from sas.web.calendar.kept import Awaited, Card, Group, grouped

_OWN = ""
_NOT_OPEN = "Cet agenda n'est pas ouvert à la saisie. Seul le professionnel peut changer ses paramètres."


@dataclass(frozen=True, slots=True)
class Space:
    """What is shown under one heading; `owner` None: one's own places, or those of the `house` that one manages.

    `addresses`: the own address of a CPTS, where patients sent to it are told; it has no agenda.
    """

    owner: Owner | None
    groups: tuple[Group, ...]
    house: HouseFacts | None = None
    addresses: tuple[Card, ...] = ()


def spaces_of(
    kept: Iterable[KeptPlace], *, helped: Sequence[Owner], awaited: Awaited, now: datetime
) -> tuple[Space, ...]:
    """One's own, when there are any or nobody is helped; then one for each professional and structure helped."""
    owners = {owner.key: owner for owner in helped}
    places: dict[str, list[KeptPlace]] = {_OWN: []} | {key: [] for key in owners}
    for one in kept:
        keys = (f"p{one.place.professional_id}", f"s{one.place.structure_id}")
        key = next((key for key in keys if key in owners), _OWN)
        places[key].append(_told(one, owners.get(key)))
    shown = [key for key in places if key != _OWN or places[_OWN] or not helped]
    return tuple(Space(owners.get(key), grouped(places[key], awaited=awaited, now=now)) for key in shown)


def _told(kept: KeptPlace, owner: Owner | None) -> KeptPlace:
    """A délégataire is not invited to settings that are not his (F-125)."""
    if owner is None or owner.structure_id or kept.flags.agenda_open:
        return kept
    return replace(kept, flags=replace(kept.flags, agenda_closed_reason=_NOT_OPEN))
