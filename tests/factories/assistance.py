"""Requests for help, as the contact form makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sas.actor import Actor, Role
from sas.rooms.assistance import operations
from sas.rooms.assistance.enums import Topic
from sas.rooms.assistance.models import AssistanceRequest
from sas.rooms.assistance.rules import Asking
from sas.rooms.assistance.rules.files import GivenFile
from tests.factories import care

_number = count(1)


@dataclass(frozen=True)
class Scene:
    """A territory with its account manager and its referent; both kinds of administrators."""

    territory: int
    manager: Actor
    referent: Actor
    national: Actor
    technical: Actor


def make_scene() -> Scene:
    """One territory each time."""
    territory = care.territory()
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
    referent = care.account(Role.REFERENT_TERRITORIAL, territories=(territory,))
    return Scene(
        territory,
        manager,
        referent,
        care.account(Role.ADMINISTRATEUR_NATIONAL),
        care.account(Role.ADMINISTRATEUR),
    )


def asking(topic: Topic = Topic.LOGIN, **fields: Any) -> Asking:
    """Anne Petit, who lost her password; each time from another address."""
    facts: dict[str, Any] = {
        "role": Role.EFFECTEUR,
        "family_name": "Petit",
        "given_name": "Anne",
        "phone": "02 61 91 00 12",
        "email": f"anne{next(_number)}@sas.example",
        "territory_id": None,
        "message": "Je ne retrouve pas mon mot de passe.",
        "structure_name": "Cabinet des Lilas" if topic is Topic.ACCOUNT_NEW else "",
    }
    return Asking(topic=topic, **facts | fields)


def asked(
    topic: Topic = Topic.LOGIN,
    *,
    now: datetime,
    actor: Actor = Actor.NOBODY,
    files: Sequence[GivenFile] = (),
    network: str = "192.0.2.1",
    **fields: Any,
) -> int:
    """The id of a request that was kept."""
    draft = asking(topic, **fields)
    operations.ask_assistance(actor=actor, asking=draft, files=files, network_address=network, now=now)
    return AssistanceRequest.objects.latest("id").id


def form(**fields: Any) -> dict[str, Any]:
    """The same, as a browser sends it."""
    facts = {
        "role": "effecteur",
        "topic": "login",
        "family_name": "Petit",
        "given_name": "Anne",
        "phone": "+33 2 61 91 00 12",
        "email": f"anne{next(_number)}@sas.example",
        "territory": "inconnu",
        "message": "Je ne retrouve pas mon mot de passe.",
    }
    return facts | fields
