"""The dashboard of somebody who keeps agendas: his own places, then those of each one he acts for (F-123)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sas.rooms.availability.queries import KeptPlace
from sas.rooms.directory.queries import Owner

Shown = tuple[KeptPlace, int]
"""A place, and how many patients it expects."""

_NOT_OPEN = "Cet agenda n'est pas ouvert à la saisie. Seul le professionnel peut changer ses paramètres."


@dataclass(slots=True)
class Space:
    """What is shown under one heading; `owner` None: one's own places."""

    owner: Owner | None
    places: list[Shown] = field(default_factory=list)


def spaces_of(places: Iterable[Shown], *, helped: Sequence[Owner]) -> tuple[Space, ...]:
    """One's own, when there are any or nobody is helped; then one for each professional and structure helped."""
    own, spaces = Space(None), {owner.key: Space(owner) for owner in helped}
    for kept, expected in places:
        space = spaces.get(f"p{kept.place.professional_id}") or spaces.get(f"s{kept.place.structure_id}") or own
        space.places.append((_told(kept, space), expected))
    return (*([own] if own.places or not helped else []), *spaces.values())


def _told(kept: KeptPlace, space: Space) -> KeptPlace:
    """A délégataire is not invited to settings that are not his (F-125)."""
    if space.owner is None or space.owner.structure_id or kept.flags.agenda_open:
        return kept
    return replace(kept, flags=replace(kept.flags, agenda_closed_reason=_NOT_OPEN))
