"""Appointments that editors report: each becomes an orientation, or tells what becomes of one (ADR 39)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.queries import RegulatorFacts
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.editors import operations as editors
from sas.rooms.exchanges import operations as exchanges
from sas.rooms.exchanges.enums import Reception
from sas.rooms.exchanges.operations import AppointmentDraft, KeptAppointment
from sas.rooms.journal import operations as journal
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import FREED, MARKS, OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationAppointment, OrientationEvent
from sas.rooms.orientation.operations.confirming import held_by_standby
from sas.rooms.orientation.operations.exchanging import tell_lrms
from sas.rooms.orientation.operations.moving import move

_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('reported orientations'), %s)"
_UNKNOWN_REGULATOR = "Aucun régulateur de la plateforme n'a cet identifiant."


def receive_appointment(
    *, actor: Actor, editor_id: int, draft: AppointmentDraft, creates: bool, now: datetime
) -> KeptAppointment:
    """Keep what an editor reports, and carry it over to the orientation (F-188).

    `creates`: a POST. Of an appointment that has no orientation yet: the one that its regulator made for this doctor
    at this hour, else a new one. One whose doctor is not known, or not yet, waits for a later report. The editor is
    then asked again for its slots: open pages of results follow.

    Raises Refused to anybody but the platform; Impossible for an identifier that is taken (field "identifier"), a
    regulator who is not known (field "extension") and a move that TRANSITIONS does not have (field "status"): then
    nothing is kept.
    """
    if refusal := rules.may_receive(actor):
        raise refusal
    with held_by_standby():
        kept = exchanges.keep_appointment(actor=actor, editor_id=editor_id, draft=draft, creates=creates, now=now)
        if kept.reception is not Reception.REPEATED:
            held = _followed(kept) or _begun(kept, draft, actor=actor, now=now)
            if held:
                _carry(held, draft, actor=actor, now=now)
            editors.ask_again(actor=actor, editor_id=editor_id, identifiers=draft.professionals, now=now)
            told = {"editor": editor_id, "version": kept.version, "orientation": held.id if held else None}
            verb, subject = "receive_appointment", "appointment"
            journal.record(actor=actor, verb=verb, subject=subject, subject_id=kept.id, now=now, **told)
    return kept


def _followed(kept: KeptAppointment) -> Orientation | None:
    """The orientation of the appointment, locked: whoever reports it is believed, its regulator is known."""
    rows = Orientation.objects.select_for_update(of=("self",))
    return rows.filter(reported__appointment_id=kept.id).first()


def _begun(kept: KeptAppointment, draft: AppointmentDraft, *, actor: Actor, now: datetime) -> Orientation | None:
    system, value = draft.regulator
    by = accounts.regulator_known_as(actor=actor, system=system, value=value)
    if by is None:
        raise Impossible(_UNKNOWN_REGULATOR, field="extension")
    with connection.cursor() as cursor:  # two reports never take one orientation
        cursor.execute(_ONE_AT_A_TIME, [by.user_id])
    place = _place(draft, by=by, actor=actor)
    if place is None or place.professional_id is None:
        return None
    held = _made_before(draft, by=by, professional_id=place.professional_id)
    if held is None and rules.REPORTED[draft.status] in FREED:
        return None  # it never took place as far as we know
    held = held or _made(draft, by=by, place=place, actor=actor, now=now)
    OrientationAppointment.objects.create(orientation=held, appointment_id=kept.id, at=now)
    return held


def _place(draft: AppointmentDraft, *, by: RegulatorFacts | None, actor: Actor) -> PlaceFacts | None:
    """Of the first of its doctors whom the directory knows."""
    known = {one.national_id: one.id for one in directory.professionals(actor=actor, national_ids=draft.professionals)}
    doctor = next((known[number] for number in draft.professionals if number in known), None)
    if doctor is None:
        return None
    ids = directory.place_ids_of(actor=actor, professionals=[doctor], structures=[])
    mine = by.territories if by else frozenset()
    near = [one.departements for one in directory.territories(actor=actor) if one.id in mine]
    places = directory.places(actor=actor, place_ids=ids).values()
    return rules.place_reported(places, departements=frozenset().union(*near))


def _made_before(draft: AppointmentDraft, *, by: RegulatorFacts, professional_id: int) -> Orientation | None:
    """The oldest that this regulator made for this doctor at this hour and that no appointment tells yet."""
    at_this_hour = Q(start=draft.start) | Q(start__lte=draft.start, end__gt=draft.start)
    rows = Orientation.objects.select_for_update(of=("self",)).exclude(state__in=FREED)
    mine = rows.filter(author_id=by.user_id, place__professional_id=professional_id, reported__isnull=True)
    return mine.filter(at_this_hour).order_by("id").first()


def _made(
    draft: AppointmentDraft, *, by: RegulatorFacts, place: PlaceFacts, actor: Actor, now: datetime
) -> Orientation:
    made = Orientation.objects.create(
        kind=OrientationKind.EDITOR,
        **_where_and_when(draft, place),
        author_id=by.user_id,
        author_territories=sorted(by.territories),
        created_at=now,
    )
    OrientationEvent.objects.create(orientation=made, state=made.state, at=now, by_id=by.user_id)
    tell_lrms(made, state=OrientationState.ORIENTED, actor=actor, now=now, creates=True)
    return made


def _where_and_when(draft: AppointmentDraft, place: PlaceFacts) -> dict[str, object]:
    day = draft.start.astimezone(ZoneInfo(place.time_zone)).date()
    return {"place_id": place.id, "time_zone": place.time_zone, "day": day, "start": draft.start, "end": draft.end}


def _carry(held: Orientation, draft: AppointmentDraft, *, actor: Actor, now: datetime) -> None:
    """Hour and doctor of one that was taken at the editor's; the state of any. The same state again is no move."""
    changed = held.kind == OrientationKind.EDITOR and _moved_elsewhere(held, draft, actor=actor)
    state, to = OrientationState(held.state), rules.REPORTED[draft.status]
    if to is not state:
        marks = OrientationEvent.objects.filter(orientation=held, state__in=MARKS).order_by("id")
        first = marks.values_list("at", flat=True).first()
        if problem := rules.reported_problem(state, to, first_mark=first, now=now):
            raise problem
        move(held, to, actor=actor, now=now)
    elif changed:
        tell_lrms(held, state=state, actor=actor, now=now)


def _moved_elsewhere(held: Orientation, draft: AppointmentDraft, *, actor: Actor) -> bool:
    """Whether it now takes place at another hour or with another doctor, once that is written."""
    place = directory.places(actor=actor, place_ids=[held.place_id])[held.place_id]
    names = directory.professionals(actor=actor, ids=[place.professional_id] if place.professional_id else [])
    if draft.professionals and not {one.national_id for one in names} & set(draft.professionals):
        own = RegulatorFacts(held.author_id, frozenset(held.author_territories))
        place = _place(draft, by=own, actor=actor) or place
    there = _where_and_when(draft, place)
    if all(getattr(held, name) == value for name, value in there.items()):
        return False
    for name, value in there.items():
        setattr(held, name, value)
    held.save(update_fields=[name.removesuffix("_id") for name in there])
    return True
