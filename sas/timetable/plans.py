"""A change to an agenda, planned before it is made: what is shown first is what is applied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from hashlib import sha256

from sas.timetable.capacity import Slot
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule, occurrences


class Fate(StrEnum):
    """What becomes of an occurrence. LOCKED: it has a patient and stays as it is; PAST, NO_SUCH_HOUR: not copied."""

    KEPT = "kept"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    LOCKED = "locked"
    PAST = "past"
    NO_SUCH_HOUR = "no_such_hour"


class ExceptionKind(StrEnum):
    """Why a day of a series is not as the others: deleted or edited alone, or left as it was since it had a patient."""

    DELETED = "deleted"
    EDITED = "edited"
    LOCKED = "locked"


class ExceptionFate(StrEnum):
    """What becomes of an exception when its series changes.

    BEYOND_END: the series now ends before it. ALIKE: the series now says what it says. REMOVED: deleted with the
    series.
    """

    KEPT = "kept"
    BEYOND_END = "beyond_end"
    ALIKE = "alike"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Terms:
    """What one occurrence says: its local day, its hours on the wall, for how many patients (None: créneau), how."""

    day: date
    start: time
    end: time
    patients: int | None
    modalities: Modality


@dataclass(frozen=True, slots=True)
class SeriesTerms:
    """What a series says from a date on; its weekday stays. `last_day` None: it has no end."""

    start: time
    end: time
    patients: int | None
    modalities: Modality
    last_day: date | None
    holidays_off: bool

    def on(self, day: date) -> Terms:
        """What its occurrence of that day says."""
        return Terms(day, self.start, self.end, self.patients, self.modalities)


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A slot that the plan adds; `series` and `replaces` as in Slot."""

    rule: SlotRule
    patients: int | None
    modalities: Modality
    series: int | None = None
    replaces: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedOccurrence:
    """One occurrence before and after (None: there is none); `day` names it in its series, `taken` counts patients."""

    day: date
    fate: Fate
    before: Terms | None
    after: Terms | None
    taken: int = 0


@dataclass(frozen=True, slots=True)
class PlannedException:
    """A day of the series that was not as the others, and what becomes of that; `terms` None: deleted."""

    day: date
    kind: ExceptionKind
    fate: ExceptionFate
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change does: told day by day through `last_day`, and as the slots to rewrite and to add.

    A series without end goes on as told; every exception and every occurrence with a patient is told, however late.
    """

    last_day: date
    occurrences: tuple[PlannedOccurrence, ...]
    exceptions: tuple[PlannedException, ...] = ()
    rewritten: tuple[Slot, ...] = ()
    created: tuple[NewSlot, ...] = ()

    @property
    def changes_something(self) -> bool:
        """Whether the agenda will not be as before."""
        return bool(self.rewritten or self.created)

    def of(self, *fates: Fate) -> tuple[PlannedOccurrence, ...]:
        """The occurrences that meet one of these fates."""
        return tuple(one for one in self.occurrences if one.fate in fates)

    @property
    def locked(self) -> tuple[PlannedOccurrence, ...]:
        """The occurrences that stay as they are because patients are oriented on them (F-073)."""
        return self.of(Fate.LOCKED)

    @property
    def digest(self) -> str:
        """The same for two plans that do the same: what was previewed can be told from what would be done now."""
        lines = [repr((one.day, one.fate.value, one.before, one.after, one.taken)) for one in self.occurrences]
        lines += [repr((one.day, one.kind.value, one.fate.value, one.terms)) for one in self.exceptions]
        lines += [repr((slot.id, *_rule(slot.rule))) for slot in self.rewritten]
        lines += [repr((*_rule(new.rule), new.patients, new.modalities, new.replaces)) for new in self.created]
        return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _rule(rule: SlotRule) -> tuple[object, ...]:
    when = (rule.first_day, rule.last_day, rule.weekly, rule.start, rule.end, rule.zone)
    return (*when, sorted(rule.cancelled), bool(rule.suspended))


def carried_out(slots: Sequence[Slot], plan: Plan) -> tuple[Slot, ...]:
    """The slots once the plan is applied; those that it adds have ids from -1 down."""
    changed = {slot.id: slot for slot in plan.rewritten}
    added = (
        Slot(-number, new.rule, new.patients, new.modalities, new.series, new.replaces)
        for number, new in enumerate(plan.created, start=1)
    )
    return (*(changed.get(slot.id, slot) for slot in slots), *added)


def terms_on(slot: Slot, day: date) -> Terms:
    """What the occurrence of that day says."""
    return Terms(day, slot.rule.start, slot.rule.end, slot.patients, slot.modalities)


def dated(terms: Terms, *, zone: str, series: int | None = None, replaces: date | None = None) -> NewSlot:
    """A slot of one occurrence that says these terms."""
    rule = SlotRule(terms.day, terms.day, False, terms.start, terms.end, zone)
    return NewSlot(rule, terms.patients, terms.modalities, series, replaces)


def without(slot: Slot, days: frozenset[date]) -> Slot:
    """The slot once these days are cancelled."""
    return replace(slot, rule=replace(slot.rule, cancelled=slot.rule.cancelled | days))


def told(slots: Sequence[Slot], days: tuple[date, date]) -> Iterator[tuple[date, int, Terms]]:
    """(day in the series, slot id, terms) of what takes place for the days of the series from the first to the last."""
    first, last = days
    for slot in slots:
        if slot.rule.weekly:
            yield from ((day, slot.id, terms_on(slot, day)) for day, _ in occurrences(slot.rule, first, last))
        elif first <= (slot.replaces or slot.rule.first_day) <= last:
            own = slot.rule.first_day
            yield from (
                (slot.replaces or own, slot.id, terms_on(slot, day)) for day, _ in occurrences(slot.rule, own, own)
            )
