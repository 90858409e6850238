"""The first account of an installation."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor, Role
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations import links
from sas.rooms.accounts.operations.making import WELCOME_LIFE, AccountDraft, make_account


def create_administrator(*, actor: Actor, email: str, family_name: str, given_name: str, now: datetime) -> str:
    """Make an administrator; returns the secret of the link that gives the first password, and sends no mail.

    Raises Impossible when the address is taken.
    """
    draft = AccountDraft(email, family_name, given_name, roles=(Role.ADMINISTRATEUR,), invited=False)
    with transaction.atomic(durable=True):
        user = User.objects.get(id=make_account(actor=actor, draft=draft, now=now))
        return links.issue(
            purpose=LinkPurpose.WELCOME, user=user, email=user.email, now=now, expires_at=now + WELCOME_LIFE
        )
