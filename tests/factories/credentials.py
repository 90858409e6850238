"""People with a link in their mailbox."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations import AccountDraft, links

NEW_PASSWORD = "Genêts-et-bruyères-2027"
MADE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_number = count(1)


def invited(*roles: Role, email: str = "", now: datetime = MADE) -> User:
    """Somebody whose account was just made, and who has no password yet: the welcome mail is in the box."""
    draft = AccountDraft(
        email=email or f"invitation{next(_number)}@sas.example",
        family_name="Le Goff",
        given_name="Camille",
        roles=roles or (Role.REGULATEUR_OSNP,),
    )
    return User.objects.get(id=operations.create_account(actor=Actor.SYSTEM, draft=draft, now=now))


def link(purpose: LinkPurpose, *, user: User | None = None, email: str = "", now: datetime | None = None) -> str:
    """The secret of a link of a new account or of `user`, valid for an hour from `now`: the real clock unless given."""
    owner, now = user or invited(), now or datetime.now(UTC)
    where = email or (f"nouvelle.{owner.email}" if purpose is LinkPurpose.NEW_EMAIL else owner.email)
    return links.issue(purpose=purpose, user=owner, email=where, now=now, expires_at=now + timedelta(hours=1))
