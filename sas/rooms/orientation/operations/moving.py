"""What becomes of an orientation: cancelled by the regulation, declined, honoured or not."""

from datetime import datetime

from django.conf import settings

from sas.actor import Actor
from sas.errors import Impossible, Refused
from sas.rooms.accounts import queries as accounts
from sas.rooms.availability import operations as availability
from sas.rooms.directory import queries as directory
from sas.rooms.editors import operations as editors
from sas.rooms.journal import operations as journal
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import MARKS, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent
from sas.rooms.orientation.operations.confirming import held_by_standby
from sas.rooms.orientation.operations.exchanging import tell_lrms
from sas.rooms.orientation.operations.telling import News, appointment_of, tell_keepers
from sas.rooms.outbox import operations as outbox
from sas.rooms.participation import queries as participation
from sas.rooms.texts import queries as texts

_UNKNOWN = "Cette orientation n'existe pas."
_VERBS = {
    OrientationState.CANCELLED: "cancel_orientation",
    OrientationState.DECLINED: "decline_orientation",
    OrientationState.HONOURED: "mark_honoured",
    OrientationState.NOT_HONOURED: "mark_not_honoured",
}


def cancel(*, actor: Actor, orientation_id: int, now: datetime) -> None:
    """Cancel before the start, free the place and write to whoever keeps it (F-187).

    Raises Refused unless the actor is its author or a regulator of a territory its author had; Impossible unless it
    is still to come and in force.
    """
    with held_by_standby():
        held = _held(orientation_id)
        _raise(rules.may_cancel(actor, author_id=held.author_id, territories=held.author_territories))
        _advance(held, OrientationState.CANCELLED, actor=actor, now=now)
        place = directory.places(actor=actor, place_ids=[held.place_id])[held.place_id]
        tell_keepers(held, actor=actor, place=place, news=News.CANCELLED, now=now)


def decline(*, actor: Actor, orientation_id: int, reason: str, now: datetime) -> None:
    """The effecteur declines before the start, which frees the place; the author is written.

    Raises Refused unless the actor acts for the place; Impossible unless it is still to come and in force, and for a
    reason that is empty or too long (field "reason").
    """
    with held_by_standby():
        held = _held(orientation_id)
        _raise(rules.may_decline(acts_for=_acts_for(held, actor)))
        told = rules.checked_reason(reason)
        _advance(held, OrientationState.DECLINED, actor=actor, now=now, reason=told)
        _write_to_author(held, actor=actor, reason=told, now=now)


def mark(*, actor: Actor, orientation_id: int, honoured: bool, now: datetime) -> None:
    """Say that the patient came, or did not, once the appointment has begun (F-187); the place stays taken.

    Raises Refused unless the actor acts for the place as effecteur, délégataire or structure manager; Impossible
    before the start, once cancelled or declined, when it is already said, and CORRECTION after the first mark.
    """
    with held_by_standby():
        held = _held(orientation_id)
        _raise(rules.may_mark(actor, acts_for=_acts_for(held, actor)))
        to = OrientationState.HONOURED if honoured else OrientationState.NOT_HONOURED
        marks = OrientationEvent.objects.filter(orientation=held, state__in=MARKS).order_by("id")
        _raise(rules.correction_problem(first_mark=marks.values_list("at", flat=True).first(), now=now))
        _advance(held, to, actor=actor, now=now)


def _write_to_author(held: Orientation, *, actor: Actor, reason: str, now: datetime) -> None:
    """Place, date, hour and reason, nothing of a patient; an author whose account is closed is not written."""
    to = accounts.email_of(actor=actor, user_id=held.author_id)
    if not to:
        return
    place = directory.places(actor=actor, place_ids=[held.place_id])[held.place_id]
    told = appointment_of(held, place).declined(reason)
    link = f"{settings.PUBLIC_URL}/sas/orientations"
    letter = texts.letter(actor=actor, key="mail_orientation_declined", now=now, lien=link, **told)
    outbox.post(actor=actor, kind="orientation_declined", to=to, letter=letter, now=now, user_id=held.author_id)


def _held(orientation_id: int) -> Orientation:
    """The orientation, locked: its story moves one step at a time."""
    held = Orientation.objects.select_for_update(of=("self",)).filter(id=orientation_id).first()
    if held is None:
        raise Impossible(_UNKNOWN)
    return held


def _acts_for(held: Orientation, actor: Actor) -> bool:
    return participation.acts_for_all(actor=actor, place_ids=[held.place_id])


def _raise(problem: Refused | Impossible | None) -> None:
    if problem:
        raise problem


def _advance(held: Orientation, to: OrientationState, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """What people say: not of what is changed in the editor's software only, and within the hours of the move."""
    _raise(rules.elsewhere_problem(held.kind, to))
    _raise(rules.move_problem(OrientationState(held.state), to, start=held.start, now=now))
    move(held, to, actor=actor, now=now, reason=reason)


def move(held: Orientation, to: OrientationState, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """The only way from a state to another, once it is allowed: its event, its trace and the place given back.

    The regulation's software is told.
    """
    Orientation.objects.filter(id=held.id).update(state=to)
    held.state = to
    OrientationEvent.objects.create(orientation=held, state=to, at=now, by_id=actor.user_id, reason=reason)
    if held.slot_id is not None and to not in MARKS:
        availability.free_place(actor=actor, slot_id=held.slot_id, day=held.day, now=now)
    if held.editor_slot is not None and to not in MARKS:
        editors.free_slot(actor=actor, place_id=held.place_id, number=held.editor_slot, now=now)
    verb = _VERBS[to]
    journal.record(actor=actor, verb=verb, subject="orientation", subject_id=held.id, now=now, place=held.place_id)
    tell_lrms(held, state=to, actor=actor, now=now)
