"""Why a place that was asked for by its name or its link has no slot in the three days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.availability.queries import AgendaFacts
from sas.rooms.directory import queries as directory
from sas.rooms.offer.enums import NoSlot
from sas.rooms.offer.queries.wording import short_date
from sas.rooms.offer.rules import ABSENCE, HORIZON, why_no_slot
from sas.rooms.participation import queries as participation
from sas.timetable.absence import out_of_results
from sas.timetable.capacity import SEARCH_DAYS, AgendaEntry, occurrences_of
from sas.timetable.interval import Interval, Since, union

_DAY = timedelta(days=1)
_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and the last day away or the day of the next slot; None: without end, or none known."""

    kind: NoSlot
    day: date | None = None

    @property
    def sentence(self) -> str:
        """As the card says it."""
        if self.kind is NoSlot.NO_AGENDA:
            return "Pas d'agenda partagé"
        if self.kind is NoSlot.FULL:
            return "Agenda complet"
        if self.kind is NoSlot.LATER:
            return f"Prochaine disponibilité : {short_date(self.day)}" if self.day else "Aucune disponibilité prochaine"
        return f"Absent jusqu'au {short_date(self.day)}" if self.day else "Absent pour une durée indéterminée"


def sentences(*, actor: Actor, place_ids: Collection[int], now: datetime) -> dict[int, str]:
    """By place; the number of questions does not depend on theirs, and none asks the database nothing."""
    if not place_ids:
        return {}
    places = directory.places(actor=actor, place_ids=place_ids)
    flags = participation.flags_of_places(actor=actor, places=places.values())
    kept = availability.agendas(actor=actor, place_ids=list(places), since=(now - _DAY).astimezone(UTC).date())
    return {
        number: reason_of(kept[number], agenda_open=flags[number].agenda_open, zone=place.time_zone, now=now).sentence
        for number, place in places.items()
    }


def reason_of(agenda: AgendaFacts, *, agenda_open: bool, zone: str, now: datetime) -> Reason:
    """Of a place that has no opening in its three days."""
    today = now.astimezone(ZoneInfo(zone)).date()
    entries = [one for one in _entries(agenda, today=today, now=now) if one.until > now]
    soon = [one for one in entries if one.day < today + timedelta(days=SEARCH_DAYS)]
    kind = why_no_slot(
        away=_is_away(agenda, now),
        agenda_open=agenda_open,
        ahead=bool(entries),
        soon=any(not one.unavailable for one in soon),
        hidden=bool(soon),
    )
    if kind is NoSlot.AWAY:
        return Reason(kind, _last_day_away(agenda, since=soon[0].interval.start if soon else now, now=now, zone=zone))
    later = [one.day for one in entries if not (one.unavailable or one.busy or one.full)]
    return Reason(kind, min(later, default=None) if kind is NoSlot.LATER else None)


def _entries(agenda: AgendaFacts, *, today: date, now: datetime) -> tuple[AgendaEntry, ...]:
    return occurrences_of(
        agenda.slots,
        unavailable=agenda.unavailable,
        busy=agenda.busy,
        taken=agenda.taken,
        first=today - _DAY,
        last=today + HORIZON,
        now=now,
    )


def _is_away(agenda: AgendaFacts, now: datetime) -> bool:
    stretch = out_of_results(agenda.unavailable, span=ABSENCE, now=now)
    return stretch is not None and stretch.first <= now


def _last_day_away(agenda: AgendaFacts, *, since: datetime, now: datetime, zone: str) -> date | None:
    """The last local day of the unavailability that covers `now`, else `since`; None: without end."""
    holes = [Interval(one.start, _FOREVER if isinstance(one, Since) else one.end) for one in agenda.unavailable]
    covered = union(holes)
    found = next((one for moment in (now, since) for one in covered if one.contains(moment)), None)
    if found is None or found.end == _FOREVER:
        return None
    return (found.end - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
