"""Who is a doctor in private practice, from the modes of exercise of his places (mode d'exercice)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sas.rooms.directory.enums import ExerciseMode, Practice

IN_PRIVATE_PRACTICE = frozenset({Practice.LIBERAL, Practice.UNKNOWN})
"""One liberal place is enough; a mode that is not known yet is taken for liberal."""


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """A place of a doctor; `exercise_mode` empty when no import has told it."""

    id: int
    departement: str
    exercise_mode: str
    in_centre: bool
    closed: bool

    @property
    def own(self) -> bool:
        """Open, not in a health centre, and not told to be salaried nor voluntary."""
        return not self.closed and not self.in_centre and self.exercise_mode in {"", ExerciseMode.LIBERAL}


def practice(places: Iterable[WorkPlace]) -> Practice:
    """How whoever has these places works."""
    still = [one for one in places if not one.closed]
    own = [one for one in still if one.own]
    if own:
        told = any(one.exercise_mode == ExerciseMode.LIBERAL for one in own)
        return Practice.LIBERAL if told else Practice.UNKNOWN
    if any(not one.in_centre for one in still):
        return Practice.SALARIED
    return Practice.IN_CENTRE if still else Practice.NOWHERE
