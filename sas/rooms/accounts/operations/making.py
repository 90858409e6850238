"""The making of accounts, ready to sign in or invited by a welcome mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from sas.actor import Actor, Role
from sas.errors import Impossible
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.accounts.operations import links
from sas.rooms.accounts.operations.traced import change_of, facts_of
from sas.rooms.accounts.queries.sight import Attached
from sas.rooms.directory.rules import search_key
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

WELCOME_LIFE = timedelta(days=7)
"""Our own choice, the guides give none: past it, « Mot de passe oublié » sends another link (F-012)."""


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account to be made, with what it is attached to.

    `password` None: the person is invited to choose it by a mail, unless `invited` is False.
    """

    email: str
    family_name: str
    given_name: str
    roles: Collection[Role]
    password: str | None = None
    territory_ids: Collection[int] = ()
    commune_code: str | None = None
    cpx_number: str = ""
    professional_id: int | None = None
    structure_ids: Collection[int] = ()
    delegated_professionals: Collection[int] = ()
    delegated_structures: Collection[int] = ()
    invited: bool = True


def create_account(*, actor: Actor, draft: AccountDraft, now: datetime) -> int:
    """Make an account; returns its id. Raises Impossible when the e-mail is taken (field "email")."""
    with transaction.atomic(durable=True):
        return make_account(actor=actor, draft=draft, now=now)


def make_account(*, actor: Actor, draft: AccountDraft, now: datetime) -> int:
    """The same, in the transaction of the operation that calls it."""
    email = draft.email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Impossible("Cette adresse électronique est déjà utilisée.", field="email")
    user = User.objects.create(
        email=email,
        family_name=draft.family_name,
        given_name=draft.given_name,
        name_key=search_key(f"{draft.family_name} {draft.given_name}"),
        password=make_password(draft.password),
        password_set_at=now if draft.password else None,
        roles=[role.value for role in draft.roles],
        commune_id=draft.commune_code,
        cpx_number=draft.cpx_number,
        professional_id=draft.professional_id,
        created_at=now,
    )
    _attach(user, draft)
    roles = sorted(role.value for role in draft.roles)
    told: dict[str, Any] = {"roles": roles, "change": change_of(user.id, before={}, after=_facts(user, draft))}
    journal.record_change(actor=actor, verb="create_account", subject="user", subject_id=user.id, now=now, **told)
    if draft.password is None and draft.invited:
        post_welcome(actor=actor, user=user, now=now)
    return user.id


def _facts(user: User, draft: AccountDraft) -> dict[str, Any]:
    """What the account begins with, but for what it has not."""
    attached = Attached(
        set(draft.territory_ids),
        set(draft.structure_ids),
        set(draft.delegated_professionals),
        set(draft.delegated_structures),
    )
    return {name: value for name, value in facts_of(user, attached).items() if value}


def _attach(user: User, draft: AccountDraft) -> None:
    user.territories.set(draft.territory_ids)
    user.structures.set(draft.structure_ids)
    Delegation.objects.bulk_create(
        [
            *(Delegation(delegate=user, professional_id=one) for one in draft.delegated_professionals),
            *(Delegation(delegate=user, structure_id=one) for one in draft.delegated_structures),
        ]
    )


def post_welcome(*, actor: Actor, user: User, now: datetime) -> None:
    """The welcome mail with its two links (F-010): by Pro Santé Connect, or by a first password."""
    expires_at = now + WELCOME_LIFE
    token = links.issue(purpose=LinkPurpose.WELCOME, user=user, email=user.email, now=now, expires_at=expires_at)
    site = settings.PUBLIC_URL
    addresses = {"connexion": f"{site}/connexion", "lien": f"{site}/premiere-connexion/{token}"}
    letter = texts.letter(actor=actor, key="mail_welcome", now=now, **addresses)
    outbox.post(
        actor=actor, kind="welcome", to=user.email, letter=letter, now=now, user_id=user.id, useless_after=expires_at
    )
