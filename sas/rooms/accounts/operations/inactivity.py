"""Accounts that nobody uses: two mails, then the rights are removed (F-025)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce

from sas.actor import Actor
from sas.rooms.accounts import rules
from sas.rooms.accounts.models import OpenSession, User
from sas.rooms.accounts.operations import sessions
from sas.rooms.accounts.operations.regulators import withdraw_regulator
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

_LONG = timedelta(days=28 * 8)
"""Shorter than any eight months: what is due is decided account by account."""


def follow_inactivity(*, actor: Actor, now: datetime) -> int:
    """Take each unused account one step further when it is due; returns how many steps were taken.

    One step a run and account: a run that was missed is caught up without shortening what a mail has promised.
    """
    asleep = User.objects.annotate(since=Coalesce("last_login", "created_at")).filter(
        since__lte=now - _LONG, is_active=True
    )
    ids = asleep.exclude(roles=[]).order_by("id").values_list("id", flat=True)
    return sum(_step(actor=actor, user_id=user_id, now=now) for user_id in list(ids))


def _step(*, actor: Actor, user_id: int, now: datetime) -> bool:
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update().get(id=user_id)
        sleep = _sleep_of(user)
        due = rules.next_due(sleep)
        if due is None or due > now or not user.roles:
            return False
        step = sleep.step + 1
        User.objects.filter(id=user.id).update(inactivity_step=step, inactivity_step_at=now)
        if step == rules.REMOVAL:
            _remove(actor, user, now)
        else:
            removal_at = rules.removal_promised(sleep.since, step=step, told_at=now)
            _warn(actor, user, step=step, removal_at=removal_at, now=now)
        return True


def _sleep_of(user: User) -> rules.Sleep:
    """Rights that were given back and never used count from their removal."""
    if user.inactivity_step == rules.REMOVAL and user.inactivity_step_at is not None:
        return rules.Sleep(user.inactivity_step_at, 0, None)
    return rules.Sleep(user.last_login or user.created_at, user.inactivity_step, user.inactivity_step_at)


def _warn(actor: Actor, user: User, *, step: int, removal_at: datetime, now: datetime) -> None:
    kind, day, link = f"inactivity_{step}", rules.day_of(removal_at), f"{settings.PUBLIC_URL}/connexion"
    letter = texts.letter(actor=actor, key=f"mail_{kind}", now=now, jour=day, lien=link)
    outbox.post(
        actor=actor,
        kind=kind,
        to=user.email,
        letter=letter,
        now=now,
        user_id=user.id,
        useless_after=removal_at,
    )
    journal.record(actor=actor, verb="warn_inactivity", subject="user", subject_id=user.id, now=now, step=step)


def _remove(actor: Actor, user: User, now: datetime) -> None:
    User.objects.filter(id=user.id).update(roles=[])
    withdraw_regulator(user_id=user.id, now=now)
    sessions.end(OpenSession.objects.filter(user_id=user.id))
    kind = f"inactivity_{rules.REMOVAL}"
    letter = texts.letter(actor=actor, key=f"mail_{kind}", now=now, lien=f"{settings.PUBLIC_URL}/")
    outbox.post(actor=actor, kind=kind, to=user.email, letter=letter, now=now, user_id=user.id)
    roles = sorted(user.roles)
    told: dict[str, Any] = {"roles": roles, "change": Change({"roles": roles}, {"roles": []})}
    journal.record_change(actor=actor, verb="remove_rights", subject="user", subject_id=user.id, now=now, **told)
