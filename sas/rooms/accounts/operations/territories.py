"""Deleting a territory that nobody is attached to (F-227; ADR 23)."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts.queries.territories import attached_count, pending_requests
from sas.rooms.directory import operations as directory


def delete_territory(*, actor: Actor, territory_id: int, stamp: str, now: datetime) -> None:
    """Delete the territory read under this stamp; places and whoever is attached by them are simply no longer in it.

    Raises Refused for anyone but administrators; Impossible while an account was given this territory, a delegation
    request of it waits, or when it was changed meanwhile.
    """
    with transaction.atomic(durable=True):
        directory.hold_territory(actor=actor, territory_id=territory_id, stamp=stamp)
        if count := attached_count(actor=actor, territory_id=territory_id):
            raise Impossible(f"{count} compte(s) ont ce territoire : donnez-leur d'abord un autre territoire.")
        if count := pending_requests(actor=actor, territory_id=territory_id):
            raise Impossible(f"{count} demande(s) de délégation de ce territoire attendent une décision.")
        directory.remove_territory(actor=actor, territory_id=territory_id, now=now)
