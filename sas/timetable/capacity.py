"""Where patients can still be received: occurrences, less unavailability, less places taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sas.timetable.interval import Interval, Since, meets
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule, instant, occurrences

SEARCH_DAYS = 3
"""Calendar days a regulator is shown: today, tomorrow, the day after."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """An availability kept in the agenda: a créneau for one patient (`patients` None) or a plage for at least one.

    Raises ValueError when a plage receives nobody.
    """

    id: int
    rule: SlotRule
    patients: int | None
    modalities: Modality

    def __post_init__(self) -> None:
        if self.patients is not None and self.patients < 1:
            raise ValueError(f"slot {self.id} for {self.patients} patients")

    @property
    def capacity(self) -> int:
        """Patients one occurrence can receive."""
        return 1 if self.patients is None else self.patients

    def until(self, interval: Interval) -> datetime:
        """When an occurrence stops receiving: a créneau at its start, a plage, even under way, at its end."""
        return interval.start if self.patients is None else interval.end


@dataclass(frozen=True, slots=True)
class Opening:
    """An occurrence on which a patient can be oriented. `day` is the local date that names it; instants are UTC."""

    slot_id: int
    day: date
    interval: Interval
    until: datetime
    capacity: int
    taken: int
    modalities: Modality

    @property
    def left(self) -> int:
        """Patients it can still receive."""
        return self.capacity - self.taken


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An occurrence as its owner sees it in the week: also when it is past, full, or hidden.

    `unavailable`: by an unavailability; `busy`: by a time that a private calendar gives as taken.
    """

    slot_id: int
    day: date
    interval: Interval
    until: datetime
    capacity: int
    taken: int
    modalities: Modality
    unavailable: bool
    busy: bool = False

    @property
    def full(self) -> bool:
        """No patient can be added."""
        return self.taken >= self.capacity


def openings(
    slots: Sequence[Slot],
    *,
    unavailable: Sequence[Interval | Since],
    taken: Mapping[tuple[int, date], int],
    window: Interval,
    now: datetime,
    busy: Sequence[Interval] = (),
) -> tuple[Opening, ...]:
    """The occurrences of `slots` on which a patient can be oriented, ordered by start, then slot id.

    They start before the end of `window`, still receive after both its start and `now`, are not full, do not start
    inside an unavailability (F-082, F-149) and share no instant with `busy`, sorted and disjoint. `taken` counts the
    patients by slot id and day of the occurrence.
    """
    since = max(now, window.start).astimezone(UTC)
    # A local date is at most one day away from the date in UTC; the instants decide.
    first, last = since.date() - _DAY, window.end.date() + _DAY

    def of(slot: Slot) -> Iterator[Opening]:
        for day, interval in occurrences(slot.rule, first, last):
            until, count = slot.until(interval), taken.get((slot.id, day), 0)
            in_time = interval.start < window.end and until > since
            if in_time and count < slot.capacity and not _hidden(interval, unavailable, busy):
                yield Opening(slot.id, day, interval, until, slot.capacity, count, slot.modalities)

    return tuple(sorted((opening for slot in slots for opening in of(slot)), key=_by_start))


def occurrences_of(
    slots: Sequence[Slot],
    *,
    unavailable: Sequence[Interval | Since],
    taken: Mapping[tuple[int, date], int],
    first: date,
    last: date,
    busy: Sequence[Interval] = (),
) -> tuple[AgendaEntry, ...]:
    """Every occurrence of `slots` on the local days from `first` through `last`, ordered by start, then slot id."""
    entries = (
        AgendaEntry(
            slot_id=slot.id,
            day=day,
            interval=interval,
            until=slot.until(interval),
            capacity=slot.capacity,
            taken=taken.get((slot.id, day), 0),
            modalities=slot.modalities,
            unavailable=_inside(interval.start, unavailable),
            busy=meets(interval, busy),
        )
        for slot in slots
        for day, interval in occurrences(slot.rule, first, last)
    )
    return tuple(sorted(entries, key=_by_start))


def search_window(now: datetime, zone: str) -> Interval:
    """From `now` to the end of the day after tomorrow on the wall of `zone`: three calendar days (decision C19).

    Raises ValueError when `now` is naive.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    return Interval(now, instant(today + SEARCH_DAYS * _DAY, time.min, zone))


def _inside(moment: datetime, unavailable: Sequence[Interval | Since]) -> bool:
    return any(hole.contains(moment) for hole in unavailable)


def _hidden(interval: Interval, unavailable: Sequence[Interval | Since], busy: Sequence[Interval]) -> bool:
    return _inside(interval.start, unavailable) or meets(interval, busy)


def _by_start(occurrence: Opening | AgendaEntry) -> tuple[datetime, int]:
    return occurrence.interval.start, occurrence.slot_id
