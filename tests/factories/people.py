"""What managers of accounts ask for, and what they attach accounts to."""

from itertools import count
from typing import Any

from sas.actor import Role
from sas.rooms.accounts.rules import Asked
from sas.rooms.directory.models import Commune, Place, Structure

_number = count(1)
RENNES, BREST, PARIS = "35238", "29019", "75056"


def structure(*, commune: str | None = RENNES, kind: str = "cds", name: str = "Centre de santé") -> Structure:
    """An open structure with a FINESS number."""
    number = next(_number)
    return Structure.objects.create(
        kind=kind,
        name=f"{name} {number}",
        name_key=f"{name.lower()} {number}",
        finess=f"35{number:07d}",
        commune=Commune.objects.get(code=commune) if commune else None,
        source="structures",
        source_key=f"test-structure-{number}",
    )


def rpps(place: Place) -> str:
    """The RPPS number of whose place it is, as it is typed."""
    assert place.professional
    return place.professional.national_id[1:]


def regulator_asked(*territories: int, **changed: Any) -> Asked:
    """A regulator of these territories."""
    facts: dict[str, Any] = {
        "email": f"nouveau{next(_number)}@sas.example",
        "family_name": "Le Goff",
        "given_name": "Anaïs",
        "roles": (Role.REGULATEUR_OSNP,),
        "territories": tuple(str(one) for one in territories),
    }
    return Asked(**facts | changed)
