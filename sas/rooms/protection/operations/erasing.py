"""Erasing again whoever was erased after the instant to which the database was restored (docs/backups.md)."""

from collections.abc import Iterable
from datetime import datetime

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts import operations as accounts
from sas.rooms.journal import operations as journal
from sas.rooms.journal.queries import Erasure


def erase_again(*, actor: Actor, erasures: Iterable[Erasure], now: datetime) -> int:
    """Forget these persons and close the accounts that were; returns how many there still was something of.

    Each in a transaction of its own: may be run again. Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Les effacements sont refaits par la plateforme.")
    return sum(_erased(one, actor=actor, now=now) for one in erasures)


def _erased(one: Erasure, *, actor: Actor, now: datetime) -> bool:
    forgotten = journal.forget_alone(actor=actor, kind=one.person.kind, person_id=one.person.id, now=now)
    if not one.account:
        return forgotten
    try:
        accounts.close_account(actor=actor, user_id=one.person.id, now=now)
    except Refused:  # closed already, or made after that instant and not there
        return forgotten
    return True
