"""The agenda of a place as other calendars show it: no patient, no regulator (F-186)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sas.adapters.calendars.values import CalendarEvent
from sas.rooms.orientation.enums import OrientationState
from sas.timetable.capacity import AgendaEntry
from sas.timetable.interval import Interval, Since

FEED_BEHIND, FEED_AHEAD = timedelta(weeks=4), timedelta(weeks=8)
"""How much of an agenda its address shows."""

EN_SUS_LASTS = timedelta(minutes=15)
"""An orientation en sus has an hour and no end: a quarter of an hour is drawn."""

SHOWN_STATES = (OrientationState.ORIENTED, OrientationState.HONOURED, OrientationState.NOT_HONOURED)
_SAID = {OrientationState.HONOURED: " – honorée", OrientationState.NOT_HONOURED: " – non honorée"}


@dataclass(frozen=True, slots=True)
class Expected:
    """An orientation in force, reduced to what its place may be shown outside."""

    id: int
    state: OrientationState
    slot_id: int | None
    day: date
    start: datetime
    end: datetime
    changed_at: datetime
    by_editor: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """The place of a feed: `changed_at` is the last change of its agenda by people."""

    place_id: int
    address: str
    window: Interval
    changed_at: datetime


def feed_events(
    shown: Shown,
    *,
    entries: Iterable[AgendaEntry],
    expected: Sequence[Expected],
    moved: Mapping[tuple[int, date], datetime],
    unavailable: Iterable[Since | Interval],
) -> tuple[CalendarEvent, ...]:
    """Availability, orientations and unavailability, by start.

    `moved`: when an orientation last came or went on an occurrence, by slot id and day. What an unavailability or a
    private calendar hides is left out, as it is from the regulation; a full créneau is told by its orientation.
    """
    events = [
        *(_free(entry, shown, moved) for entry in entries if not _left_out(entry)),
        *(_patient(one, shown) for one in expected),
        *(_absence(hole, shown) for hole in _clipped(unavailable, shown.window)),
    ]
    return tuple(sorted(events, key=lambda event: (event.start, event.key)))


def last_moves(events: Iterable[tuple[int | None, date, datetime]]) -> dict[tuple[int, date], datetime]:
    """The latest instant by occurrence; what is en sus has none."""
    found: defaultdict[tuple[int, date], list[datetime]] = defaultdict(list)
    for slot_id, day, at in events:
        if slot_id is not None:
            found[slot_id, day].append(at)
    return {occurrence: max(instants) for occurrence, instants in found.items()}


def _left_out(entry: AgendaEntry) -> bool:
    return entry.unavailable or entry.busy or (entry.full and entry.until == entry.interval.start)


def _free(entry: AgendaEntry, shown: Shown, moved: Mapping[tuple[int, date], datetime]) -> CalendarEvent:
    creneau = entry.until == entry.interval.start
    count = f"{entry.taken}/{entry.capacity} patient{'s' if entry.capacity > 1 else ''}"
    what = "SAS : créneau disponible" if creneau else f"SAS : plage horaire, {count}"
    return CalendarEvent(
        key=f"disponibilite-{entry.slot_id}-{entry.day:%Y%m%d}",
        start=entry.interval.start,
        end=entry.interval.end,
        summary=f"{what} ({entry.modalities.letters})",
        location=shown.address,
        busy=False,
        changed_at=max(shown.changed_at, moved.get((entry.slot_id, entry.day), shown.changed_at)),
    )


def _patient(one: Expected, shown: Shown) -> CalendarEvent:
    what = "SAS : patient orienté" if one.slot_id or one.by_editor else "SAS : patient orienté en sus"
    return CalendarEvent(
        key=f"orientation-{one.id}",
        start=one.start,
        end=one.end if one.end > one.start else one.start + EN_SUS_LASTS,
        summary=what + _SAID.get(one.state, ""),
        location=shown.address,
        busy=True,
        changed_at=one.changed_at,
    )


def _absence(hole: Interval, shown: Shown) -> CalendarEvent:
    return CalendarEvent(
        key=f"indisponibilite-{shown.place_id}-{hole.start:%Y%m%dT%H%M%S}",
        start=hole.start,
        end=hole.end,
        summary="SAS : indisponible",
        location=shown.address,
        busy=True,
        changed_at=shown.changed_at,
    )


def _clipped(holes: Iterable[Since | Interval], window: Interval) -> Iterable[Interval]:
    """An unavailability keeps its start, which names it; one whose end is not known is drawn to that of the window."""
    for hole in holes:
        end = window.end if isinstance(hole, Since) else hole.end
        if hole.start < window.end and end > window.start:
            yield Interval(hole.start, end)
