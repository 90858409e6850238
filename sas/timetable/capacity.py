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

    `series` is the id of the first slot of its series, None for that slot itself and for a slot alone; `replaces`,
    for a dated slot, the day of the series that it stands for. Raises ValueError when a plage receives nobody.
    """

    id: int
    rule: SlotRule
    patients: int | None
    modalities: Modality
    series: int | None = None
    replaces: date | None = None

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

    They start before the end of `window`, still receive after both its start and `now`, are not full, share no instant
    with `busy`, sorted and disjoint, and neither their start nor, once they are under way, `now` is inside an
    unavailability (F-082, F-149). `taken` counts the patients by slot id and day of the occurrence.
    """
    since = max(now, window.start).astimezone(UTC)
    # A local date is at most one day away from the date in UTC; the instants decide.
    first, last = since.date() - _DAY, window.end.date() + _DAY

    def of(slot: Slot) -> Iterator[Opening]:
        for day, interval in occurrences(slot.rule, first, last):
            until, count = slot.until(interval), taken.get((slot.id, day), 0)
            in_time = interval.start < window.end and until > since
            closed = hidden(interval, unavailable, now=now) or meets(interval, busy)
            if in_time and count < slot.capacity and not closed:
                yield Opening(slot.id, day, interval, until, slot.capacity, count, slot.modalities)

    return tuple(sorted((opening for slot in slots for opening in of(slot)), key=_by_start))


def occurrences_of(
    slots: Sequence[Slot],
    *,
    unavailable: Sequence[Interval | Since],
    taken: Mapping[tuple[int, date], int],
    first: date,
    last: date,
    now: datetime,
    busy: Sequence[Interval] = (),
) -> tuple[AgendaEntry, ...]:
    """Every occurrence of `slots` on the local days from `first` through `last`, ordered by start, then slot id.

    `unavailable` as `openings` would tell at `now`; an occurrence that is over is told by its start.
    """
    entries = (
        AgendaEntry(
            slot_id=slot.id,
            day=day,
            interval=interval,
            until=slot.until(interval),
            capacity=slot.capacity,
            taken=taken.get((slot.id, day), 0),
            modalities=slot.modalities,
            unavailable=hidden(interval, unavailable, now=now),
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


def hidden(occurrence: Interval, unavailable: Sequence[Interval | Since], *, now: datetime) -> bool:
    """Whether an unavailability covers the next instant at which the occurrence could receive: its start, or `now`.

    A plage under way when its doctor stops leaves at once, and comes back if the doctor does.
    """
    moment = max(occurrence.start, now) if now < occurrence.end else occurrence.start
    return any(hole.contains(moment) for hole in unavailable)


def _by_start(occurrence: Opening | AgendaEntry) -> tuple[datetime, int]:
    return occurrence.interval.start, occurrence.slot_id
