"""A territory with its people: who is attached to it, what it holds, what a change attaches and detaches (F-227)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.enums import RequestState
from sas.rooms.accounts.models import DelegationRequest, User
from sas.rooms.accounts.queries.sight import of_departements
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import Contact, Held, TerritoryState
from sas.rooms.directory.rules import change_of, may_keep

NAMED = 20
"""How many of the people who prevent a deletion are named."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Somebody whose account was given the territory."""

    user_id: int
    name: str
    email: str
    roles: tuple[Role, ...]

    @property
    def role_labels(self) -> str:
        """« SAS - Régulateur-OSNP, SAS - IOA »."""
        return ", ".join(role.label for role in self.roles)


@dataclass(frozen=True, slots=True)
class Extent:
    """What départements hold: open places, structures, and accounts attached by them."""

    places: int
    structures: int
    accounts: int


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """One line of the list."""

    state: TerritoryState
    referents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TerritoryDetail:
    """One territory; `attached` are the accounts it was given to, the first ones by name."""

    state: TerritoryState
    referents: tuple[Attachment, ...]
    attached: tuple[Attachment, ...]
    attached_count: int
    pending_requests: int
    extent: Extent
    may_edit: bool

    @property
    def may_be_deleted(self) -> bool:
        """Nobody would lose the territory without knowing."""
        return not self.attached_count and not self.pending_requests


@dataclass(frozen=True, slots=True)
class TerritoryPlan:
    """What a change of the départements attaches and detaches; `key` names the change that was shown."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    attached: Extent
    detached: Extent
    key: str


def territory_list(*, actor: Actor) -> tuple[TerritoryRow, ...]:
    """The territories of the actor, all for an administrator; raises Refused for who keeps or represents none."""
    states = directory.territory_states(actor=actor, territory_ids=_reach(actor))
    named = _referents([one.id for one in states])
    return tuple(TerritoryRow(one, tuple(named.get(one.id, ()))) for one in states)


def territory_detail(*, actor: Actor, territory_id: int) -> TerritoryDetail | None:
    """One territory of the actor, any for an administrator; None for another. Raises Refused as the list does."""
    within = _reach(actor)
    if within is not None and territory_id not in within:
        return None
    found = directory.territory_states(actor=actor, territory_ids=[territory_id])
    if not found:
        return None
    attached = _attached_to(territory_id)
    return TerritoryDetail(
        state=found[0],
        referents=tuple(one for one in attached if Role.REFERENT_TERRITORIAL in one.roles),
        attached=attached[:NAMED],
        attached_count=len(attached),
        pending_requests=pending_requests(actor=actor, territory_id=territory_id),
        extent=_extent(actor, found[0].draft.departements),
        may_edit=may_keep(actor) is None,
    )


def planned_territory(*, actor: Actor, territory_id: int | None, departements: Collection[str]) -> TerritoryPlan:
    """What giving these départements to a territory (None: a new one) would do; raises Refused for who keeps none."""
    if refusal := may_keep(actor):
        raise refusal
    known = directory.territory_states(actor=actor, territory_ids=[] if territory_id is None else [territory_id])
    before = known[0].draft.departements if known else frozenset()
    change, after = change_of(before=before, after=departements), frozenset(departements)
    names = {one.code: one.label for one in directory.departement_names(actor=actor)}
    signs = (*(f"+{code}" for code in sorted(change.gained)), *(f"-{code}" for code in sorted(change.lost)))
    return TerritoryPlan(
        gained=tuple(names.get(code, code) for code in sorted(change.gained)),
        lost=tuple(names.get(code, code) for code in sorted(change.lost)),
        attached=_extent(actor, change.gained, outside=before),
        detached=_extent(actor, change.lost, outside=after),
        key=" ".join(signs),
    )


def pending_requests(*, actor: Actor, territory_id: int) -> int:
    """Delegation requests of this territory that wait for a decision."""
    waiting = DelegationRequest.objects.filter(state=RequestState.PENDING, territory_ids__contains=[territory_id])
    return waiting.count()


def attached_count(*, actor: Actor, territory_id: int) -> int:
    """Accounts to which this territory was given, open or not."""
    return User.objects.filter(territories=territory_id).count()


def own_contacts(*, actor: Actor) -> tuple[Contact, ...]:
    """The regional contacts of the actor's territories: those given, and those of the places and structures."""
    stood = directory.territories_of_owned(actor=actor, places=actor.places, structures=actor.structures)
    return directory.contacts(actor=actor, territory_ids=actor.territories | stood)


def _reach(actor: Actor) -> frozenset[int] | None:
    if may_keep(actor) is None:
        return None
    if actor.has(Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL):
        return actor.territories
    raise Refused("Les territoires sont montrés aux gestionnaires de comptes, aux référents et aux administrateurs.")


def _referents(territory_ids: Iterable[int]) -> dict[int, list[str]]:
    rows = User.objects.filter(
        territories__in=list(territory_ids), roles__contains=[Role.REFERENT_TERRITORIAL.value], is_active=True
    )
    named: dict[int, list[str]] = {}
    ordered = rows.order_by("name_key", "id").values_list("territories", "given_name", "family_name")
    for territory_id, given, family in ordered:
        named.setdefault(territory_id, []).append(f"{given} {family}")
    return named


def _attached_to(territory_id: int) -> tuple[Attachment, ...]:
    rows = User.objects.filter(territories=territory_id).order_by("name_key", "id")
    return tuple(
        Attachment(row.id, f"{row.given_name} {row.family_name}", row.email, tuple(Role(one) for one in row.roles))
        for row in rows
    )


def _extent(actor: Actor, codes: Collection[str], *, outside: Collection[str] = ()) -> Extent:
    """What stands in the départements; accounts that also stand in those `outside` are not counted."""
    if not codes:
        return Extent(0, 0, 0)
    held: Held = directory.held_in(actor=actor, departements=codes)
    accounts = User.objects.filter(of_departements(actor=actor, codes=codes), closed_at__isnull=True)
    if outside:
        accounts = accounts.exclude(of_departements(actor=actor, codes=outside))
    return Extent(held.places, held.structures, accounts.count())
