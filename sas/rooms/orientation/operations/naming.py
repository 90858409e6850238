"""Who of a structure received the patient: said by its manager, counted for that member (Avenant 9)."""

from datetime import datetime

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.journal import operations as journal
from sas.rooms.orientation import queries, rules
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.orientation.models import Orientation, OrientationMember
from sas.rooms.orientation.operations.confirming import held_by_standby
from sas.rooms.orientation.operations.exchanging import tell_lrms

_UNKNOWN = "Cette orientation n'existe pas."


def name_member(*, actor: Actor, orientation_id: int, professional_id: int, now: datetime) -> None:
    """Name the member of the structure who received the patient, or another one instead.

    Raises Refused unless the actor manages the structure to which the patient was sent; Impossible once the
    orientation is cancelled or declined, and for somebody who neither works there nor takes part through it (field
    "member").
    """
    with held_by_standby():
        held = Orientation.objects.select_for_update(of=("self",)).filter(id=orientation_id).first()
        if held is None:
            raise Impossible(_UNKNOWN)
        structure_id = directory.places(actor=actor, place_ids=[held.place_id])[held.place_id].addressed_structure_id
        managed = accounts.own_attachments(actor=actor).structure_ids
        members = queries.member_ids(actor=actor, structure_id=structure_id) if structure_id in managed else frozenset()
        for problem in (
            rules.may_name(structure_id, managed=managed),
            rules.naming_problem(OrientationState(held.state), professional_id=professional_id, members=members),
        ):
            if problem:
                raise problem
        _keep(held, actor=actor, professional_id=professional_id, now=now)


def _keep(held: Orientation, *, actor: Actor, professional_id: int, now: datetime) -> None:
    """One name at a time: the journal remembers those before. The same name again writes nothing."""
    if OrientationMember.objects.filter(orientation=held, professional_id=professional_id).exists():
        return
    named = {"professional_id": professional_id, "named_by_id": actor.user_id, "at": now}
    OrientationMember.objects.update_or_create(orientation=held, defaults=named)
    told = {"place": held.place_id, "professional": professional_id}
    journal.record(actor=actor, verb="name_member", subject="orientation", subject_id=held.id, now=now, **told)
    tell_lrms(held, state=OrientationState(held.state), actor=actor, now=now)
