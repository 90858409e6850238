"""The agenda of a place as the holder of its private address reads it."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from sas.actor import Actor
from sas.adapters.calendars.values import PublishedCalendar
from sas.rooms.availability import queries as availability
from sas.rooms.calendars import queries as calendars
from sas.rooms.directory import queries as directory
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import OrientationKind, OrientationState
from sas.rooms.orientation.models import OrientationEvent
from sas.timetable.capacity import AgendaEntry, occurrences_of
from sas.timetable.interval import Interval

_ONE_DAY = timedelta(days=1)


def feed(*, actor: Actor, token: str, now: datetime) -> PublishedCalendar | None:
    """The last four weeks and the next eight of the agenda that the token opens; None when it opens none, or no more.

    The token is the right to read: the actor may be nobody. A place that closes takes its address away.
    """
    place_id = calendars.place_of_token(actor=actor, token=token)
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id) if place_id else None
    if place is None or place.closed:
        return None
    wall = ZoneInfo(place.time_zone)
    midnight = now.astimezone(wall).replace(hour=0, minute=0, second=0, microsecond=0)
    window = Interval(midnight - rules.FEED_BEHIND, midnight + rules.FEED_AHEAD)
    first, last = window.start.astimezone(wall).date(), window.end.astimezone(wall).date() - _ONE_DAY
    agenda = availability.agendas(actor=actor, place_ids=[place.id], since=first)[place.id]
    known = _known(place.id, window)
    events = rules.feed_events(
        rules.Shown(place.id, place.address_line, window, agenda.updated_at or window.start),
        entries=_entries(agenda, first=first, last=last, now=now),
        expected=[one for one in known if one.state in rules.SHOWN_STATES],
        moved=rules.last_moves((one.slot_id, one.day, one.changed_at) for one in known),
        unavailable=agenda.unavailable,
    )
    return PublishedCalendar(f"SAS – {place.name}", urlsplit(settings.PUBLIC_URL).hostname or "", events)


def _entries(agenda: availability.AgendaFacts, *, first: date, last: date, now: datetime) -> tuple[AgendaEntry, ...]:
    return occurrences_of(
        agenda.slots,
        unavailable=agenda.unavailable,
        busy=agenda.busy,
        taken=agenda.taken,
        first=first,
        last=last,
        now=now,
    )


def _known(place_id: int, window: Interval) -> list[rules.Expected]:
    """Every orientation of the window with its last step, cancelled and declined ones included."""
    steps = OrientationEvent.objects.filter(
        orientation__place_id=place_id, orientation__start__lt=window.end, orientation__start__gte=window.start
    )
    newest = steps.order_by("orientation_id", "-id").distinct("orientation_id").select_related("orientation")
    return [
        rules.Expected(
            id=step.orientation_id,
            state=OrientationState(step.state),
            slot_id=step.orientation.slot_id,
            day=step.orientation.day,
            start=step.orientation.start,
            end=step.orientation.end,
            changed_at=step.at,
            by_editor=step.orientation.editor_slot is not None or step.orientation.kind == OrientationKind.EDITOR,
        )
        for step in newest
    ]
