"""From the truth of the rooms below to the rows of the read model, as pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.rooms.availability.queries import AgendaFacts
from sas.rooms.directory.queries import ActivityFacts, PlaceFacts
from sas.rooms.editors.enums import Known, Labels
from sas.rooms.editors.queries import EditorOffer
from sas.rooms.editors.rules import KeptSlot, number_of
from sas.rooms.offer.enums import Sign
from sas.rooms.offer.rules import ABSENCE, HORIZON, band_of, clock, convention_of, on_sphere, shuffle_of
from sas.rooms.participation.rules import PlaceFlags
from sas.timetable.absence import Stretch, out_of_results
from sas.timetable.capacity import Opening, openings
from sas.timetable.interval import Interval

PHARMACIST = "21"
"""Profession of the nomenclature TRE_G15: Pharmacien."""

_WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")

RankRow = tuple[
    int, int, int, float, float, float, float, int, bool, bool, bool, bool, int, int | None,
    *tuple[datetime | None, ...],
]  # fmt: skip
CardRow = tuple[object, ...]
OpeningKey = tuple[int, datetime, int]
OpeningRest = tuple[date, str, datetime, int, int, int, int, int, str, bool]
OpeningItem = tuple[OpeningKey, OpeningRest]


@dataclass(frozen=True, slots=True)
class Projection:
    """The rows of one place; a place without coordinates or closed has none (sas-domain §1.15)."""

    ranks: tuple[RankRow, ...] = ()
    card: CardRow | None = None
    openings: tuple[OpeningItem, ...] = ()


def project(
    *,
    place: PlaceFacts,
    flags: PlaceFlags,
    agenda: AgendaFacts,
    labels: dict[int, ActivityFacts],
    now: datetime,
    editor: EditorOffer | None = None,
) -> Projection:
    """What a regulator may be shown of a place from `now` on.

    The slots of an editor that has told some of the place stand instead of those of the agenda (sas-domain §1.7).
    """
    if not _stands(place, editor):
        return Projection()
    found = openings_shown(place=place, flags=flags, agenda=agenda, now=now, editor=editor)
    absent = out_of_results(agenda.unavailable, span=ABSENCE, now=now)
    unread = editor is not None and editor.known is not Known.READ
    return Projection(
        ranks=tuple(_rank(place, flags, one, found, absent=absent, unread=unread) for one in place.activities),
        card=(*_card(place, flags, agenda, labels, phone=_phone(place, editor)), *_source(editor)),
        openings=found,
    )


def openings_shown(
    *, place: PlaceFacts, flags: PlaceFlags, agenda: AgendaFacts, now: datetime, editor: EditorOffer | None
) -> tuple[OpeningItem, ...]:
    """Those that a regulator may be shown of a place from `now` on, by start; none depends on the others."""
    if not _stands(place, editor):
        return ()
    if editor is not None and editor.known is Known.READ:
        return tuple(_editor_opening(place, editor, slot) for slot in editor.slots)
    return _agenda_openings(place, agenda, now=now) if flags.agenda_open else ()


def _stands(place: PlaceFacts, editor: EditorOffer | None) -> bool:
    """A place that an editor alone knows stands as long as one that may be shown tells it."""
    if place.by_editor and (editor is None or editor.known is not Known.READ):
        return False
    return not place.closed and place.lat is not None and place.lon is not None and bool(place.activities)


def _agenda_openings(place: PlaceFacts, agenda: AgendaFacts, *, now: datetime) -> tuple[OpeningItem, ...]:
    found = openings(
        agenda.slots,
        unavailable=agenda.unavailable,
        busy=agenda.busy,
        taken=agenda.taken,
        window=Interval(now, now + HORIZON),
        now=now,
    )
    creneaux = {slot.id for slot in agenda.slots if slot.patients is None}
    return tuple(_opening(place, opening, is_creneau=opening.slot_id in creneaux) for opening in found)


def _rank(
    place: PlaceFacts,
    flags: PlaceFlags,
    activity: int,
    found: tuple[OpeningItem, ...],
    *,
    absent: Stretch | None,
    unread: bool,
) -> RankRow:
    lat, lon = place.lat or 0.0, place.lon or 0.0
    first, second = (*found[:2], None, None)[:2]
    return (
        place.id,
        activity,
        band_of(lat),
        lon,
        *on_sphere(lat, lon),
        shuffle_of(place.id),
        flags.participates,
        flags.overbooking,
        flags.reorientation,
        unread,
        convention_of(place.convention),
        flags.cpts,
        *_start_and_until(first),
        *_start_and_until(second),
        *((absent.first, absent.last) if absent else (None, None)),
    )


def _start_and_until(opening: OpeningItem | None) -> tuple[datetime | None, datetime | None]:
    if opening is None:
        return None, None
    (_, start, _), (_, _, until, *_) = opening
    return start, until


def _opening(place: PlaceFacts, opening: Opening, *, is_creneau: bool) -> OpeningItem:
    key = (place.id, opening.interval.start, opening.slot_id)
    zone = ZoneInfo(place.time_zone)
    hours = clock(opening.interval.start.astimezone(zone))
    if not is_creneau:
        hours = f"{hours} – {clock(opening.interval.end.astimezone(zone))}"
    capacity = 0 if is_creneau else opening.capacity
    minutes = (opening.interval.end - opening.interval.start) // timedelta(minutes=1)
    taken, kinds = opening.taken, int(opening.modalities)
    return key, (opening.day, hours, opening.until, capacity, taken, kinds, minutes, int(Labels.PUBLIC), "", True)


def _editor_opening(place: PlaceFacts, editor: EditorOffer, slot: KeptSlot) -> OpeningItem:
    """For one patient, until it starts; one phones where the editor's booking is not end to end."""
    local = slot.start.astimezone(ZoneInfo(place.time_zone))
    url = "" if editor.by_phone or not slot.bookable else slot.url
    key = (place.id, slot.start, number_of(editor_id=editor.editor_id, key=slot.key))
    kinds = int(slot.modalities)
    rest = (local.date(), clock(local), slot.start, 0, 0, kinds, slot.minutes, int(slot.labels), url, slot.bookable)
    return key, rest


