"""What lets a page listen to changes: a signed word of a few minutes, checked without the database (ADR 35)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

LIFE = timedelta(minutes=5)
"""How long a stream may last. A page renews its ticket by an ordinary request, which an ended session refuses."""

_SKEW = timedelta(seconds=30)
_SALT = "sas.live.ticket"
_MILLISECOND = timedelta(milliseconds=1)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose it is, and when it was given: the page that holds it knows nothing later."""

    account_id: int
    given_at: datetime

    @property
    def ends_at(self) -> datetime:
        """The stream ends then."""
        return self.given_at + LIFE


def new_ticket(*, account_id: int, now: datetime) -> str:
    """A ticket as it travels; it says neither what was searched nor where."""
    return Signer(salt=_SALT).sign(f"{account_id}.{(now - _BEGINNING) // _MILLISECOND}")


def read_ticket(text: str, *, now: datetime) -> Ticket | None:
    """The ticket, None when it is not ours, too old, or given by a clock that is far ahead."""
    try:
        account_id, given = Signer(salt=_SALT).unsign(text).split(".")
    except BadSignature:
        return None
    ticket = Ticket(int(account_id), _BEGINNING + int(given) * _MILLISECOND)
    return ticket if ticket.given_at - _SKEW <= now < ticket.ends_at else None
