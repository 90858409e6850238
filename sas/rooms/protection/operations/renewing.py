"""What older keys wrapped or sealed, under the keys of today (ADR 54)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.keyed import Renewal
from sas.rooms.accounts import operations as accounts
from sas.rooms.calendars import operations as calendars
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries as trail


@dataclass(frozen=True, slots=True)
class Rotation:
    """What was done of each kind; `seals`: how many seals of the journal are proved by a key that is not the first."""

    calendars: Renewal
    sessions: Renewal
    persons: Renewal
    seals: int

    @property
    def lost(self) -> int:
        """How many secrets no key that is known opens."""
        return self.calendars.lost + self.sessions.lost + self.persons.lost


def rotate_secrets(*, actor: Actor, using: str, now: datetime) -> Rotation:
    """Seal and wrap anew what an older key did, while the platform is in use; may be run again.

    `using`: the connection of the tables' owner, for the persons' keys. Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Les secrets sont renouvelés par la plateforme.")
    about: dict[str, datetime] = {"now": now}
    done = Rotation(
        calendars.renew_seals(actor=actor, **about),
        accounts.renew_seals(actor=actor, **about),
        journal.rewrap(actor=actor, using=using, **about),
        trail.seals_of_older_keys(actor=actor),
    )
    with transaction.atomic(durable=True):
        renewed = {"calendars": done.calendars.renewed, "sessions": done.sessions.renewed}
        told = renewed | {"persons": done.persons.renewed, "lost": done.lost}
        journal.record(actor=actor, verb="rotate_secrets", subject="platform", now=now, **told)
    return done
