"""The regulator's act: a patient is oriented on a slot, or en sus."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from sas.actor import Actor
from sas.errors import Impossible, Refused
from sas.rooms.availability import operations as availability
from sas.rooms.availability import queries as agendas
from sas.rooms.directory import queries as directory
from sas.rooms.editors import operations as editors
from sas.rooms.editors.enums import SlotRefusal
from sas.rooms.editors.queries import EditorSlot
from sas.rooms.journal import operations as journal
from sas.rooms.offer.enums import DistanceBand
from sas.rooms.orientation import queries, rules
from sas.rooms.orientation.enums import PENDING, OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent, OrientationRequest
from sas.rooms.orientation.operations.confirming import held_by_standby
from sas.rooms.orientation.operations.exchanging import tell_lrms
from sas.rooms.orientation.operations.telling import News, tell_keepers
from sas.rooms.participation import queries as participation
from sas.timetable.modality import Modality
from sas.timetable.recurrence import instant

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


def orient(
    *,
    actor: Actor,
    key: UUID,
    slot_id: int,
    day: date,
    modality: Modality | None,
    now: datetime,
    with_package: bool = False,
    distance: DistanceBand = DistanceBand.UNKNOWN,
) -> Outcome:
    """Send a patient on the occurrence of `day` (local) of a slot: F-180, F-181, F-185.

    `with_package`: a regulator who is an IOA too searched the reorientation package; an IOA always does (F-200).
    `distance`: the card's. The same `key` from the same author gives the first outcome again, and waits for one under
    way. Raises Refused for anyone but a regulator or an IOA of the package, and for another's key; Impossible when no
    way of receiving is chosen among several, the place has closed or is not of the package, or the key served before.
    """
    _raise(rules.may_orient(actor))
    kind = rules.kind_on_slot(actor, with_package=with_package)
    with held_by_standby():
        if known := _first_outcome(actor=actor, key=key, asked=f"slot {slot_id} {day} {int(modality or 0)}", now=now):
            return known
        place = availability.take_place(actor=actor, slot_id=slot_id, day=day, now=now)
        if isinstance(place, availability.TakeRefusal):
            return _refuse(actor=actor, key=key, refusal=place.value, now=now)
        facts = _open_place(actor=actor, place_id=place.place_id)
        _check_package(kind, actor=actor, place=facts)
        made = _on_slot(place, kind=kind, modality=modality, distance=distance)
        return _make(made, actor=actor, place=facts, key=key, now=now)


def orient_on_editor(
    *,
    actor: Actor,
    key: UUID,
    place_id: int,
    number: int,
    modality: Modality | None,
    now: datetime,
    with_package: bool = False,
    distance: DistanceBand = DistanceBand.UNKNOWN,
) -> Outcome:
    """Record that a patient was sent on an editor's slot, agreed by phone: the rules of `orient`, and its key.

    `number` names the slot among openings. The editor is told nothing: the slot is no longer shown here.
    """
    _raise(rules.may_orient(actor))
    kind = rules.kind_on_slot(actor, with_package=with_package)
    asked = f"editor {place_id} {number} {int(modality or 0)}"
    with held_by_standby():
        if known := _first_outcome(actor=actor, key=key, asked=asked, now=now):
            return known
        facts = _open_place(actor=actor, place_id=place_id)
        slot = editors.take_slot(actor=actor, place_id=place_id, number=number, now=now)
        if isinstance(slot, SlotRefusal):
            return _refuse(actor=actor, key=key, refusal=slot.value, now=now)
        _check_package(kind, actor=actor, place=facts)
        made = _on_editor(slot, kind=kind, modality=modality, distance=distance)
        return _make(made, actor=actor, place=facts, key=key, now=now)


def orient_surnumeraire(
    *,
    actor: Actor,
    key: UUID,
    place_id: int,
    local: datetime,
    now: datetime,
    distance: DistanceBand = DistanceBand.UNKNOWN,
) -> Outcome:
    """Send a patient outside the availability, at `local`: naive wall time at the place (F-182).

    A patient sent to somebody who takes part via a CPTS is sent to the CPTS, whose manager names the member (F-183).
    `key` as in `orient`. Raises Refused for anyone but a regulator; Impossible when the place does not receive en sus
    or has closed, or when the date (field "day") or the hour (field "time") does not fit.
    """
    _raise(rules.may_orient_en_sus(actor))
    with held_by_standby():
        asked = f"en sus {place_id} {local.isoformat()}"
        if known := _first_outcome(actor=actor, key=key, asked=asked, now=now):
            return known
        place = _open_place(actor=actor, place_id=place_id)
        to = queries.recipient_en_sus(actor=actor, place=place)
        if to is None:
            raise Impossible(_NOT_EN_SUS)
        _raise(rules.surnumeraire_problem(local, zone=place.time_zone, now=now))
        start = instant(local.date(), local.time(), place.time_zone)
        if _is_unavailable(actor=actor, place_id=place_id, start=start):
            return _refuse(actor=actor, key=key, refusal=availability.TakeRefusal.UNAVAILABLE.value, now=now)
        made = _en_sus(to.place, local.date(), start=start, zone=place.time_zone, distance=distance)
        return _make(made, actor=actor, place=to.place, key=key, now=now)


def _en_sus(to: directory.PlaceFacts, day: date, *, start: datetime, zone: str, distance: DistanceBand) -> Orientation:
    return Orientation(
        kind=OrientationKind.SURNUMERAIRE,
        place_id=to.id,
        day=day,
        start=start,
        end=start,
        time_zone=zone,
        distance_band=distance,
    )


def _on_slot(
    place: availability.TakenPlace, *, kind: OrientationKind, modality: Modality | None, distance: DistanceBand
) -> Orientation:
    return Orientation(
        kind=kind,
        place_id=place.place_id,
        slot_id=place.slot_id,
        day=place.day,
        start=place.interval.start,
        end=place.interval.end,
        time_zone=place.zone,
        modalities=rules.chosen_modality(place.modalities, modality),
        taken=place.taken,
        capacity=place.capacity,
        distance_band=distance,
    )


def _on_editor(
    slot: EditorSlot, *, kind: OrientationKind, modality: Modality | None, distance: DistanceBand
) -> Orientation:
    assert slot.interval is not None  # it was taken
    assert slot.day is not None
    return Orientation(
        kind=kind,
        place_id=slot.place_id,
        editor_id=slot.editor_id,
        editor_slot=slot.number,
        day=slot.day,
        start=slot.interval.start,
        end=slot.interval.end,
        time_zone=slot.zone,
        modalities=rules.chosen_modality(slot.modalities, modality),
        distance_band=distance,
    )


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


def _make(made: Orientation, *, actor: Actor, place: directory.PlaceFacts, key: UUID, now: datetime) -> Outcome:
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
        slot=made.slot_id or made.editor_slot,
        day=made.day.isoformat(),
    )
    tell_keepers(made, actor=actor, place=place, news=News.RECEIVED, now=now)
    tell_lrms(made, state=OrientationState.ORIENTED, actor=actor, now=now, creates=True)
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


def _check_package(kind: OrientationKind, *, actor: Actor, place: directory.PlaceFacts) -> None:
    if kind != OrientationKind.REORIENTATION:
        return
    takes_part = participation.flags_of_places(actor=actor, places=[place])[place.id].reorientation
    opened = any(one.takes_part for one in participation.own_establishments(actor=actor))
    _raise(rules.package_problem(kind, opened=opened, takes_part=takes_part))


def _is_unavailable(*, actor: Actor, place_id: int, start: datetime) -> bool:
    agenda = agendas.agendas(actor=actor, place_ids=[place_id]).get(place_id)
    return agenda is not None and any(hole.contains(start) for hole in agenda.unavailable)
