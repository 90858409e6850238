"""The conditions as pages tell them: each with what shows it, month by month."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sas.rooms.indicators.enums import SlotsBy
from sas.rooms.indicators.rules.conditions import Evidence

TAKES_PART = "Participer au SAS : accepter d'être sollicité pour prendre des patients en sus de ses disponibilités"
PUBLISHES = (
    "Remonter ses créneaux disponibles : 2 heures par semaine dans l'agenda SAS, ou ceux de sa solution de prise de "
    "rendez-vous"
)
ACCEPTS = "Accepter d'être directement contacté par la régulation"
PLEDGES = "Déclarer sur l'honneur 2 heures de disponibilité par semaine pour chaque médecin généraliste"
SHOWS = "Mettre ces heures en visibilité dans l'agenda SAS"
_BY = {
    SlotsBy.NONE: "Aucun créneau remonté : ni agenda SAS, ni solution de prise de rendez-vous",
    SlotsBy.EDITOR: "Créneaux de la solution de prise de rendez-vous affichés",
    SlotsBy.ASSOCIATION: "Créneaux saisis par l'association SOS Médecins",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one month shows of a condition."""

    month: date
    met: bool
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, and its months; met when each of them meets it."""

    label: str
    lines: tuple[Line, ...]

    @property
    def met(self) -> bool:
        """In every month that has begun; never before the first one has."""
        return bool(self.lines) and all(line.met for line in self.lines)


Months = Iterable[tuple[date, Evidence]]


def conditions_of_professional(months: Months, *, structures: Mapping[int, str]) -> tuple[Condition, ...]:
    """The two conditions of indicator 8; `structures`: names of those through which one takes part."""
    known = tuple(months)
    return (
        _condition(TAKES_PART, known, lambda one: (one.participates, _way(one, structures))),
        _condition(PUBLISHES, known, lambda one: (one.publishes, _slots(one))),
    )


def conditions_of_centre(months: Months) -> tuple[Condition, ...]:
    """The three conditions of a health centre (avenant 4)."""
    known = tuple(months)
    return (
        _condition(ACCEPTS, known, lambda one: (one.participates, "Accepté" if one.participates else "Non accepté")),
        _condition(PLEDGES, known, lambda one: (one.declares, _pledge_of_centre(one))),
        _condition(SHOWS, known, lambda one: (one.shows, _weeks(one))),
    )


def _condition(
    label: str, months: tuple[tuple[date, Evidence], ...], judged: Callable[[Evidence], tuple[bool, str]]
) -> Condition:
    return Condition(label, tuple(Line(month, *judged(evidence)) for month, evidence in months))


def _way(one: Evidence, structures: Mapping[int, str]) -> str:
    """« Via ma CPTS : CPTS de Rennes »: the way as settings call it."""
    name = structures.get(one.structure_id or 0, "")
    told = f"{one.via.label} : {name}" if name else str(one.via.label)
    return told[0].upper() + told[1:]


def _slots(one: Evidence) -> str:
    if one.slots_by in _BY:
        return _BY[one.slots_by]
    pledge = "déclarées sur l'honneur" if one.pledged else "non déclarées"
    return f"2 heures par semaine {pledge} ; {_weeks(one, capital=False)}"


def _pledge_of_centre(one: Evidence) -> str:
    if not one.required:
        return "Le nombre de médecins généralistes n'est pas renseigné"
    hours = one.required // 60
    return f"{hours} heures par semaine {'déclarées' if one.pledged else 'à déclarer'} ({hours // 2} × 2 h)"


def _weeks(one: Evidence, *, capital: bool = True) -> str:
    if not one.weeks:
        told = "aucune semaine écoulée"
    elif not one.required:
        told = "aucune durée à atteindre n'est connue"
    else:
        count, hours = len(one.weeks), one.required // 60
        told = f"{one.weeks_kept} semaine{'s' * (one.weeks_kept > 1)} sur {count} avec au moins {hours} h visibles"
    return told.capitalize() if capital else told
