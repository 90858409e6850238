"""The file of one's own data: every room tells what it holds on the account (F-270, ADR 52)."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.held import Held
from sas.rooms.accounts import queries as accounts
from sas.rooms.assistance import queries as assistance
from sas.rooms.availability import queries as availability
from sas.rooms.digests import queries as digests
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import queries as exchanges
from sas.rooms.extracts import queries as extracts
from sas.rooms.help import queries as faq
from sas.rooms.indicators import queries as indicators
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries as trail
from sas.rooms.offer import queries as offer
from sas.rooms.orientation import queries as orientation
from sas.rooms.outbox import queries as outbox
from sas.rooms.participation import queries as participation
from sas.rooms.texts import queries as texts
from sas.rooms.training import queries as training

_OTHERS = (
    outbox,
    assistance,
    orientation,
    offer,
    exchanges,
    availability,
    texts,
    faq,
    training,
    digests,
    extracts,
    trail,
)
"""Rooms that hold something on an account as such, beside its own."""


def take_own_data(*, actor: Actor, into: Callable[[Held], int], now: datetime) -> int:
    """Hand everything that is held on the actor to `into`, which returns how many rows it wrote; returns their sum.

    It leaves its trace. Raises Refused for who is nobody.
    """
    if actor.user_id is None:
        raise Refused("Connectez-vous pour obtenir vos données.")
    with transaction.atomic(durable=True):
        count = sum(into(one) for one in _held(actor))
        journal.record(
            actor=actor, verb="take_own_data", subject="user", subject_id=actor.user_id, now=now, count=count
        )
    return count


def _held(actor: Actor) -> Iterator[Held]:
    """The account first, then the professional that it is, then all that it did."""
    professional = accounts.professional_of(actor=actor) or 0
    yield from accounts.held_on_oneself(actor=actor)
    yield from directory.held_on_professional(actor=actor, professional_id=professional)
    yield from participation.held_on_oneself(actor=actor, professional_id=professional)
    yield from indicators.held_on_professional(actor=actor, professional_id=professional)
    for room in _OTHERS:
        yield from room.held_on_oneself(actor=actor)
