"""Who began, ended or changed how they take part between two instants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange


@dataclass(frozen=True, slots=True)
class Move:
    """Of a professional or of a structure, from the first change to the last: what was undone meanwhile is none."""

    professional_id: int | None
    structure_id: int | None
    took_part: bool
    takes_part: bool


def moves(*, actor: Actor, begin: datetime, until: datetime) -> tuple[Move, ...]:
    """Those of [begin, until), in one question. Raises Refused but for the platform."""
    if not actor.is_platform:
        raise Refused("Réservé à la plateforme.")
    rows = ParticipationChange.objects.filter(at__gte=begin, at__lt=until).order_by("at", "id")
    first: dict[tuple[int | None, int | None], Mapping[str, Any]] = {}
    last: dict[tuple[int | None, int | None], Mapping[str, Any]] = {}
    for professional_id, structure_id, before, after in rows.values_list(
        "professional_id", "structure_id", "before", "after"
    ):
        owner = (professional_id, structure_id)
        first.setdefault(owner, before)
        last[owner] = after
    return tuple(_moves(first, last))


def _moves(
    first: Mapping[tuple[int | None, int | None], Mapping[str, Any]],
    last: Mapping[tuple[int | None, int | None], Mapping[str, Any]],
) -> Iterable[Move]:
    for owner, before in first.items():
        after = last[owner]
        if _way(before) != _way(after):
            yield Move(*owner, took_part=_takes_part(before), takes_part=_takes_part(after))


def _takes_part(kept: Mapping[str, Any]) -> bool:
    return bool(kept.get("via") or kept.get("participates"))


def _way(kept: Mapping[str, Any]) -> tuple[object, ...]:
    """By which way one takes part: a professional, then a structure, then the reorientation package."""
    via = kept.get("via") or Via.NONE.value
    return via, kept.get("structure"), bool(kept.get("participates")), bool(kept.get("reorientation_package"))
