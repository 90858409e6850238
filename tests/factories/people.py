"""What managers of accounts ask for, and what they attach accounts to."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.enums import LinkPurpose, Means
from sas.rooms.accounts.models import (
    CardIdentity,
    Delegation,
    DelegationRequest,
    OneTimeLink,
    TermsAcceptance,
    TermsVersion,
    User,
)
from sas.rooms.accounts.rules import Asked
from sas.rooms.directory.models import Commune, Place, Structure
from sas.rooms.outbox.models import OutgoingMail

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


def open_session(actor: Actor, key: str, now: datetime) -> None:
    """The session that the browser's key stands for, as signing in notes it."""
    operations.note_session(actor=actor, session_key=key, means=Means.PASSWORD, browser="Firefox", now=now)


def link(user_id: int | None, purpose: LinkPurpose, now: datetime) -> None:
    """A link that still opens something."""
    facts = {"token_hash": str(uuid4()), "email": "x@sas.example", "created_at": now}
    OneTimeLink.objects.create(purpose=purpose, user_id=user_id, expires_at=now + timedelta(days=1), **facts)


def owned_by(actor: Actor, now: datetime) -> None:
    """One of each thing that an account may own."""
    user = User.objects.get(id=actor.user_id)
    link(user.id, LinkPurpose.RESET, now)
    CardIdentity.objects.create(user=user, issuer="i", subject="s", national_id="n", linked_at=now)
    terms, _ = TermsVersion.objects.get_or_create(number=1, defaults={"text": "…", "published_at": now})
    TermsAcceptance.objects.create(user=user, version=terms, at=now, means=Means.PASSWORD)
    Delegation.objects.create(delegate=user, structure=structure())
    user.structures.add(structure())
    facts = {"family_name": "A", "given_name": "B", "email": "c@sas.example", "commune_id": "35238", "created_at": now}
    DelegationRequest.objects.create(requester=user, territory_ids=[], **facts)
    other = User.objects.exclude(id=user.id).first()
    DelegationRequest.objects.create(requester=other, delegate=user, territory_ids=[], **facts)
    mail = {"kind": "welcome", "to": user.email, "subject": "S", "text": "t", "html": "h", "created_at": now}
    OutgoingMail.objects.create(user_id=user.id, **mail)
