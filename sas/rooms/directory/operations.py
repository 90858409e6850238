"""Changing what people decide of the directory; the rest comes from files (loaders)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.directory.models import Departement, Territory
from sas.rooms.journal import operations as journal


def save_territory(*, actor: Actor, name: str, departements: Collection[str], now: datetime) -> int:
    """Create the territory of that name, or give it these départements (F-227); returns its id.

    Raises Refused for anyone but administrators and the platform.
    """
    if not (actor.is_platform or actor.has(Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)):
        raise Refused("Les territoires sont tenus par les administrateurs.")
    with transaction.atomic(durable=True):
        territory, _ = Territory.objects.get_or_create(name=name)
        territory.departements.set(Departement.objects.filter(code__in=departements))
        codes = sorted(departements)
        journal.record(
            actor=actor,
            verb="save_territory",
            subject="territory",
            subject_id=territory.id,
            now=now,
            departements=codes,
        )
    return territory.id
