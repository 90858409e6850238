"""The mail that comes before a password expires (F-019)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.rooms.accounts import rules
from sas.rooms.accounts.models import User
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

_SHORTEST_MONTH = timedelta(days=28)


def remind_passwords(*, actor: Actor, now: datetime) -> int:
    """Remind, once per password, those whose password is about to expire; returns how many.

    A run that was missed is caught up by the next one; a password that has expired meanwhile is not reminded of: the
    next sign-in says it. May run twice.
    """
    if not (settings.PASSWORD_MONTHS and settings.PASSWORD_REMINDER_MONTHS):
        return 0
    old = now - _SHORTEST_MONTH * settings.PASSWORD_REMINDER_MONTHS
    waiting = User.objects.filter(password_set_at__lte=old, password_reminded_at__isnull=True, is_active=True)
    ids = waiting.exclude(roles=[]).order_by("id").values_list("id", flat=True)
    return sum(_remind(actor=actor, user_id=user_id, now=now) for user_id in list(ids))


def _remind(*, actor: Actor, user_id: int, now: datetime) -> bool:
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update().get(id=user_id)
        due = rules.expiry(set_at=user.password_set_at, months=settings.PASSWORD_REMINDER_MONTHS)
        expires_at = rules.expiry(set_at=user.password_set_at, months=settings.PASSWORD_MONTHS)
        if user.password_reminded_at or due is None or expires_at is None or not due <= now < expires_at:
            return False
        User.objects.filter(id=user.id).update(password_reminded_at=now)
        link, day = f"{settings.PUBLIC_URL}/identifiants/mot-de-passe", rules.day_of(expires_at)
        letter = texts.letter(actor=actor, key="mail_password_reminder", now=now, jour=day, lien=link)
        outbox.post(
            actor=actor,
            kind="password_reminder",
            to=user.email,
            letter=letter,
            now=now,
            user_id=user.id,
            useless_after=expires_at,
        )
        journal.record(actor=actor, verb="remind_password", subject="user", subject_id=user.id, now=now)
        return True
