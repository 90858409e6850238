"""The files of accounts that one has brought: what would become of each line, and what did (F-221)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from sas.actor import Actor
from sas.paging import within
from sas.rooms.accounts import rules
from sas.rooms.accounts.enums import BulkState, LineState
from sas.rooms.accounts.models import BulkCreation, BulkLine
from sas.rooms.accounts.rules import bulk as words

PAGE = 50


@dataclass(frozen=True, slots=True)
class BulkFacts:
    """A file, and how many of its lines stand where."""

    id: int
    file_name: str
    state: BulkState
    created_at: datetime
    finished_at: datetime | None
    ready: int
    created: int
    refused: int
    stalled: bool

    @property
    def total(self) -> int:
        """All lines."""
        return self.ready + self.created + self.refused

    @property
    def done(self) -> int:
        """Lines whose fate is sealed."""
        return self.created + self.refused

    def count_of(self, state: LineState) -> int:
        """The lines in this state."""
        return {LineState.READY: self.ready, LineState.CREATED: self.created, LineState.REFUSED: self.refused}[state]

    @property
    def is_running(self) -> bool:
        """True while the background creates."""
        return self.state is BulkState.RUNNING

    @property
    def is_shown_only(self) -> bool:
        """True before anybody confirmed."""
        return self.state is BulkState.PREVIEWED


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of the file; `values` is empty once the account exists, of which `user_id` and `name` then tell."""

    number: int
    values: Mapping[str, str]
    state: LineState
    problem: str
    user_id: int | None
    name: str

    @property
    def label(self) -> str:
        """What the line calls the person: names if any, and the address."""
        said = " ".join(filter(None, (self.values.get("prenom"), self.values.get("nom"))))
        email = self.values.get("adresse electronique", "")
        return f"{said} – {email}" if said else email


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A file with fifty of its lines."""

    bulk: BulkFacts
    lines: tuple[LineFacts, ...]
    number: int
    last: int


def bulks(*, actor: Actor, now: datetime) -> tuple[BulkFacts, ...]:
    """The actor's own files, the newest first, at most twenty; raises Refused for who manages no account."""
    return _facts(list(_own(actor)[:20]), now)


def bulk(
    *, actor: Actor, bulk_id: int, state: LineState | None = None, number: int = 1, now: datetime
) -> BulkPage | None:
    """One of the actor's own files, with a page of its lines; None when there is none."""
    found = _facts(list(_own(actor).filter(id=bulk_id)), now)
    if not found:
        return None
    lines = BulkLine.objects.filter(bulk_id=bulk_id).order_by("number").select_related("user")
    if state:
        lines = lines.filter(state=state)
    number, last = within(number, found[0].count_of(state) if state else found[0].total, size=PAGE)
    return BulkPage(found[0], tuple(_line(one) for one in lines[(number - 1) * PAGE : number * PAGE]), number, last)


def refused_lines(*, actor: Actor, bulk_id: int) -> Iterator[LineFacts]:
    """The refused lines of one of the actor's own files, in its order; none for somebody else's."""
    lines = BulkLine.objects.filter(bulk__in=_own(actor).filter(id=bulk_id).values("id"), state=LineState.REFUSED)
    return (_line(one) for one in lines.order_by("number").select_related("user").iterator(500))


def _own(actor: Actor) -> QuerySet[BulkCreation]:
    if refusal := rules.may_manage(actor):
        raise refusal
    return BulkCreation.objects.filter(author_id=actor.user_id or 0).order_by("-created_at", "-id")


def _facts(rows: Sequence[BulkCreation], now: datetime) -> tuple[BulkFacts, ...]:
    lines = BulkLine.objects.filter(bulk_id__in=[row.id for row in rows]).order_by()
    counts = {(one, state): count for one, state, count in lines.values_list("bulk_id", "state").annotate(Count("id"))}
    return tuple(
        BulkFacts(
            id=row.id,
            file_name=row.file_name,
            state=BulkState(row.state),
            created_at=row.created_at,
            finished_at=row.finished_at,
            ready=counts.get((row.id, LineState.READY), 0),
            created=counts.get((row.id, LineState.CREATED), 0),
            refused=counts.get((row.id, LineState.REFUSED), 0),
            stalled=row.state == BulkState.RUNNING and (row.started_at or now) <= now - words.STALLED,
        )
        for row in rows
    )


def _line(row: BulkLine) -> LineFacts:
    name = f"{row.user.given_name} {row.user.family_name}" if row.user else ""
    return LineFacts(row.number, row.values, LineState(row.state), row.problem, row.user_id, name)
