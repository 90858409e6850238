"""The welcome of a family of roles, read once (F-024)."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts.enums import FAMILIES, Family
from sas.rooms.accounts.models import User
from sas.rooms.journal import operations as journal


def note_welcome(*, actor: Actor, family: Family, now: datetime) -> None:
    """Never show this welcome again; raises Impossible for a family that is not the actor's."""
    if family not in {FAMILIES[role] for role in actor.roles}:
        raise Impossible("Ce message ne vous était pas destiné.")
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update().get(id=actor.user_id or 0)
        if family.value in user.welcomed:
            return
        User.objects.filter(id=user.id).update(welcomed=[*user.welcomed, family.value])
        journal.record(
            actor=actor, verb="read_welcome", subject="user", subject_id=user.id, now=now, family=family.value
        )
