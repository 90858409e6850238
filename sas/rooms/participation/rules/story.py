"""How the story of a professional's settings is told: what changed, in words, before and after (F-110)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sas.rooms.participation.enums import Via

Facts = Mapping[str, Any]
"""The columns of the settings by name; {} when there were none yet."""

_UNKNOWN = "hors de l'annuaire"


@dataclass(frozen=True, slots=True)
class Names:
    """The words for the ids of a story."""

    structures: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    editors: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One thing that the settings say, before and after."""

    what: str
    before: str
    after: str


def changed_lines(*, before: Facts, after: Facts, names: Names) -> tuple[ChangedLine, ...]:
    """What differs, in the order of the form; before the first settings, nothing was said."""
    was, now = told(before, names), told(after, names)
    return tuple(ChangedLine(what, was[what], now[what]) for what in now if was[what] != now[what])


def told(facts: Facts, names: Names) -> dict[str, str]:
    """Every thing that the settings say, in words."""
    if not facts:
        return dict.fromkeys(_TOLD, "non renseigné")
    return {what: say(facts, names) for what, say in _TOLD.items()}


def _participation(facts: Facts, names: Names) -> str:
    via = Via(facts["via"])
    through = f" : {names.structures.get(facts['structure'], _UNKNOWN)}" if facts["structure"] else ""
    return f"oui, {via.label}{through}" if via != Via.NONE else "non"


def _places(facts: Facts, names: Names) -> str:
    return " ; ".join(names.places.get(place, _UNKNOWN) for place in facts["cpts_places"]) or "aucun"


def _software(facts: Facts, names: Names) -> str:
    if facts["has_software"] is None:
        return "non renseignée"
    chosen = ", ".join(names.editors.get(editor, _UNKNOWN) for editor in facts["editors"])
    return f"oui{f' : {chosen}' if chosen else ''}" if facts["has_software"] else "non"


_TOLD: Mapping[str, Callable[[Facts, Names], str]] = {
    "Participation au SAS": _participation,
    "Lieux rattachés à la CPTS": _places,
    "Solution de prise de rendez-vous": _software,
    "Créneaux éditeurs": lambda facts, _: "non affichés" if facts["editor_slots_refused"] else "affichés",
    "2 heures par semaine déclarées sur l'honneur": lambda facts, _: "oui" if facts["hours_pledged"] else "non",
    "Forfait de réorientation des urgences": lambda facts, _: "oui" if facts["reorientation_package"] else "non",
}
