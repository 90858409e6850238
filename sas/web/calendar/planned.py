"""What a change would do, in words: the page that asks to confirm it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sas.dates import day_in_words
from sas.rooms.availability.queries import Preview
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.orientation.queries import OrientationFacts
from sas.timetable.plans import ExceptionFate, ExceptionKind, Fate, PlannedException, PlannedOccurrence, Terms

_KINDS = {
    ExceptionKind.DELETED: "supprimée seule",
    ExceptionKind.EDITED: "modifiée seule",
    ExceptionKind.LOCKED: "laissée à part, un patient y étant orienté",
}
_FATES = {
    ExceptionFate.KEPT: "reste ainsi",
    ExceptionFate.BEYOND_END: "n'a plus d'objet : la récurrence se termine avant",
    ExceptionFate.ALIKE: "redevient une occurrence comme les autres : la récurrence dit désormais la même chose",
    ExceptionFate.REMOVED: "est supprimée avec la récurrence",
}
_NOT_COPIED = {
    Fate.KEPT: "déjà dans votre agenda",
    Fate.PAST: "déjà passée",
    Fate.NO_SUCH_HOUR: "impossible : cette nuit-là les horloges avancent d'une heure",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Days of which the change says the same: what stands before and after, "" when nothing."""

    days: tuple[date, ...]
    before: str
    after: str
    why: str = ""

    @property
    def day(self) -> date:
        """The first of them."""
        return self.days[0]


@dataclass(frozen=True, slots=True)
class Locked:
    """An occurrence that stays because of patients: what it says, and who oriented them, when."""

    day: date
    terms: str
    orientations: tuple[OrientationFacts, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as the page tells it; `seen` travels in the form. `endless`: it goes on each week beyond `last_day`."""

    seen: str
    version: int
    last_day: date
    endless: bool
    something: bool
    counts: dict[str, int]
    changed: tuple[Line, ...]
    removed: tuple[Line, ...]
    added: tuple[Line, ...]
    left_out: tuple[Line, ...]
    locked: tuple[Locked, ...]
    exceptions: tuple[Line, ...]


def shown(
    preview: Preview, *, received: Sequence[OrientationFacts] = (), endless: bool = False, copied: bool = False
) -> Shown:
    """The plan of a preview in words; `received` are the orientations of the days it tells, on the slots it touches.

    `copied`: what a copy leaves out is told, and why; what a series keeps as it is is not.
    """
    plan = preview.plan
    return Shown(
        seen=preview.seen,
        version=preview.version,
        last_day=plan.last_day,
        endless=endless,
        something=plan.changes_something,
        counts={fate.value: len(plan.of(fate)) for fate in Fate},
        changed=_lines(plan.of(Fate.CHANGED)),
        removed=_lines(plan.of(Fate.REMOVED)),
        added=_lines(plan.of(Fate.ADDED)),
        left_out=tuple(_left_out(plan.occurrences)) if copied else (),
        locked=tuple(_locked(one, received) for one in plan.locked),
        exceptions=tuple(_exception(one) for one in plan.exceptions if one.kind is not ExceptionKind.LOCKED),
    )


def in_words(terms: Terms | None) -> str:
    """« 09h00 - 12h00, plage pour 3 patients, Consultation en cabinet »; nothing is the empty string."""
    if terms is None:
        return ""
    several = "s" if (terms.patients or 0) > 1 else ""
    kind = "créneau" if terms.patients is None else f"plage pour {terms.patients} patient{several}"
    return f"{terms.start:%Hh%M} - {terms.end:%Hh%M}, {kind}, {terms.modalities.label}"


def _lines(occurrences: Iterable[PlannedOccurrence]) -> tuple[Line, ...]:
    """One line for all the days that say the same, in the order of their first one."""
    days: dict[tuple[str, str], list[date]] = {}
    for one in occurrences:
        days.setdefault((in_words(one.before), _after(one)), []).append(one.day)
    return tuple(Line(tuple(found), before, after) for (before, after), found in days.items())


def _after(one: PlannedOccurrence) -> str:
    moved = one.after is not None and one.before is not None and one.after.day != one.before.day
    return f"le {day_in_words(one.after.day, 'l j F Y')}, {in_words(one.after)}" if moved else in_words(one.after)


def _left_out(occurrences: Iterable[PlannedOccurrence]) -> Iterator[Line]:
    days: dict[tuple[str, str], list[date]] = {}
    for one in occurrences:
        if one.fate in _NOT_COPIED:
            days.setdefault((in_words(one.after), _NOT_COPIED[one.fate]), []).append(one.day)
    return (Line(tuple(found), "", after, why) for (after, why), found in days.items())


def _locked(one: PlannedOccurrence, received: Iterable[OrientationFacts]) -> Locked:
    assert one.before
    day, start = one.before.day, one.before.start
    found = (
        facts
        for facts in received
        if facts.day == day and facts.local_start.time() == start and facts.state is OrientationState.ORIENTED
    )
    return Locked(day, in_words(one.before), tuple(found))


def _exception(one: PlannedException) -> Line:
    told = f"{_KINDS[one.kind]} ({in_words(one.terms)})" if one.terms else _KINDS[one.kind]
    return Line((one.day,), told, "", _FATES[one.fate])
