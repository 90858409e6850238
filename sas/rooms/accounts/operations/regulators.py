"""Editors are told of the regulators: at their sign-in, and at once when their right ends (F-264; ADR 40)."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from sas.actor import Actor
from sas.adapters.editors.accounts import protocol
from sas.rooms.accounts.models import RegulatorIdentity, User
from sas.rooms.accounts.queries import RegulatorState, regulator_state
from sas.rooms.accounts.rules import is_entitled
from sas.rooms.exchanges import operations as exchanges
from sas.rooms.exchanges import queries as exchange_queries
from sas.rooms.exchanges.operations import RegulatorFacts


def present_regulator(*, user_id: int, now: datetime) -> None:
    """Somebody came in: a regulator is told to the editors that do not know him so. In the caller's transaction."""
    user = User.objects.only("is_active", "roles").get(id=user_id)
    if is_entitled(active=user.is_active, roles=user.roles):
        RegulatorIdentity.objects.get_or_create(user_id=user_id, defaults={"technical_id": uuid4()})
        _tell(user_id, now=now)


def withdraw_regulator(*, user_id: int, now: datetime) -> None:
    """His right has ended, or ends with this transaction: whoever has the account is told to disable it."""
    _tell(user_id, now=now, ended=True)


def send_regulator_again(*, actor: Actor, account_id: int, now: datetime) -> None:
    """An administrator decides that an account that failed is told again, as it is now.

    That of somebody erased meanwhile leaves as it was. Raises Refused, and Impossible for what did not fail.
    """
    with transaction.atomic(durable=True):
        user_id = exchange_queries.account_holder(actor=actor, account_id=account_id) or 0
        state = regulator_state(actor=actor, user_id=user_id)
        facts = _facts(state, ended=False) if state and not state.closed else None
        exchanges.send_account_again(actor=actor, account_id=account_id, facts=facts, now=now)


def _tell(user_id: int, *, now: datetime, ended: bool = False) -> None:
    state = regulator_state(actor=Actor.SYSTEM, user_id=user_id)
    if state is not None:
        exchanges.tell_editors(actor=Actor.SYSTEM, facts=_facts(state, ended=ended), now=now)


def _facts(state: RegulatorState, *, ended: bool) -> RegulatorFacts:
    person = state.person
    known = protocol.identifier(national_id=person.national_id, technical_id=person.technical_id)
    return RegulatorFacts(
        user_id=state.user_id,
        identifier=known.token,
        family_name=person.family_name,
        given_name=person.given_name,
        email=person.email,
        active=state.entitled and not ended,
    )
