"""The mails and their state, for administrators."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from sas.actor import Actor
from sas.backlog import Backlog, added_up
from sas.held import Held, held
from sas.paging import within
from sas.rooms.outbox import rules
from sas.rooms.outbox.enums import MailState
from sas.rooms.outbox.models import OutgoingMail

PAGE = 50
_WAITS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class MailFacts:
    """One mail without its text: the text holds links that are its reader's alone."""

    id: int
    kind: str
    to: str
    subject: str
    state: MailState
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None

    @property
    def may_be_sent_again(self) -> bool:
        """True when only a person can decide that it leaves."""
        return self.state in {MailState.FAILED, MailState.UNCERTAIN}


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page, and how many mails there are in each state."""

    mails: tuple[MailFacts, ...]
    number: int
    last: int
    counts: tuple[tuple[MailState, int], ...]


def mails(*, actor: Actor, states: Collection[MailState] = (), number: int = 1) -> MailPage:
    """Newest first, fifty a page; raises Refused for anyone but administrators."""
    if refusal := rules.may_see_mails(actor):
        raise refusal
    counted = dict(OutgoingMail.objects.values_list("state").annotate(Count("id")))
    counts = tuple((state, counted.get(state.value, 0)) for state in MailState)
    wanted = [state for state in MailState if not states or state in states]
    number, last = within(number, sum(counted.get(state.value, 0) for state in wanted), size=PAGE)
    found = OutgoingMail.objects.filter(state__in=wanted).order_by("-created_at", "-id")
    rows = found.defer("text", "html")[(number - 1) * PAGE : number * PAGE]
    return MailPage(tuple(_facts(row) for row in rows), number, last, counts)


def backlog(*, actor: Actor, now: datetime) -> Backlog:
    """Mails of the last two days, for whoever watches the platform: none waits longer."""
    recent = OutgoingMail.objects.filter(created_at__gt=now - _WAITS)
    rows = recent.values_list("state").annotate(Count("id"), Min("created_at"))
    return added_up(rows, states=MailState, waits=MailState.QUEUED)


def oldest_waiting(*, actor: Actor, now: datetime) -> datetime | None:
    """When the mail that has waited longest was posted; None when none waits. A date alone, for anybody.

    None waits longer than two days: it has failed by then.
    """
    recent = OutgoingMail.objects.filter(created_at__gt=now - _WAITS)
    waiting = recent.filter(state=MailState.QUEUED).order_by("created_at")
    return waiting.values_list("created_at", flat=True).first()


def _facts(row: OutgoingMail) -> MailFacts:
    return MailFacts(
        id=row.id,
        kind=row.kind,
        to=row.to,
        subject=row.subject,
        state=MailState(row.state),
        attempts=row.attempts,
        error=row.error,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The mails written to the actor's account: their text went when they left."""
    mails = OutgoingMail.objects.filter(user_id=actor.user_id or 0)
    yield held("mails", mails, "created_at", "to", "subject", "state", "sent_at")
