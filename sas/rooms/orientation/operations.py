"""The regulator's act: oriented, cancelled; the effecteur's answer: declined."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from sas.actor import Actor
from sas.errors import Impossible, Refused
from sas.rooms.accounts import queries as accounts
from sas.rooms.availability import operations as availability
from sas.rooms.availability import queries as agendas
from sas.rooms.directory import queries as directory
from sas.rooms.journal import operations as journal
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import PENDING, OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent, OrientationRequest
from sas.rooms.outbox import operations as outbox
from sas.rooms.participation import queries as participation
from sas.timetable.modality import Modality
from sas.timetable.recurrence import instant

_UNKNOWN = "Cette orientation n'existe pas."
_CLOSED = "Ce lieu d'exercice a fermé : choisissez une autre offre de soins."
_NOT_EN_SUS = "Cet effecteur n'accepte pas de patients en sus de ses disponibilités."
_KEY_OF_ANOTHER = "Ce formulaire appartient à une autre session."
_KEY_REUSED = "Ce formulaire a déjà servi pour une autre demande : revenez à la recherche, puis recommencez."

_CLAIM = """
insert into orientation_orientationrequest (key, author_id, at, asked, refusal) values (%s, %s, %s, %s, %s)
on conflict (key) do nothing
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: an orientation, or the code of a refusal (`availability`'s TakeRefusal)."""

    orientation_id: int | None
    refusal: str = ""


def orient(*, actor: Actor, key: UUID, slot_id: int, day: date, modality: Modality | None, now: datetime) -> Outcome:
    """Send a patient on the occurrence of `day` (local) of a slot: F-180, F-181, F-185.

    The same `key` from the same author gives the first outcome again, made or refused, and waits for it when it is
    under way. Raises Refused for anyone but a regulator and for somebody else's key; Impossible when several ways of
    receiving are offered and none is chosen, when the place has closed, or when the key served another request.
    """
    _raise(rules.may_orient(actor))
    asked = f"slot {slot_id} {day} {int(modality or 0)}"
    with transaction.atomic(durable=True):
        if known := _first_outcome(actor=actor, key=key, asked=asked, now=now):
            return known
        place = availability.take_place(actor=actor, slot_id=slot_id, day=day, now=now)
        if isinstance(place, availability.TakeRefusal):
            return _refuse(actor=actor, key=key, refusal=place.value, now=now)
        _open_place(actor=actor, place_id=place.place_id)
        made = Orientation(
            kind=OrientationKind.SLOT,
            place_id=place.place_id,
            slot_id=slot_id,
            day=day,
            start=place.interval.start,
            end=place.interval.end,
            time_zone=place.zone,
            modalities=rules.chosen_modality(place.modalities, modality),
            taken=place.taken,
            capacity=place.capacity,
        )
        return _make(made, actor=actor, key=key, now=now)


def orient_surnumeraire(*, actor: Actor, key: UUID, place_id: int, local: datetime, now: datetime) -> Outcome:
    """Send a patient outside the availability, at `local`: naive wall time at the place (F-182).

    `key` as in `orient`. Raises Refused for anyone but a regulator; Impossible when the place does not receive en sus
    or has closed, or when the date (field "day") or the hour (field "time") does not fit.
    """
    _raise(rules.may_orient(actor))
    with transaction.atomic(durable=True):
        asked = f"en sus {place_id} {local.isoformat()}"
        if known := _first_outcome(actor=actor, key=key, asked=asked, now=now):
            return known
        place = _open_place(actor=actor, place_id=place_id)
        if not participation.flags_of(actor=actor, place_ids=[place_id])[place_id].overbooking:
            raise Impossible(_NOT_EN_SUS)
        _raise(rules.surnumeraire_problem(local, zone=place.time_zone, now=now))
        start = instant(local.date(), local.time(), place.time_zone)
        if _is_unavailable(actor=actor, place_id=place_id, start=start):
            return _refuse(actor=actor, key=key, refusal=availability.TakeRefusal.UNAVAILABLE.value, now=now)
        made = Orientation(
            kind=OrientationKind.SURNUMERAIRE,
            place_id=place_id,
            day=local.date(),
            start=start,
            end=start,
            time_zone=place.time_zone,
        )
        return _make(made, actor=actor, key=key, now=now)


def cancel(*, actor: Actor, orientation_id: int, now: datetime) -> None:
    """Cancel before the start and free the place (F-187).

    Raises Refused unless the actor is its author or a regulator of a territory its author had; Impossible once
    cancelled, declined or started.
    """
    with transaction.atomic(durable=True):
        held = _held(orientation_id)
        _raise(rules.may_cancel(actor, author_id=held.author_id, territories=held.author_territories))
        _advance(held, OrientationState.CANCELLED, actor=actor, now=now)


def decline(*, actor: Actor, orientation_id: int, reason: str, now: datetime) -> None:
    """The effecteur declines before the start, which frees the place; the author is written.

    Raises Refused unless the actor acts for the place; Impossible once cancelled, declined or started, and for a
    reason that is empty or too long (field "reason").
    """
    with transaction.atomic(durable=True):
        held = _held(orientation_id)
        _raise(rules.may_decline(actor, place_id=held.place_id))
        told = rules.checked_reason(reason)
        _advance(held, OrientationState.DECLINED, actor=actor, now=now, reason=told)
        _write_to_author(held, actor=actor, reason=told, now=now)


def _write_to_author(held: Orientation, *, actor: Actor, reason: str, now: datetime) -> None:
    """Place, date, hour and reason, nothing of a patient; an author whose account is closed is not written."""
    to = accounts.email_of(actor=actor, user_id=held.author_id)
    if not to:
        return
    place = directory.places(actor=actor, place_ids=[held.place_id])[held.place_id]
    letter = rules.decline_letter(
        place=place.name,
        address=place.address_line,
        local_start=held.start.astimezone(ZoneInfo(held.time_zone)).replace(tzinfo=None),
        reason=reason,
        url=f"{settings.PUBLIC_URL}/sas/orientations",
    )
    outbox.post(actor=actor, kind="orientation_declined", to=to, letter=letter, now=now, user_id=held.author_id)


def _raise(problem: Refused | Impossible | None) -> None:
    if problem:
        raise problem


def _first_outcome(*, actor: Actor, key: UUID, asked: str, now: datetime) -> Outcome | None:
    """Claim the key for this transaction, or tell what came of it; a claim under way elsewhere is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [key, actor.user_id, now, asked, PENDING])
        if cursor.rowcount:
            return None
    first = OrientationRequest.objects.get(key=key)
    if first.author_id != actor.user_id:
        raise Refused(_KEY_OF_ANOTHER)
    if first.asked != asked:
        raise Impossible(_KEY_REUSED)
    return Outcome(first.orientation_id, first.refusal)


def _make(made: Orientation, *, actor: Actor, key: UUID, now: datetime) -> Outcome:
    assert actor.user_id is not None  # a regulator is somebody
    made.author_id, made.author_territories, made.created_at = actor.user_id, sorted(actor.territories), now
    made.save(force_insert=True)
    OrientationEvent.objects.create(orientation=made, state=made.state, at=now, by_id=actor.user_id)
    OrientationRequest.objects.filter(key=key).update(orientation=made, refusal="")
    journal.record(
        actor=actor,
        verb="orient",
        subject="orientation",
        subject_id=made.id,
        now=now,
        kind=int(made.kind),
        place=made.place_id,
        slot=made.slot_id,
        day=made.day.isoformat(),
    )
    return Outcome(made.id)


def _refuse(*, actor: Actor, key: UUID, refusal: str, now: datetime) -> Outcome:
    OrientationRequest.objects.filter(key=key).update(refusal=refusal)
    journal.record(
        actor=actor, verb="orient_refused", subject="orientation_request", subject_id=key, now=now, refusal=refusal
    )
    return Outcome(None, refusal)


def _open_place(*, actor: Actor, place_id: int) -> directory.PlaceFacts:
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if place is None or place.closed:
        raise Impossible(_CLOSED)
    return place


def _is_unavailable(*, actor: Actor, place_id: int, start: datetime) -> bool:
    agenda = agendas.agendas(actor=actor, place_ids=[place_id]).get(place_id)
    return agenda is not None and any(hole.contains(start) for hole in agenda.unavailable)


def _held(orientation_id: int) -> Orientation:
    """The orientation, locked: its story moves one step at a time."""
    held = Orientation.objects.select_for_update(of=("self",)).filter(id=orientation_id).first()
    if held is None:
        raise Impossible(_UNKNOWN)
    return held


def _advance(held: Orientation, to: OrientationState, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """The only way from a state to another: along TRANSITIONS, with its event, its trace and the place given back."""
    _raise(rules.move_problem(OrientationState(held.state), to, start=held.start, now=now))
    Orientation.objects.filter(id=held.id).update(state=to)
    OrientationEvent.objects.create(orientation=held, state=to, at=now, by_id=actor.user_id, reason=reason)
    if held.slot_id is not None:
        availability.free_place(actor=actor, slot_id=held.slot_id, day=held.day, now=now)
    verb = {OrientationState.CANCELLED: "cancel_orientation", OrientationState.DECLINED: "decline_orientation"}[to]
    journal.record(actor=actor, verb=verb, subject="orientation", subject_id=held.id, now=now, place=held.place_id)
