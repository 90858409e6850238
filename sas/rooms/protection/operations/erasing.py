"""Erasing again whoever was erased after the instant to which the database was restored (docs/backups.md)."""

from collections.abc import Iterable
from datetime import datetime

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts import operations as accounts
from sas.rooms.journal import operations as journal
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.rules import Person


def erase_again(*, actor: Actor, persons: Iterable[Person], now: datetime) -> int:
    """Close these accounts and forget these persons; returns how many there still was something of.

    Each in a transaction of its own: may be run again. Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Les effacements sont refaits par la plateforme.")
    return sum(_erased(one, actor=actor, now=now) for one in persons)


def _erased(one: Person, *, actor: Actor, now: datetime) -> bool:
    if one.kind is not PersonKind.USER:
        return journal.forget_alone(actor=actor, kind=one.kind, person_id=one.id, now=now)
    try:
        accounts.close_account(actor=actor, user_id=one.id, now=now)
    except Refused:  # closed already, or made after that instant and not there
        return journal.forget_alone(actor=actor, kind=one.kind, person_id=one.id, now=now)
    return True
