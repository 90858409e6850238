"""Counting failures to sign in: five on one address lock it, whether or not an account has it (F-027).

And a hundred from one network, whatever the addresses: passwords stolen elsewhere are tried once on many accounts
(ASVS V6.3.1, ADR 57).
"""

from datetime import datetime, timedelta

from sas import keyed
from sas.rooms.accounts.models import SignInGuard

ATTEMPTS_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
NETWORK_FAILURES, FORGOTTEN_EACH_MINUTE = 100, 2
"""What one network, which a hospital shares, may fail at once, and how many of its failures are forgotten a minute."""

_MINUTE = timedelta(minutes=1)


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


def seconds_until_heard(network: str, now: datetime) -> int:
    """How long this network (of `Circumstances`) is not listened to any more; 0 when it is, or is not known."""
    guard = SignInGuard.objects.filter(key=_key(f"network {network}")).first() if network else None
    until = guard.locked_until if guard else None
    return max(0, round((until - now).total_seconds())) if until else 0


def count_against(network: str, now: datetime) -> None:
    """One more failure from this network, in the caller's transaction; the right ones of others take none back."""
    if not network:
        return
    guard = take(f"network {network}", now)
    minutes = max(0, (now - guard.updated_at) // _MINUTE)
    failed = max(0, guard.failures - FORGOTTEN_EACH_MINUTE * minutes) + 1
    locked = now + LOCK if failed >= NETWORK_FAILURES else None
    # Only whole minutes are counted as gone by: failures that follow one another closely are forgotten as fast.
    guard.failures, guard.locked_until = (0 if locked else failed), locked
    guard.updated_at += minutes * _MINUTE
    guard.save(update_fields=["failures", "locked_until", "updated_at"])


def forgive(email: str) -> None:
    """Somebody who reads the mailbox has chosen a password: the failures of before no longer count."""
    SignInGuard.objects.filter(key=_key(email)).delete()


def _key(email: str) -> str:
    return keyed.digest(email.strip().lower(), use="sas.accounts.guard")
