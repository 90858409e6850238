"""Letting an account in no longer, for a while or for ever (F-223, ADR 15)."""

import logging
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts.models import (
    BulkCreation,
    CardIdentity,
    Delegation,
    DelegationRequest,
    LoginGrant,
    OneTimeLink,
    OpenSession,
    TermsAcceptance,
    User,
)
from sas.rooms.accounts.operations import sessions
from sas.rooms.accounts.operations.managing import reached
from sas.rooms.accounts.operations.regulators import withdraw_regulator
from sas.rooms.accounts.rules import keeping
from sas.rooms.accounts.rules.months import after_months
from sas.rooms.journal import operations as journal
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.rules import Change
from sas.rooms.outbox import operations as outbox

CLOSED_GIVEN_NAME, CLOSED_FAMILY_NAME = "Compte", "supprimé"
"""What pages show where somebody's name stood."""
OFF = Change({"is_active": True}, {"is_active": False})
ON = Change({"is_active": False}, {"is_active": True})
_logger = logging.getLogger(__name__)


def deactivate(*, actor: Actor, user_id: int, now: datetime) -> None:
    """The account lets nobody in until it is reactivated; its sessions end, its links open nothing.

    Raises Refused (rank, oneself, not in sight), Impossible when already so.
    """
    with transaction.atomic(durable=True):
        user, _ = reached(actor=actor, user_id=user_id)
        if not user.is_active:
            raise Impossible("Ce compte est déjà désactivé.")
        User.objects.filter(id=user.id).update(is_active=False)
        withdraw_regulator(user_id=user.id, now=now)
        sessions.end(OpenSession.objects.filter(user=user))
        OneTimeLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
        journal.record_change(
            actor=actor, verb="deactivate_account", subject="user", subject_id=user.id, now=now, change=OFF
        )


def reactivate(*, actor: Actor, user_id: int, now: datetime) -> None:
    """The account lets its person in again; raises Refused, or Impossible when it does already."""
    with transaction.atomic(durable=True):
        user, _ = reached(actor=actor, user_id=user_id)
        if user.is_active:
            raise Impossible("Ce compte est déjà actif.")
        User.objects.filter(id=user.id).update(is_active=True, inactivity_step=0, inactivity_step_at=None)
        journal.record_change(
            actor=actor, verb="reactivate_account", subject="user", subject_id=user.id, now=now, change=ON
        )


def close_account(*, actor: Actor, user_id: int, now: datetime) -> None:
    """Erase the person: nothing is left but the number, which the trail and the orientations name.

    Raises Refused (rank, oneself, not in sight).
    """
    with transaction.atomic(durable=True):
        user, _ = reached(actor=actor, user_id=user_id)
        _close(actor, user, now)
        journal.record(actor=actor, verb="close_account", subject="user", subject_id=user.id, now=now)


def close_unused(*, actor: Actor, now: datetime) -> int:
    """Erase whoever may no longer sign in, and has not for two years (F-270); returns how many.

    In the transaction of the purge. The roles of an account that nobody uses were removed long before (F-025): one
    that still has some, or that lets its person in, stays.
    """
    asleep = User.objects.annotate(since=Coalesce("last_login", "created_at")).filter(
        Q(roles=[]) | Q(is_active=False),
        closed_at__isnull=True,
        since__lt=after_months(now, -keeping.UNUSED_MONTHS),
    )
    found = asleep.order_by("id").select_for_update(skip_locked=True)[: keeping.CLOSED_AT_ONCE]
    return sum(_closed_unused(actor, user, now) for user in found)


def _closed_unused(actor: Actor, user: User, now: datetime) -> bool:
    """Whether it could be: one that cannot keeps no other."""
    try:
        with transaction.atomic():
            _close(actor, user, now)
            journal.record(actor=actor, verb="close_account", subject="user", subject_id=user.id, now=now, unused=True)
    except Exception as fault:  # noqa: BLE001  whatever it is, the others have their time too
        _logger.warning("Unused account %d is not closed: %s", user.id, type(fault).__name__)
        return False
    return True


def _close(actor: Actor, user: User, now: datetime) -> None:
    withdraw_regulator(user_id=user.id, now=now)
    _detach(user)
    outbox.forget_person(actor=actor, user_id=user.id)
    journal.forget_person(actor=actor, kind=PersonKind.USER, person_id=user.id)
    _erase(user, now)


def _detach(user: User) -> None:
    sessions.end(OpenSession.objects.filter(user=user))
    for model in (OneTimeLink, CardIdentity, TermsAcceptance, LoginGrant):
        model._default_manager.filter(user=user).delete()  # noqa: SLF001  Django documents it
    Delegation.objects.filter(delegate=user).delete()
    DelegationRequest.objects.filter(requester=user).delete()
    about_them = DelegationRequest.objects.filter(delegate=user)
    about_them.update(family_name=CLOSED_FAMILY_NAME, given_name=CLOSED_GIVEN_NAME, email=_no_address(user))
    BulkCreation.objects.filter(author=user).delete()
    user.territories.clear()
    user.structures.clear()


def _erase(user: User, now: datetime) -> None:
    User.objects.filter(id=user.id).update(
        email=_no_address(user),
        family_name=CLOSED_FAMILY_NAME,
        given_name=CLOSED_GIVEN_NAME,
        name_key="",
        password=make_password(None),
        password_set_at=None,
        password_reminded_at=None,
        is_active=False,
        roles=[],
        professional=None,
        commune=None,
        cpx_number="",
        last_login=None,
        inactivity_step=0,
        inactivity_step_at=None,
        welcomed=[],
        closed_at=now,
    )


def _no_address(user: User) -> str:
    """Unique, and no address: nothing can be sent to it nor typed as it."""
    return f"compte-supprime-{user.id}"
