"""Signing in by e-mail and password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts.models import SignInGuard, User
from sas.rooms.accounts.queries import stamp_of
from sas.rooms.journal import operations as journal

ATTEMPTS_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
_WRONG = "L'adresse électronique ou le mot de passe est incorrect."
_LOCKED = "Trop d'essais : la connexion avec cette adresse est bloquée pendant quinze minutes."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the session keeps."""

    user_id: int
    password_stamp: str


def sign_in(*, actor: Actor, email: str, password: str, now: datetime) -> SignedIn:
    """Check an e-mail and password (F-002, F-026, F-027); raises Impossible with one sentence for every wrong pair.

    Five failures lock the address for fifteen minutes, whether or not an account has it: nothing tells which.
    """
    with transaction.atomic(durable=True):
        guard = _guard(email, now)
        user = User.objects.filter(email=email.strip().lower(), closed_at__isnull=True).first()
        right = _is_right(user, password)
        if guard.locked_until and guard.locked_until > now:
            refusal: str | None = _LOCKED
        else:
            refusal = _count(guard, right=right, now=now)
        if refusal is None and user is not None:
            User.objects.filter(id=user.id).update(last_login=now, inactivity_step=0, inactivity_step_at=None)
            signed = Actor(user_id=user.id)
            journal.record(actor=signed, verb="sign_in", subject="user", subject_id=user.id, now=now)
            return SignedIn(user.id, stamp_of(user.password))
        journal.record(actor=actor, verb="sign_in_refused", subject="user", subject_id=user.id if user else "", now=now)
    raise Impossible(refusal or _WRONG)


def _guard(email: str, now: datetime) -> SignInGuard:
    key = salted_hmac("sas.accounts.guard", email.strip().lower(), algorithm="sha256").hexdigest()
    SignInGuard.objects.bulk_create([SignInGuard(key=key, updated_at=now)], ignore_conflicts=True)
    return SignInGuard.objects.select_for_update().get(key=key)


def _is_right(user: User | None, password: str) -> bool:
    if user is None:
        make_password(password)  # the same time as a real check: whether an account exists is not told
        return False
    return check_password(password, user.password) and user.is_active and bool(user.roles)


def _count(guard: SignInGuard, *, right: bool, now: datetime) -> str | None:
    """Keep the count of failures; None when the pair is right."""
    if right:
        SignInGuard.objects.filter(key=guard.key).delete()
        return None
    failed = guard.failures + 1
    locked = now + LOCK if failed >= ATTEMPTS_BEFORE_LOCK else None
    SignInGuard.objects.filter(key=guard.key).update(
        failures=0 if locked else failed, locked_until=locked, updated_at=now
    )
    return _WRONG
