"""What a summary says, in words; for this room's own use."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.digests import rules
from sas.rooms.digests.rules import Days
from sas.rooms.directory import queries as directory
from sas.rooms.editors import queries as editors
from sas.rooms.participation import queries as participation
from sas.rooms.participation.queries import Move
from sas.rooms.usage import queries as usage
from sas.rooms.usage.queries import UnansweredFigures

_MOST = 5
_BY_NAME = "recherche par nom"


@dataclass(frozen=True, slots=True)
class Placed:
    """One who began, ended or changed how he takes part, and the départements where he stands."""

    move: Move
    departements: frozenset[str]


def placed_moves(*, actor: Actor, days: Days) -> tuple[Placed, ...]:
    """All those of these days, in three questions."""
    moves = participation.moves(actor=actor, begin=days.begin, until=days.until)
    people = [one.professional_id for one in moves if one.professional_id]
    houses = [one.structure_id for one in moves if one.structure_id]
    of_people = {one.id: one.departements for one in directory.professionals(actor=actor, ids=people)}
    of_houses = {one.id: one.departements for one in directory.structures(actor=actor, ids=houses)}
    return tuple(
        Placed(one, of_people.get(one.professional_id or 0) or of_houses.get(one.structure_id or 0, frozenset()))
        for one in moves
    )


def participation_words(moves: Sequence[Placed], departements: Collection[str] | None) -> str:
    """One line for each kind of change, or that there is none."""
    within = [one.move for one in moves if departements is None or not one.departements.isdisjoint(departements)]
    counts = [sum(kept(one) for one in within) for kept in (_joined, _left, _changed)]
    said = ("participent désormais", "ne participent plus", "ont changé leur façon de participer")
    lines = [f"{words} : {count}" for words, count in zip(said, counts, strict=True) if count]
    return "Professionnels et structures qui\n" + "\n".join(lines) if lines else "Aucun changement."


def _joined(move: Move) -> bool:
    return move.takes_part and not move.took_part


def _left(move: Move) -> bool:
    return move.took_part and not move.takes_part


def _changed(move: Move) -> bool:
    return move.took_part and move.takes_part


def needs_words(*, actor: Actor, days: Days, departements: Collection[str] | None) -> str:
    """How many searches found nothing, then where and for what most of them."""
    found = usage.searches(actor=actor, departements=departements, period_first=days.first, period_last=days.last)
    every = found.totals
    if not every.searches:
        return "Aucune recherche."
    if not every.unanswered:
        return f"Aucune, sur {_searches(every.searches)}."
    missed = usage.unanswered(actor=actor, departements=departements, first=days.first, last=days.last)
    share = f"{100 * every.unanswered / every.searches:.0f} %"
    activities = [f"{one.activity or _BY_NAME} ({one.unanswered})" for one in missed.by_activity[:_MOST]]
    places = _departements(actor, missed) if departements is None else _communes(actor, missed)
    lines = [
        f"{_searches(every.unanswered)} sur {every.searches} ({share})",
        f"Le plus souvent : {', '.join(activities)}",
    ]
    return "\n".join([*lines, *([places] if places else [])])


def _communes(actor: Actor, missed: UnansweredFigures) -> str:
    named = [one for one in missed.by_commune if one.commune][:_MOST]
    names = directory.communes(actor=actor, codes=[one.commune for one in named])
    told = [f"{names[one.commune].name} ({one.unanswered})" for one in named if one.commune in names]
    return f"Autour de : {', '.join(told)}" if told else ""


def _departements(actor: Actor, missed: UnansweredFigures) -> str:
    """Of the country: its départements."""
    names = {one.code: one.name for one in directory.departement_names(actor=actor)}
    told = [f"{names[one.departement]} ({one.unanswered})" for one in missed.by_commune if one.departement in names]
    return f"Surtout : {', '.join(told[:_MOST])}" if told else ""


def _searches(count: int) -> str:
    return f"{count} recherche{'s' if count > 1 else ''}"


def certificates_words(*, actor: Actor, now: datetime) -> str:
    """Those of the exchanges with editors that end within thirty days, or have ended."""
    ending = [
        one
        for one in editors.certificates(actor=actor, now=now)
        if one.until and one.until - now <= rules.CERTIFICATES_WITHIN
    ]
    lines = [f"{one.name or one.common_name} : {one.until:%d/%m/%Y}" for one in ending]
    return "\n".join(lines) if lines else "Aucun."
