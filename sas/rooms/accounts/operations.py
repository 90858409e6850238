"""Signing in, and the making of accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from sas.actor import Actor, Role
from sas.errors import Impossible
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.accounts.queries import stamp_of
from sas.rooms.journal import operations as journal

ATTEMPTS_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
_WRONG = "L'adresse électronique ou le mot de passe est incorrect."
_LOCKED = "Trop d'essais : la connexion à ce compte est bloquée pendant quinze minutes."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the session keeps."""

    user_id: int
    password_stamp: str


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account to be made, with what it is attached to."""

    email: str
    family_name: str
    given_name: str
    password: str
    roles: Collection[Role]
    territory_ids: Collection[int] = ()
    professional_id: int | None = None
    structure_ids: Collection[int] = ()
    delegated_professionals: Collection[int] = ()


def sign_in(*, actor: Actor, email: str, password: str, now: datetime) -> SignedIn:
    """Check an e-mail and password (F-002, F-026, F-027); raises Impossible with one sentence for every wrong pair.

    Five failures lock the account for fifteen minutes; the lock is told only to whoever keeps failing on it.
    """
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update(of=("self",)).filter(email__iexact=email.strip()).first()
        refusal = _refusal(user=user, password=password, now=now)
        if refusal is None and user is not None:
            User.objects.filter(id=user.id).update(failed_sign_ins=0, locked_until=None, last_login=now)
            signed = Actor(user_id=user.id)
            journal.record(actor=signed, verb="sign_in", subject="user", subject_id=user.id, now=now)
            return SignedIn(user.id, stamp_of(user.password))
        journal.record(actor=actor, verb="sign_in_refused", subject="user", subject_id=user.id if user else "", now=now)
    raise Impossible(refusal or _WRONG)


def _refusal(*, user: User | None, password: str, now: datetime) -> str | None:
    if user is None:
        make_password(password)  # the same time as a real check: whether an account exists is not told
        return _WRONG
    if user.locked_until and user.locked_until > now:
        return _LOCKED
    if check_password(password, user.password) and user.is_active and user.roles:
        return None
    failed = user.failed_sign_ins + 1
    locked = now + LOCK if failed >= ATTEMPTS_BEFORE_LOCK else None
    User.objects.filter(id=user.id).update(failed_sign_ins=0 if locked else failed, locked_until=locked)
    return _WRONG


def sign_out(*, actor: Actor, now: datetime) -> None:
    """Leave the trace of a sign-out (F-021); the session itself belongs to the porch."""
    with transaction.atomic(durable=True):
        journal.record(actor=actor, verb="sign_out", subject="user", subject_id=actor.user_id or "", now=now)


def create_account(*, actor: Actor, draft: AccountDraft, now: datetime) -> int:
    """Make an account ready to sign in; returns its id. Raises Impossible when the e-mail is taken."""
    with transaction.atomic(durable=True):
        if User.objects.filter(email__iexact=draft.email).exists():
            raise Impossible("Cette adresse électronique est déjà utilisée.", field="email")
        user = User.objects.create(
            email=draft.email.lower(),
            family_name=draft.family_name,
            given_name=draft.given_name,
            password=make_password(draft.password),
            roles=[role.value for role in draft.roles],
            professional_id=draft.professional_id,
            created_at=now,
        )
        user.territories.set(draft.territory_ids)
        user.structures.set(draft.structure_ids)
        Delegation.objects.bulk_create(
            Delegation(delegate=user, professional_id=pro) for pro in draft.delegated_professionals
        )
        roles = sorted(role.value for role in draft.roles)
        journal.record(actor=actor, verb="create_account", subject="user", subject_id=user.id, now=now, roles=roles)
    return user.id
