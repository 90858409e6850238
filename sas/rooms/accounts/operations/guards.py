"""Counting the failures on one address, whether or not an account has it: five of them lock it (F-027)."""

from datetime import datetime, timedelta

from sas import keyed
from sas.rooms.accounts.models import SignInGuard

ATTEMPTS_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)


def take(email: str, now: datetime) -> SignInGuard:
    """The guard of an address, locked in the caller's transaction: attempts on one address are counted one by one."""
    key = _key(email)
    SignInGuard.objects.bulk_create([SignInGuard(key=key, updated_at=now)], ignore_conflicts=True)
    return SignInGuard.objects.select_for_update().get(key=key)


def is_locked(guard: SignInGuard, now: datetime) -> bool:
    """True until the lock has passed."""
    return guard.locked_until is not None and guard.locked_until > now


def count(guard: SignInGuard, *, right: bool, now: datetime) -> None:
    """Keep the count of failures, forgotten at the first right pair."""
    if right:
        SignInGuard.objects.filter(key=guard.key).delete()
        return
    failed = guard.failures + 1
    locked = now + LOCK if failed >= ATTEMPTS_BEFORE_LOCK else None
    SignInGuard.objects.filter(key=guard.key).update(
        failures=0 if locked else failed, locked_until=locked, updated_at=now
    )


def forgive(email: str) -> None:
    """Somebody who reads the mailbox has chosen a password: the failures of before no longer count."""
    SignInGuard.objects.filter(key=_key(email)).delete()


def _key(email: str) -> str:
    return keyed.digest(email.strip().lower(), use="sas.accounts.guard")
