"""Regulators as other software knows them: who they are, whether they are entitled (F-264, INT_SSO)."""

import re
from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.accounts.models import CardIdentity, RegulatorIdentity, User
from sas.rooms.accounts.rules import Person, is_entitled

# What stands on a card: its type digit first (§3 of the guide). Anything else typed by a manager is no identity.
_NATIONAL = re.compile(r"[0-9][0-9A-Z][0-9A-Z/.-]{4,36}")


@dataclass(frozen=True, slots=True)
class RegulatorState:
    """Somebody known to editors; `entitled`: may search and orient now."""

    user_id: int
    person: Person
    entitled: bool
    closed: bool


def regulator_state(*, actor: Actor, user_id: int) -> RegulatorState | None:
    """As the account stands; None for one that never was a regulator, and that no editor can know."""
    identity = RegulatorIdentity.objects.filter(user_id=user_id).first()
    user = User.objects.filter(id=user_id).first()
    if identity is None or user is None:
        return None
    person = Person(
        technical_id=str(identity.technical_id),
        national_id=_national_id(user),
        family_name=user.family_name,
        given_name=user.given_name,
        email=user.email,
    )
    return RegulatorState(
        user.id, person, is_entitled(active=user.is_active, roles=user.roles), closed=user.closed_at is not None
    )


def _national_id(user: User) -> str:
    """Of the card that signs in, else the one a manager registered."""
    card = CardIdentity.objects.filter(user=user).values_list("national_id", flat=True).first()
    found = card or user.cpx_number
    return found if _NATIONAL.fullmatch(found) else ""
