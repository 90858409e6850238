"""Changing the address one signs in with (F-016): confirmed from the new one, told to the old one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import OneTimeLink, User
from sas.rooms.accounts.operations import links
from sas.rooms.accounts.operations.passwords import refusal_without_proof
from sas.rooms.accounts.operations.traced import change_of
from sas.rooms.accounts.queries.credentials import may_receive_password
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

ADDRESS_LIFE = timedelta(hours=24)
DEMANDS_PER_HOUR = 3


def ask_new_address(*, actor: Actor, email: str, password: str, now: datetime) -> None:
    """Write to the new address, which confirms it; nothing changes before.

    An address that already opens an account is written to as well, to say so: whoever typed it is not told (E41), and
    the same rows are kept. Raises Impossible on the field "password" (when the account has one) or "email".
    """
    email = email.strip().lower()
    with transaction.atomic(durable=True):
        user = User.objects.get(id=actor.user_id or 0)
        problem = None
        if user.password_set_at is not None:
            problem = refusal_without_proof(user, password=password, field="password", now=now)
        if problem is None:
            _refuse_useless(user, email, now)
            _write(actor, user, email, now)
            return
    raise problem


def confirm_address(*, actor: Actor, token: str, now: datetime) -> str:
    """The new address takes the place of the old one, which is told; returns it.

    Raises Impossible, on the field "lien" when the link opens nothing.
    """
    with transaction.atomic(durable=True):
        link = links.use(token=token, purpose=LinkPurpose.NEW_EMAIL, now=now)
        user = link.user if link else None
        if link is None or user is None or not may_receive_password(user, LinkPurpose.NEW_EMAIL):
            raise Impossible("Ce lien n'est plus valable : il a déjà servi, ou il a expiré.", field="lien")
        try:
            with transaction.atomic():
                User.objects.filter(id=user.id).update(email=link.email)
        except IntegrityError:
            raise Impossible("Cette adresse ouvre déjà un autre compte.", field="lien") from None
        links.drop_all(user=user, now=now)  # a link sent to the old mailbox must not open the account
        own = actor.signing_in(user.id)
        letter = texts.letter(actor=own, key="mail_address_changed", now=now)
        outbox.post(actor=own, kind="address_changed", to=user.email, letter=letter, now=now, user_id=user.id)
        change = change_of(user.id, before={"email": user.email}, after={"email": link.email})
        journal.record_change(
            actor=own, verb="change_address", subject="user", subject_id=user.id, now=now, change=change
        )
        return link.email


def _refuse_useless(user: User, email: str, now: datetime) -> None:
    if email == user.email:
        raise Impossible("C'est déjà l'adresse de votre compte.", field="email")
    since = now - timedelta(hours=1)
    recent = OneTimeLink.objects.filter(user=user, purpose=LinkPurpose.NEW_EMAIL, created_at__gt=since)
    if recent.count() >= DEMANDS_PER_HOUR:
        raise Impossible("Trois changements d'adresse ont été demandés en une heure : attendez avant le suivant.")


def _write(actor: Actor, user: User, email: str, now: datetime) -> None:
    expires_at = now + ADDRESS_LIFE
    token = links.issue(purpose=LinkPurpose.NEW_EMAIL, user=user, email=email, now=now, expires_at=expires_at)
    taken = User.objects.filter(email=email).exists()
    kind, path = ("address_in_use", "connexion") if taken else ("new_address", f"identifiants/adresse/{token}")
    letter = texts.letter(actor=actor, key=f"mail_{kind}", now=now, lien=f"{settings.PUBLIC_URL}/{path}")
    outbox.post(actor=actor, kind=kind, to=email, letter=letter, now=now, useless_after=expires_at)
    journal.record(actor=actor, verb="ask_new_address", subject="user", subject_id=user.id, now=now)
