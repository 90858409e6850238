"""Passwords: asked for, chosen by a link, changed (F-011, F-015, F-017, F-018)."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.errors import Impossible
from sas.rooms.accounts import rules
from sas.rooms.accounts.enums import LinkPurpose, Means
from sas.rooms.accounts.models import OneTimeLink, User
from sas.rooms.accounts.operations import guards, links, sessions, signing, terms
from sas.rooms.accounts.queries import stamp_of, terms_to_accept
from sas.rooms.accounts.queries.credentials import may_receive_password
from sas.rooms.accounts.queries.links import hashed
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

RESET_LIFE = timedelta(hours=72)
MAILS_PER_HOUR = 3
_DEAD = "Ce lien n'est plus valable : il a déjà servi, ou il a expiré."


def ask_reset(*, actor: Actor, email: str, now: datetime) -> None:
    """Ask that a link be sent to this address (F-018).

    The same rows are written for every address, and the worker looks for the account: neither the answer nor its time
    tells whether there is one. A demand is a link that opens nothing, and is nobody's.
    """
    with transaction.atomic(durable=True):
        demand = OneTimeLink.objects.create(
            purpose=LinkPurpose.RESET,
            token_hash=hashed(secrets.token_urlsafe(32)),
            email=email.strip().lower(),
            created_at=now,
            expires_at=now,
        )
        queue.defer("answer_reset", link_id=demand.id)
        journal.record(actor=actor, verb="ask_reset", subject="link", subject_id=demand.id, now=now)


def answer_reset(*, actor: Actor, link_id: int, now: datetime) -> None:
    """Send the link of a demand when an account may receive it; forget the demand. May run twice."""
    with transaction.atomic(durable=True):
        found = OneTimeLink.objects.filter(id=link_id, purpose=LinkPurpose.RESET, user__isnull=True)
        demand = found.select_for_update().first()
        if demand is None:
            return
        found.delete()
        user = User.objects.filter(email=demand.email).first()
        if user is None or not may_receive_password(user, LinkPurpose.RESET) or _had_enough(user, now):
            return
        expires_at = now + RESET_LIFE
        token = links.issue(purpose=LinkPurpose.RESET, user=user, email=user.email, now=now, expires_at=expires_at)
        link = f"{settings.PUBLIC_URL}/mot-de-passe/nouveau/{token}"
        letter = texts.letter(actor=actor, key="mail_reset", now=now, lien=link)
        outbox.post(
            actor=actor, kind="reset", to=user.email, letter=letter, now=now, user_id=user.id, useless_after=expires_at
        )
        journal.record(actor=actor, verb="send_reset", subject="user", subject_id=user.id, now=now)


def choose_password(
    *, actor: Actor, token: str, purpose: LinkPurpose, password: str, terms_number: int | None, now: datetime
) -> signing.SignedIn:
    """Give the account of a link its password, with the CGU that go with it; ends every session of before.

    Raises Impossible on the field "lien" for a link that opens nothing, "password" or "terms" for what was filled in:
    the link may then be used again.
    """
    with transaction.atomic(durable=True):
        link = links.use(token=token, purpose=purpose, now=now)
        user = link.user if link else None
        if user is None or not may_receive_password(user, purpose):
            raise Impossible(_DEAD, field="lien")
        guards.forgive(user.email)
        _refuse_bad(user, password)
        _accept(user, terms_number, actor=actor, now=now)
        signed = _set(user, password, actor=actor, now=now)
        signing.note_presence(user_id=user.id, now=now)
        sessions.end_others(user_id=user.id, kept_key="")
        journal.record(
            actor=signed[0], verb="choose_password", subject="user", subject_id=user.id, now=now, purpose=purpose.value
        )
        if purpose is LinkPurpose.RESET:
            _warn(user, now)
        return signed[1]


def change_password(*, actor: Actor, old: str, new: str, session_key: str, now: datetime) -> signing.SignedIn:
    """Change one's own password, knowing the old one (F-017); the other sessions end.

    Raises Impossible on the field "old" or "password". Wrong old passwords are counted as failures to sign in are.
    """
    with transaction.atomic(durable=True):
        user = User.objects.get(id=actor.user_id or 0)
        problem = refusal_without_proof(user, password=old, field="old", now=now)
        if problem is None:
            _refuse_bad(user, new)
            _, signed = _set(user, new, actor=actor, now=now)
            sessions.end_others(user_id=user.id, kept_key=session_key)
            journal.record(actor=actor, verb="change_password", subject="user", subject_id=user.id, now=now)
            _warn(user, now)
            return signed
    raise problem


def refusal_without_proof(user: User, *, password: str, field: str, now: datetime) -> Impossible | None:
    """Why whoever is signed in did not prove to know the password, in the caller's transaction, which must commit."""
    guard = guards.take(user.email, now)
    if guards.is_locked(guard, now):
        return Impossible(signing.LOCKED, field=field)
    right = check_password(password, user.password)
    guards.count(guard, right=right, now=now)
    return None if right else Impossible("Ce n'est pas votre mot de passe actuel.", field=field)


def _had_enough(user: User, now: datetime) -> bool:
    recent = OneTimeLink.objects.filter(user=user, purpose=LinkPurpose.RESET, created_at__gt=now - timedelta(hours=1))
    return recent.count() >= MAILS_PER_HOUR


def _refuse_bad(user: User, password: str) -> None:
    if broken := rules.unmet(password=password, email=user.email):
        told = " ; ".join(rule.sentence for rule in broken)
        raise Impossible(f"Ce mot de passe ne suit pas toutes les règles : {told}.", field="password")
    if user.password_set_at is not None and check_password(password, user.password):
        raise Impossible("Choisissez un mot de passe différent de l'actuel.", field="password")


def _accept(user: User, number: int | None, *, actor: Actor, now: datetime) -> None:
    asked = terms_to_accept(actor=actor, user_id=user.id)
    if asked is None:
        return
    if number != asked:
        raise Impossible(terms.NOT_ACCEPTED, field="terms")
    terms.keep_acceptance(actor=actor, user_id=user.id, number=asked, means=Means.PASSWORD, now=now)


def _set(user: User, password: str, *, actor: Actor, now: datetime) -> tuple[Actor, signing.SignedIn]:
    encoded = make_password(password)
    User.objects.filter(id=user.id).update(password=encoded, password_set_at=now, password_reminded_at=None)
    links.drop_all(user=user, now=now)
    return actor.signing_in(user.id), signing.SignedIn(user.id, stamp_of(encoded))


def _warn(user: User, now: datetime) -> None:
    own = Actor(user_id=user.id)
    letter = texts.letter(actor=own, key="mail_password_changed", now=now, lien=f"{settings.PUBLIC_URL}/connexion")
    outbox.post(actor=own, kind="password_changed", to=user.email, letter=letter, now=now, user_id=user.id)
