"""Requests for help as those who answer them see them (F-244)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, When

from sas.actor import Actor, Role
from sas.adapters.antivirus import client as antivirus
from sas.paging import within
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.rules import Asked
from sas.rooms.assistance import rules
from sas.rooms.assistance.enums import CONTENT_TYPES, AssistanceState, Desk, FileKind, Topic
from sas.rooms.assistance.models import AssistanceAnswer, AssistanceFile, AssistanceRequest
from sas.rooms.directory import queries as directory

PAGE = 20
_UNKNOWN_TERRITORY, _OTHER_ROLE = "Non précisé", "Autre"


@dataclass(frozen=True, slots=True)
class AssistanceFilters:
    """What the list is narrowed to; None: everything."""

    state: AssistanceState | None = None
    topic: Topic | None = None
    territory_id: int | None = None


@dataclass(frozen=True, slots=True)
class AssistanceFacts:
    """A request as lists show it."""

    id: int
    reference: str
    topic: Topic
    desk: Desk
    state: AssistanceState
    sender: str
    territory: str
    created_at: datetime
    taken_by: str


@dataclass(frozen=True, slots=True)
class AssistanceQueue:
    """One page of them; `number` counts from 1, `waiting` counts those that nobody answered, of all pages.

    `without_antivirus`: none looks at joined files, and the actor is one of those who can do something about it.
    """

    items: tuple[AssistanceFacts, ...]
    number: int
    last: int
    total: int
    waiting: int
    without_antivirus: bool


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What was written to whoever asked."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was joined; `size` in bytes."""

    id: int
    name: str
    kind: FileKind
    size: int


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file to give back."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AssistanceDetail:
    """One request for its page; `has_account`: an account has the address already."""

    facts: AssistanceFacts
    role: str
    email: str
    phone: str
    message: str
    page: str
    structure_name: str
    structure_number: str
    is_signed_in: bool
    has_account: bool
    answers: tuple[AnswerFacts, ...]
    files: tuple[FileFacts, ...]
    closed_at: datetime | None

    @property
    def may_take(self) -> bool:
        """Nobody did yet."""
        return self.facts.state is AssistanceState.NEW

    @property
    def is_open(self) -> bool:
        """It may be answered, or closed."""
        return self.facts.state is not AssistanceState.CLOSED

    @property
    def asks_account(self) -> bool:
        """An account is to be made, and none has the address."""
        return self.is_open and self.facts.topic is Topic.ACCOUNT_NEW and not self.has_account


def assistance_queue(*, actor: Actor, filters: AssistanceFilters, number: int = 1) -> AssistanceQueue:
    """Those of the actor's desks: new ones first, then the newest. Raises Refused to whoever holds no desk."""
    if refusal := rules.may_read_queue(actor):
        raise refusal
    seen = AssistanceRequest.objects.filter(rules.visible_to(actor) & _narrowed(filters))
    open_states = (AssistanceState.NEW, AssistanceState.IN_HAND)
    total, waiting = seen.count(), seen.filter(state__in=open_states).count()
    number, last = within(number, total, size=PAGE)
    order = Case(*(When(state=state, then=at) for at, state in enumerate(open_states)), default=len(open_states))
    rows = seen.order_by(order, "-created_at", "-id")[(number - 1) * PAGE : number * PAGE]
    unlooked_at = actor.has(*rules.ADMINISTRATORS) and not antivirus.is_configured()
    return AssistanceQueue(_facts(rows, actor=actor), number, last, total, waiting, unlooked_at)


def assistance_request(*, actor: Actor, request_id: int) -> AssistanceDetail | None:
    """One request, None when there is none that the actor may read."""
    row = _readable(request_id, actor=actor)
    if row is None:
        return None
    kept = AssistanceFile.objects.filter(request=row).order_by("id").values_list("id", "name", "kind", "size")
    return AssistanceDetail(
        facts=_facts([row], actor=actor)[0],
        role=Role(row.role).label if row.role else _OTHER_ROLE,
        email=row.email,
        phone=row.phone,
        message=row.message,
        page=row.page,
        structure_name=row.structure_name,
        structure_number=row.structure_number,
        is_signed_in=row.sender_id is not None,
        has_account=accounts.id_of_email(actor=actor, email=row.email) is not None,
        answers=_answers(row, actor=actor),
        files=tuple(FileFacts(number, name, FileKind(kind), size) for number, name, kind, size in kept),
        closed_at=row.closed_at,
    )


def assistance_file(*, actor: Actor, request_id: int, file_id: int) -> FileContent | None:
    """What was joined, None when it is not there or the request is not one that the actor may read."""
    row = _readable(request_id, actor=actor)
    file = AssistanceFile.objects.filter(request=row, id=file_id).first() if row else None
    if file is None:
        return None
    return FileContent(file.name, CONTENT_TYPES[FileKind(file.kind)], bytes(file.content))


def account_asked(*, actor: Actor, request_id: int) -> Asked | None:
    """The account that a request asks for, for the form that makes it; None when the request asks for none."""
    row = _readable(request_id, actor=actor)
    if row is None or row.topic != Topic.ACCOUNT_NEW:
        return None
    given = set(accounts.account_choices(actor=actor).roles)
    return Asked(
        email=row.email,
        family_name=row.family_name,
        given_name=row.given_name,
        roles=tuple(role for role in Role if role.value == row.role and role in given),
        structures=(row.structure_number,) if row.structure_number else (),
        territories=(str(row.territory_id),) if row.territory_id else (),
    )


def _readable(request_id: int, *, actor: Actor) -> AssistanceRequest | None:
    row = AssistanceRequest.objects.filter(id=request_id).first()
    if row is None or rules.may_read(actor, desk=row.desk, territory_id=row.territory_id):
        return None
    return row


def _narrowed(filters: AssistanceFilters) -> Q:
    asked = {"state": filters.state, "topic": filters.topic, "territory_id": filters.territory_id}
    return Q(**{name: value for name, value in asked.items() if value is not None})


def _answers(row: AssistanceRequest, *, actor: Actor) -> tuple[AnswerFacts, ...]:
    kept = list(AssistanceAnswer.objects.filter(request=row).order_by("at", "id"))
    names = accounts.names_of(actor=actor, user_ids=frozenset(one.author_id for one in kept if one.author_id))
    return tuple(AnswerFacts(names.get(one.author_id or 0, ""), one.at, one.text) for one in kept)


def _facts(rows: Iterable[AssistanceRequest], *, actor: Actor) -> tuple[AssistanceFacts, ...]:
    found = list(rows)
    territories = {one.territory_id for one in found if one.territory_id}
    places = directory.territory_names(actor=actor, territory_ids=territories)
    names = accounts.names_of(actor=actor, user_ids=frozenset(one.taken_by_id for one in found if one.taken_by_id))
    return tuple(
        AssistanceFacts(
            id=one.id,
            reference=rules.reference(one.id, one.created_at),
            topic=Topic(one.topic),
            desk=Desk(one.desk),
            state=AssistanceState(one.state),
            sender=f"{one.given_name} {one.family_name}",
            territory=places.get(one.territory_id or 0, _UNKNOWN_TERRITORY),
            created_at=one.created_at,
            taken_by=names.get(one.taken_by_id or 0, ""),
        )
        for one in found
    )
