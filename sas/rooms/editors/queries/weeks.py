"""The slots that editors give of a place, as whoever keeps it reads them: read only (F-047)."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.editors.enums import Action, Interfaced, Labels
from sas.rooms.editors.models import EditorReading, EditorSite
from sas.rooms.editors.rules import read
from sas.rooms.participation import queries as participation
from sas.timetable.capacity import search_window
from sas.timetable.modality import Modality

NOT_YOURS = "Vous n'agissez pas pour ce lieu d'exercice."


@dataclass(frozen=True, slots=True)
class EditorLine:
    """A free slot, naive hours on the wall of the place; `public`: anyone may book it."""

    start: datetime
    end: datetime
    modalities: Modality
    bookable: bool
    public: bool


@dataclass(frozen=True, slots=True)
class EditorDayShown:
    """A day that has slots."""

    day: date
    lines: tuple[EditorLine, ...]


@dataclass(frozen=True, slots=True)
class EditorSource:
    """What one editor tells of a place. `read_at` None: it has not answered yet; `failing`: its last answer failed.

    `elsewhere`: addresses that the editor alone knows, and of which no place could be made.
    """

    editor: str
    state: Interfaced
    read_at: datetime | None
    failing: bool
    days: tuple[EditorDayShown, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditorAgenda:
    """A place with what each of its editors tells of the three days that the regulation sees."""

    place: PlaceFacts
    sources: tuple[EditorSource, ...]


def editor_agenda(*, actor: Actor, place_id: int, now: datetime) -> EditorAgenda:
    """Raises Refused to whoever does not act for the place."""
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if place is None or not participation.acts_for_all(actor=actor, place_ids=[place_id]):
        raise Refused(NOT_YOURS)
    owner = (
        {"professional_id": place.professional_id} if place.professional_id else {"structure_id": place.structure_id}
    )
    names = {one.id: one.name for one in directory.editors(actor=actor)}
    readings = [one for one in EditorReading.objects.filter(**owner).order_by("editor_id") if one.editor_id in names]
    sites = list(EditorSite.objects.filter(reading__in=[one.id for one in readings]).order_by("id"))
    return EditorAgenda(
        place,
        tuple(
            _source(one, names[one.editor_id], [site for site in sites if site.reading_id == one.id], place, now=now)
            for one in readings
        ),
    )


def state_of(reading: EditorReading) -> Interfaced:
    """Whether the editor gives the slots of this person, has ceased to, or never did."""
    if reading.interfaced_at is not None:
        return Interfaced.GAINED
    return Interfaced.NEVER if reading.lost_at is None else Interfaced.LOST


def _source(
    reading: EditorReading, name: str, sites: list[EditorSite], place: PlaceFacts, *, now: datetime
) -> EditorSource:
    zone, horizon = ZoneInfo(place.time_zone), search_window(now, place.time_zone).end
    here = [slot for site in sites if site.place_id == place.id for slot in read(site.slots)]
    days: dict[date, list[EditorLine]] = {}
    for slot in sorted((one for one in here if now < one.start < horizon), key=lambda one: (one.start, one.key)):
        start, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (slot.start, slot.end))
        public = Labels.PUBLIC in slot.labels
        days.setdefault(start.date(), []).append(EditorLine(start, end, slot.modalities, slot.bookable, public))
    return EditorSource(
        editor=name,
        state=state_of(reading),
        read_at=reading.answered_at,
        failing=bool(reading.failure),
        days=tuple(EditorDayShown(day, tuple(lines)) for day, lines in days.items()),
        elsewhere=tuple(
            f"{site.line}, {site.postal_code} {site.city}" for site in sites if site.action == Action.CREATE
        ),
    )
