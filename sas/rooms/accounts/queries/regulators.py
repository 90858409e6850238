"""Regulators as editors know them: by their national id, or by the platform's own (INT_R02, INT_R03)."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.accounts.rules import technical_id

NATIONAL, TECHNICAL = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.213.3.6"
"""`identifier.system` of a national id of a person, and of an id of this platform (fhir-sas §3)."""

_SENDERS = [Role.REGULATEUR_OSNP.value, Role.IOA.value]


@dataclass(frozen=True, slots=True)
class RegulatorFacts:
    """Whoever took an appointment in an editor's software, with the territories that are theirs now."""

    user_id: int
    territories: frozenset[int]


def regulator_known_as(*, actor: Actor, system: str, value: str) -> RegulatorFacts | None:
    """The regulator or IOA of this identifier, deactivated ones included: what they took before is still told."""
    people = User.objects.filter(roles__overlap=_SENDERS, closed_at__isnull=True)
    if system == NATIONAL and value:
        number = people.filter(cpx_number=value).values_list("id", flat=True).first()
    elif system == TECHNICAL:
        ids = people.order_by("id").values_list("id", flat=True)
        number = next((one for one in ids if str(technical_id(one)) == value.lower()), None)
    else:
        number = None
    if number is None:
        return None
    where = User.territories.through.objects.filter(user_id=number).values_list("territory_id", flat=True)
    return RegulatorFacts(number, frozenset(where))