def _card(
    place: PlaceFacts, flags: PlaceFlags, agenda: AgendaFacts, labels: dict[int, ActivityFacts], *, phone: str
) -> CardRow:
    sign = _sign(place, labels)
    return (
        place.id,
        place.professional_id,
        place.structure_id,
        place.name,
        _subtitle(place, labels, sign)[:160],
        (place.town_line if sign == Sign.SOS else place.address_line)[:260],
        place.lat,
        place.lon,
        place.time_zone,
        phone,
        place.convention,
        flags.label,
        flags.overbooking,
        agenda.additional_info,
        agenda.updated_at,
        list(place.activities),
        sign.value,
        flags.reorientation,
        [f"{_WEEKDAYS[day.weekday - 1]} : {_told(day.hours)}"[:120] for day in place.hours],
        flags.cpts,
        place.updated_at,
    )


def _source(editor: EditorOffer | None) -> CardRow:
    return (editor.editor_id, editor.editor, editor.known.value) if editor else (None, "", "")


def _phone(place: PlaceFacts, editor: EditorOffer | None) -> str:
    """That of whoever gives the slots, else the directory's: a card that says to phone says where."""
    if editor is not None and editor.phone:
        return editor.phone
    return place.phones[0] if place.phones else ""


def _sign(place: PlaceFacts, labels: dict[int, ActivityFacts]) -> Sign:
    if place.addressed_structure_id is not None:
        return Sign(place.structure_kind)
    professions = {labels[one].profession_code or labels[one].code for one in place.activities if one in labels}
    return Sign.PHARMACY if professions == {PHARMACIST} else Sign.PROFESSIONAL


def _subtitle(place: PlaceFacts, labels: dict[int, ActivityFacts], sign: Sign) -> str:
    """A point of SOS Médecins tells its association; anything else what it does."""
    if sign == Sign.SOS:
        return place.structure_name
    return ", ".join(labels[activity].label for activity in place.activities if activity in labels)


def _told(hours: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{start.replace(':', 'h')} – {end.replace(':', 'h')}" for start, end in hours)
