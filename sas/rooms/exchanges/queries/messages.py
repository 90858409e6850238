"""The messages to the regulation's software and their state; to whom an orientation is told (F-189)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Min, Q

from sas.actor import Actor
from sas.backlog import Backlog, added_up
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import AppointmentStatus, ExchangeState
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.queries.by_state import in_states


@dataclass(frozen=True, slots=True)
class Recipient:
    """A software that is told of orientations: its id here and its name at the Hub."""

    lrm_id: int
    hub_name: str


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One message without its content, which names people."""

    id: int
    orientation_id: int
    lrm: str
    recipient: str
    creates: bool
    status: AppointmentStatus
    state: ExchangeState
    attempts: int
    problem: str
    step: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None

    @property
    def may_be_sent_again(self) -> bool:
        """True when only a person can decide that it leaves."""
        return self.state is ExchangeState.ABANDONED

    @property
    def problem_said(self) -> str:
        """Its problem as a sentence, or as its code when it has none."""
        return rules.PROBLEMS.get(self.problem, self.problem)

    @property
    def step_said(self) -> str:
        """How far its software went, in words; empty when it did not say."""
        return rules.STEPS.get(self.step, "")


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One page, and how many messages there are in each state."""

    messages: tuple[MessageFacts, ...]
    number: int
    last: int
    counts: tuple[tuple[ExchangeState, int], ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the Hub is configured, how many softwares are told, the last success, what waits and since when."""

    configured: bool
    told: int
    last_sent_at: datetime | None
    last_answer_at: datetime | None
    waiting: int
    waiting_since: datetime | None


def recipients(*, actor: Actor, territory_ids: Collection[int]) -> tuple[Recipient, ...]:
    """The softwares told of an orientation made by a regulator of these territories; none while there is no Hub."""
    if not settings.HUB_URL:
        return ()
    found = directory.lrms_told(actor=actor, territory_ids=territory_ids)
    return tuple(Recipient(one.id, one.hub_name) for one in found)


def messages(
    *, actor: Actor, states: Collection[ExchangeState] = (), lrm_id: int | None = None, number: int = 1
) -> MessagePage:
    """Newest first, fifty a page; `lrm_id`: of one software. Raises Refused for anyone but administrators."""
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    found = LrmMessage.objects.all() if lrm_id is None else LrmMessage.objects.filter(lrm_id=lrm_id)
    page = in_states(found.order_by("-created_at", "-id"), ExchangeState, states=states, number=number)
    names = {one.id: one.name for one in directory.lrm_states(actor=actor)}
    shown = tuple(_facts(row, names[row.lrm_id]) for row in page.rows)
    return MessagePage(shown, page.number, page.last, page.counts)


def _facts(row: LrmMessage, lrm: str) -> MessageFacts:
    return MessageFacts(
        id=row.id,
        orientation_id=row.orientation_id,
        lrm=lrm,
        recipient=row.recipient,
        creates=row.creates,
        status=AppointmentStatus(row.status),
        state=ExchangeState(row.state),
        attempts=row.attempts,
        problem=row.problem,
        step=row.step,
        created_at=row.created_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
    )


def backlog(*, actor: Actor, now: datetime) -> Backlog:
    """Messages that wait, and others of the last day, for whoever watches the platform."""
    watched = Q(state=ExchangeState.QUEUED) | Q(created_at__gt=now - timedelta(days=1))
    rows = LrmMessage.objects.filter(watched).values_list("state").annotate(Count("id"), Min("created_at"))
    return added_up(rows, states=ExchangeState, waits=ExchangeState.QUEUED)


def health(*, actor: Actor) -> Health:
    """How the exchanges go. Raises Refused for anyone but administrators."""
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    waits = Q(state=ExchangeState.QUEUED)
    found = LrmMessage.objects.aggregate(
        sent=Max("sent_at"),
        answer=Max("answered_at"),
        waiting=Count("id", filter=waits),
        since=Min("created_at", filter=waits),
    )
    told = sum(1 for one in directory.lrm_states(actor=actor) if one.active and one.hub_name and one.territories)
    return Health(bool(settings.HUB_URL), told, found["sent"], found["answer"], found["waiting"], found["since"])
