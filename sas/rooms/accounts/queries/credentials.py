"""What the pages about passwords and addresses show."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sas.actor import Actor
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import OneTimeLink, User
from sas.rooms.accounts.queries.links import live
from sas.rooms.accounts.queries.terms import terms_to_accept
from sas.rooms.accounts.rules import expiry


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """A link that still gives a password: to whom, and which version of the CGU they are asked to accept with it."""

    email: str
    terms_number: int | None


@dataclass(frozen=True, slots=True)
class Credentials:
    """By what the actor signs in."""

    email: str
    has_password: bool
    expires_at: datetime | None
    waiting_email: str


def password_link(*, actor: Actor, token: str, purpose: LinkPurpose, now: datetime) -> PasswordLink | None:
    """What the page of the link shows; None for one that is unknown, used or expired: which, is not told."""
    link = live(token=token, purpose=purpose, now=now).select_related("user").first()
    if link is None or link.user is None or not may_receive_password(link.user, purpose):
        return None
    return PasswordLink(link.user.email, terms_to_accept(actor=actor, user_id=link.user.id))


def address_link(*, actor: Actor, token: str, now: datetime) -> str | None:
    """The new address that the link confirms; None for one that is unknown, used or expired."""
    return live(token=token, purpose=LinkPurpose.NEW_EMAIL, now=now).values_list("email", flat=True).first()


def credentials(*, actor: Actor, now: datetime) -> Credentials:
    """The actor's own; raises User.DoesNotExist for nobody."""
    user = User.objects.get(id=actor.user_id or 0)
    waiting = OneTimeLink.objects.filter(
        user=user, purpose=LinkPurpose.NEW_EMAIL, used_at__isnull=True, expires_at__gt=now
    )
    expires_at = expiry(set_at=user.password_set_at, months=settings.PASSWORD_MONTHS)
    newest = waiting.order_by("-created_at").values_list("email", flat=True).first()
    return Credentials(user.email, user.password_set_at is not None, expires_at, newest or "")


def may_receive_password(user: User, purpose: LinkPurpose) -> bool:
    """An account that may enter; a first password is given once (F-011, F-026)."""
    may_enter = user.is_active and bool(user.roles) and user.closed_at is None
    return may_enter and not (purpose is LinkPurpose.WELCOME and user.password_set_at is not None)
