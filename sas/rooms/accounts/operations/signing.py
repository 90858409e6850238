"""Signing in by e-mail and password."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible, TooMany
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations import guards
from sas.rooms.accounts.operations.regulators import present_regulator
from sas.rooms.accounts.queries import stamp_of
from sas.rooms.journal import operations as journal

_WRONG = "L'adresse électronique ou le mot de passe est incorrect."
_CROWDED = "Trop d'essais manqués viennent de votre réseau : la connexion par mot de passe y est suspendue."
LOCKED = "Trop d'essais : la connexion avec cette adresse est bloquée pendant quinze minutes."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the session keeps."""

    user_id: int
    password_stamp: str


def sign_in(*, actor: Actor, email: str, password: str, now: datetime) -> SignedIn:
    """Check an e-mail and password (F-002, F-026, F-027); raises Impossible with one sentence for every wrong pair.

    Five failures lock the address for fifteen minutes, whether or not an account has it: nothing tells which. A
    network from which a hundred addresses failed is not listened to for as long: TooMany.
    """
    network = actor.circumstances.network
    if seconds := guards.seconds_until_heard(network, now):
        raise TooMany(_CROWDED, seconds=seconds)
    with transaction.atomic(durable=True):
        guard = guards.take(email, now)
        user = User.objects.filter(email=email.strip().lower(), closed_at__isnull=True).first()
        right = _is_right(user, password)
        locked = guards.is_locked(guard, now)
        if not locked:
            guards.count(guard, right=right, now=now)
        if not right:
            guards.count_against(network, now)
        if right and user is not None and not locked:
            note_presence(user_id=user.id, now=now)
            signed = actor.signing_in(user.id)
            journal.record(actor=signed, verb="sign_in", subject="user", subject_id=user.id, now=now)
            return SignedIn(user.id, stamp_of(user.password))
        journal.record(actor=actor, verb="sign_in_refused", subject="user", subject_id=user.id if user else "", now=now)
    raise Impossible(LOCKED if locked else _WRONG)


def note_presence(*, user_id: int, now: datetime) -> None:
    """Somebody came in, by whatever means: their absence is counted anew, editors learn of a regulator.

    In the caller's transaction.
    """
    User.objects.filter(id=user_id).update(last_login=now, inactivity_step=0, inactivity_step_at=None)
    present_regulator(user_id=user_id, now=now)


def _is_right(user: User | None, password: str) -> bool:
    if user is None:
        make_password(password)  # the same time as a real check: whether an account exists is not told
        return False
    return check_password(password, user.password) and user.is_active and bool(user.roles)
