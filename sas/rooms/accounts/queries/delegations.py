"""Delegations as those who ask, those who act and those who decide see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, When

from sas.actor import Actor, Role
from sas.paging import within
from sas.rooms.accounts.enums import RequestState
from sas.rooms.accounts.models import Delegation, DelegationComment, DelegationRequest, User
from sas.rooms.accounts.rules import delegating as rules
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import Owner

PAGE = 20
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class DelegateFacts:
    """One person who acts for one professional or structure of the actor's."""

    delegation_id: int
    name: str
    email: str
    owner: str


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request as lists show it; `delegate` is the name asked for, `reason` that of a refusal."""

    id: int
    requester: str
    delegate: str
    email: str
    city: str
    state: RequestState
    created_at: datetime
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class RequestQueue:
    """One page of the queue; `number` counts from 1, `pending` counts all those that wait."""

    items: tuple[RequestFacts, ...]
    number: int
    last: int
    pending: int


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """A note on a request."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Attachable:
    """What the requester may delegate, and why the actor may not attach anybody to it ("" when he may)."""

    owner: Owner
    problem: str


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """One request for its page. `holder`: the name on the account that has the address, told to deciders only."""

    facts: RequestFacts
    decided_by: str
    comments: tuple[CommentFacts, ...]
    attachable: tuple[Attachable, ...]
    has_account: bool
    holder: str
    account_problem: str
    may_decide: bool


def owners_of(*, actor: Actor, user_id: int | None) -> tuple[Owner, ...]:
    """What an account may delegate: its professional if an effecteur's, its structures if a manager's."""
    found = User.objects.filter(id=user_id or 0, is_active=True, closed_at__isnull=True).first()
    if found is None:
        return ()
    professionals = [found.professional_id] if found.professional_id and Role.EFFECTEUR in found.roles else []
    manages = Role.GESTIONNAIRE_STRUCTURE in found.roles
    structures = list(found.structures.values_list("id", flat=True)) if manages else []
    return directory.owners(actor=actor, professional_ids=professionals, structure_ids=structures)


def delegates(*, actor: Actor) -> tuple[DelegateFacts, ...]:
    """« Vos délégataires » (F-122): who acts for the actor's professional or structures, by name.

    The co-managers of a structure see the same ones.
    """
    owners = owners_of(actor=actor, user_id=actor.user_id)
    names = {one.key: one.name for one in owners}
    rows = Delegation.objects.filter(_of(owners)).select_related("delegate")
    return tuple(
        DelegateFacts(row.id, _name(row.delegate), row.delegate.email, names[key_of(row)])
        for row in rows.order_by("delegate__name_key", "delegate_id", "id")
    )


def own_requests(*, actor: Actor) -> tuple[RequestFacts, ...]:
    """The actor's requests that wait or were refused, the newest first; an accepted one is a délégataire."""
    rows = DelegationRequest.objects.filter(requester_id=actor.user_id or 0).exclude(state=RequestState.ACCEPTED)
    return _facts(rows.select_related("requester").order_by("-created_at", "-id")[:MOST_SHOWN], actor=actor)


def delegated_to(*, actor: Actor) -> tuple[Owner, ...]:
    """For whom a délégataire acts (F-123): professionals, then structures, by name."""
    if not actor.has(Role.DELEGATAIRE):
        return ()
    rows = Delegation.objects.filter(delegate_id=actor.user_id or 0)
    pairs = list(rows.values_list("professional_id", "structure_id"))
    return directory.owners(
        actor=actor,
        professional_ids=[professional for professional, _ in pairs if professional],
        structure_ids=[structure for _, structure in pairs if structure],
    )


def removable_delegation(*, actor: Actor, delegation_id: int) -> DelegateFacts | None:
    """A delegation that the actor may take back, None when there is none or it is not his."""
    return next((one for one in delegates(actor=actor) if one.delegation_id == delegation_id), None)


def delegation_queue(*, actor: Actor, number: int = 1) -> RequestQueue:
    """Requests that wait first, the newest first (F-232). Raises Refused outside the roles that read them."""
    if refusal := rules.may_read_queue(actor):
        raise refusal
    seen = DelegationRequest.objects.filter(rules.visible_to(actor))
    number, last = within(number, seen.count(), size=PAGE)
    waiting = Q(state=RequestState.PENDING)
    rows = seen.select_related("requester").order_by(Case(When(waiting, then=0), default=1), "-created_at", "-id")
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return RequestQueue(_facts(shown, actor=actor), number, last, seen.filter(waiting).count())


def delegation_request(*, actor: Actor, request_id: int) -> RequestDetail | None:
    """One request of the queue, None when there is none that the actor may read."""
    row = DelegationRequest.objects.select_related("requester", "decided_by").filter(id=request_id).first()
    if row is None or rules.may_read(actor, territories=row.territory_ids):
        return None
    decides = rules.may_decide(actor, territories=row.territory_ids) is None
    holder = User.objects.filter(email=row.email, closed_at__isnull=True).first()
    return RequestDetail(
        facts=_facts([row], actor=actor)[0],
        decided_by=_name(row.decided_by) if row.decided_by else "",
        comments=_comments(row),
        attachable=tuple(
            Attachable(owner, rules.cannot_attach(actor, territories=owner.territories))
            for owner in owners_of(actor=actor, user_id=row.requester_id)
        ),
        has_account=holder is not None,
        holder=_name(holder) if holder and decides else "",
        account_problem=account_problem(actor=actor, holder=holder, requester_id=row.requester_id),
        may_decide=decides,
    )


def account_problem(*, actor: Actor, holder: User | None, requester_id: int) -> str:
    """Why the account of the address asked cannot be used by this actor, "" when it can or there is none."""
    if holder is None:
        return ""
    same = holder.id == requester_id
    return rules.cannot_use_account(actor, roles=holder.roles, active=holder.is_active, of_requester=same)


def key_of(row: Delegation) -> str:
    """Owner.key of a delegation."""
    return f"s{row.structure_id}" if row.structure_id else f"p{row.professional_id}"


def _of(owners: Sequence[Owner]) -> Q:
    professionals = [one.professional_id for one in owners if one.professional_id]
    structures = [one.structure_id for one in owners if one.structure_id]
    return Q(professional_id__in=professionals) | Q(structure_id__in=structures)


def _name(user: User) -> str:
    return f"{user.given_name} {user.family_name}".strip()


def _comments(row: DelegationRequest) -> tuple[CommentFacts, ...]:
    kept = DelegationComment.objects.filter(request=row).select_related("author").order_by("at", "id")
    return tuple(CommentFacts(_name(one.author) if one.author else "", one.at, one.text) for one in kept)


def _facts(rows: Iterable[DelegationRequest], *, actor: Actor) -> tuple[RequestFacts, ...]:
    found = list(rows)
    cities = directory.commune_labels(actor=actor, codes={row.commune_id for row in found})
    return tuple(
        RequestFacts(
            id=row.id,
            requester=_name(row.requester),
            delegate=f"{row.given_name} {row.family_name}",
            email=row.email,
            city=cities.get(row.commune_id, ""),
            state=RequestState(row.state),
            created_at=row.created_at,
            decided_at=row.decided_at,
            reason=row.reason,
        )
        for row in found
    )
