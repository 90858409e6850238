"""Who asks for a délégataire, who decides, and requests between them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.directory.models import Place, Structure
from tests.factories import care

RENNES, NANTES = "35238", "44109"
_number = count(1)


@dataclass(frozen=True)
class Scene:
    """A doctor of Rennes, and the account manager and the referent of the territory of Rennes."""

    territory: int
    place: Place
    doctor: Actor
    manager: Actor
    referent: Actor


def make_scene() -> Scene:
    """One territory each time: its people are the only ones written to."""
    territory, place = care.territory(), care.doctor_place()
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
    referent = care.account(Role.REFERENT_TERRITORIAL, territories=(territory,))
    return Scene(territory, place, care.keeper(place), manager, referent)


def draft(**fields: str) -> operations.DelegateDraft:
    """Denis Laurent, in Rennes."""
    facts = {"family_name": "Laurent", "given_name": "Denis", "email": "denis@sas.example", "commune_code": RENNES}
    return operations.DelegateDraft(**(facts | fields))


def asked(requester: Actor, *, now: datetime, **fields: str) -> int:
    """A request, as its form makes it."""
    return operations.request_delegation(actor=requester, draft=draft(**fields), now=now)


def structure(kind: str = "cds", *, commune: str = RENNES, name: str = "Centre de santé des Lilas") -> Structure:
    """A structure without any place."""
    return Structure.objects.create(
        kind=kind, name=name, name_key=name.lower(), commune_id=commune, source_key=f"{kind}-{next(_number)}-delegation"
    )


def manager_of(*structures: Structure) -> Actor:
    """A structure manager."""
    made = care.account(Role.GESTIONNAIRE_STRUCTURE)
    User.objects.get(id=made.user_id).structures.set(structures)
    return care.acting(made.user_id or 0)


def delegate_of(place: Place) -> tuple[Actor, int]:
    """Somebody who acts for the professional of a place, and the id of the delegation."""
    made = care.account(Role.DELEGATAIRE, delegated=(place.professional_id or 0,))
    return made, Delegation.objects.get(delegate_id=made.user_id).id
