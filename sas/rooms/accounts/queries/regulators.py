"""Regulators as other software knows them: who they are, whether they are entitled (F-264, F-188, INT_SSO)."""

import re
from dataclasses import dataclass
from uuid import UUID

from sas.actor import Actor, Role
from sas.rooms.accounts.models import CardIdentity, RegulatorIdentity, User
from sas.rooms.accounts.rules import Person, is_entitled

NATIONAL, TECHNICAL = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.213.3.6"
"""`identifier.system` of a national id of a person, and of an id of this platform (fhir-sas §3)."""

# What stands on a card: its type digit first (§3 of the guide). Anything else typed by a manager is no identity.
_NATIONAL = re.compile(r"[0-9][0-9A-Z][0-9A-Z/.-]{4,36}")
_SENDERS = [Role.REGULATEUR_OSNP.value, Role.IOA.value]


@dataclass(frozen=True, slots=True)
class RegulatorState:
    """Somebody known to editors; `entitled`: may search and orient now."""

    user_id: int
    person: Person
    entitled: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class RegulatorFacts:
    """Whoever took an appointment in an editor's software, with the territories that are theirs now."""

    user_id: int
    territories: frozenset[int]


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


def regulator_known_as(*, actor: Actor, system: str, value: str) -> RegulatorFacts | None:
    """The regulator or IOA of this identifier, deactivated ones included: what they took before is still told.

    Each identifier that editors may have been told counts: one that had no card was known by its technical id.
    """
    number = _holder(system, value)
    if number is None or not User.objects.filter(id=number, roles__overlap=_SENDERS, closed_at=None).exists():
        return None
    where = User.territories.through.objects.filter(user_id=number).values_list("territory_id", flat=True)
    return RegulatorFacts(number, frozenset(where))


def _holder(system: str, value: str) -> int | None:
    """A card that signs in says more of a person than a number that a manager typed."""
    if system == NATIONAL and _NATIONAL.fullmatch(value):
        card = CardIdentity.objects.filter(national_id=value).order_by("id").values_list("user_id", flat=True).first()
        return card or User.objects.filter(cpx_number=value).values_list("id", flat=True).first()
    if system == TECHNICAL:
        known = RegulatorIdentity.objects.filter(technical_id=_uuid(value))
        return known.values_list("user_id", flat=True).first()
    return None


def _uuid(text: str) -> UUID:
    """Nobody's when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _national_id(user: User) -> str:
    """Of the card that signs in, else the one a manager registered."""
    card = CardIdentity.objects.filter(user=user).values_list("national_id", flat=True).first()
    found = card or user.cpx_number
    return found if _NATIONAL.fullmatch(found) else ""
