"""The accounts that a manager has in sight: searched, filtered, in the order of names (F-220, F-226)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.utils.timezone import localtime

from sas.actor import Actor, Role
from sas.paging import within
from sas.rooms.accounts import rules
from sas.rooms.accounts.enums import AccountStatus
from sas.rooms.accounts.models import CardIdentity, TermsAcceptance, User
from sas.rooms.accounts.queries.sight import Attached, attached_of, in_sight, of_territories
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import TerritoryFacts
from sas.rooms.directory.rules import search_key

PAGE, CHUNK = 25, 1000
_WORDS = 6
# Of the account, what its line shows: neither its password nor what only its own page tells.
_SHOWN = (
    "family_name",
    "given_name",
    "name_key",
    "email",
    "roles",
    "professional_id",
    "commune_id",
    "is_active",
    "created_at",
    "last_login",
)
_STATUS = {
    AccountStatus.OFF: Q(is_active=False),
    AccountStatus.NO_ROLE: Q(is_active=True, roles=[]),
    AccountStatus.NEVER: Q(is_active=True, last_login__isnull=True) & ~Q(roles=[]),
    AccountStatus.ACTIVE: Q(is_active=True, last_login__isnull=False) & ~Q(roles=[]),
}


@dataclass(frozen=True, slots=True)
class AccountFilters:
    """What the list is narrowed to; nothing given narrows nothing."""

    text: str = ""
    role: Role | None = None
    status: AccountStatus | None = None
    territory_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list and of its export (sas-domain §5.2)."""

    id: int
    family_name: str
    given_name: str
    email: str
    roles: tuple[Role, ...]
    territories: tuple[str, ...]
    departements: tuple[str, ...]
    city: str
    national_id: str
    structures: tuple[str, ...]
    status: AccountStatus
    created_at: datetime
    last_login: datetime | None
    terms_at: datetime | None
    has_card: bool

    @property
    def name(self) -> str:
        """« LE GOFF Camille », as lists are sorted."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def role_labels(self) -> str:
        """The French names of the roles."""
        return ", ".join(role.label for role in self.roles)

    @property
    def last_day(self) -> str:
        """« 03/11/2026 »: the day, in metropolitan France, of the last sign-in; empty when there was none."""
        return f"{localtime(self.last_login):%d/%m/%Y}" if self.last_login else ""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Twenty-five accounts, and how many there are in all."""

    people: tuple[PersonRow, ...]
    number: int
    last: int
    total: int


def people(
    *, actor: Actor, filters: AccountFilters, number: int = 1, known: Sequence[TerritoryFacts] | None = None
) -> PeoplePage:
    """One page, by name; `known`: the territories, when they were read already.

    Raises Refused for who manages no account.
    """
    known = directory.territories(actor=actor) if known is None else known
    found = _narrowed(actor, filters, known)
    if rules.reach(actor) is not None or filters.text:
        # Found by five ways at once, or by reading every name: asked once, for the total and for the page.
        users = _page(found.annotate(total=Window(Count("*"))), number)
        total: int = getattr(users[0], "total") if users else 0  # noqa: B009  annotated, the type checker cannot know
        if users or number == 1:
            return PeoplePage(_rows(actor, users, known), *within(number, total, size=PAGE), total)
    total = found.count()
    number, last = within(number, total, size=PAGE)
    return PeoplePage(_rows(actor, _page(found, number), known), number, last, total)


def _page(found: QuerySet[User], number: int) -> list[User]:
    return list(_with_state(found)[(number - 1) * PAGE : number * PAGE])


def count_of_people(*, actor: Actor, filters: AccountFilters) -> int:
    """How many there are; raises Refused for who manages no account."""
    return _narrowed(actor, filters, directory.territories(actor=actor)).count()


def people_in_chunks(*, actor: Actor, filters: AccountFilters) -> Iterator[tuple[PersonRow, ...]]:
    """All of them, a few hundred at a time, each chunk starting after the last: no list is held, no transaction kept.

    An account renamed meanwhile may be met twice or not at all.
    """
    known = directory.territories(actor=actor)
    found, after = _with_state(_narrowed(actor, filters, known)), Q()
    while rows := list(found.filter(after)[:CHUNK]):
        yield _rows(actor, rows, known)
        last = rows[-1]
        after = Q(name_key__gt=last.name_key) | Q(name_key=last.name_key, id__gt=last.id)


def _narrowed(actor: Actor, filters: AccountFilters, known: Sequence[TerritoryFacts]) -> QuerySet[User]:
    found = in_sight(actor, known=known)
    if filters.text.strip():
        found = found.filter(_called(filters.text))
    if filters.role:
        found = found.filter(roles__contains=[filters.role.value])
    if filters.status:
        found = found.filter(_STATUS[filters.status])
    if filters.territory_id is not None:
        found = found.filter(of_territories(actor=actor, territory_ids=[filters.territory_id], known=known))
    return found


def _called(text: str) -> Q:
    """By name, words in any order, or by e-mail; case and accents forgiven."""
    named = Q()
    for word in search_key(text).split()[:_WORDS]:
        named &= Q(name_key__contains=word)
    email = Q(email__contains=text.strip().lower())
    return (named | email) if named else email


def _with_state(found: QuerySet[User]) -> QuerySet[User]:
    accepted = TermsAcceptance.objects.filter(user_id=OuterRef("id")).order_by("-at").values("at")[:1]
    card = CardIdentity.objects.filter(user_id=OuterRef("id"))
    stated = found.annotate(terms_at=Subquery(accepted), has_card=Exists(card)).order_by("name_key", "id")
    return stated.only(*_SHOWN)


def _rows(actor: Actor, users: Sequence[User], known: Sequence[TerritoryFacts]) -> tuple[PersonRow, ...]:
    """The rows of these accounts; the number of questions does not depend on theirs."""
    attached = attached_of([user.id for user in users])
    facts = _Facts(actor, users, list(attached.values()), known)
    return tuple(facts.row(user, attached.get(user.id, Attached())) for user in users)


class _Facts:
    """What the directory says of all that these accounts are attached to."""

    def __init__(
        self, actor: Actor, users: Sequence[User], attached: Sequence[Attached], known: Sequence[TerritoryFacts]
    ) -> None:
        wanted = {user.professional_id for user in users if user.professional_id}
        wanted |= {one for each in attached for one in each.delegated_professionals}
        houses = {one for each in attached for one in each.structures | each.delegated_structures}
        cities = {user.commune_id for user in users if user.commune_id}
        self.territories = known
        self.professionals = {one.id: one for one in directory.professionals(actor=actor, ids=wanted)}
        self.structures = {one.id: one for one in directory.structures(actor=actor, ids=houses)}
        self.communes = directory.communes(actor=actor, codes=cities)

    def row(self, user: User, attached: Attached) -> PersonRow:
        """One account as the list shows it."""
        city = self.communes.get(user.commune_id or "")
        own = self.professionals.get(user.professional_id or 0)
        codes = self._departements(user, attached)
        named = tuple(t.name for t in self.territories if t.id in attached.territories or t.departements & codes)
        return PersonRow(
            id=user.id,
            family_name=user.family_name,
            given_name=user.given_name,
            email=user.email,
            roles=tuple(role for role in Role if role.value in user.roles),
            territories=named,
            departements=(city.departement_code,) if city else tuple(sorted(codes)),
            city=city.name if city else "",
            national_id=own.national_id if own else "",
            structures=tuple(self.structures[one].name for one in sorted(attached.structures)),
            status=status_of(user),
            created_at=user.created_at,
            last_login=user.last_login,
            terms_at=getattr(user, "terms_at"),  # noqa: B009  annotated, the type checker does not know
            has_card=getattr(user, "has_card"),  # noqa: B009
        )

    def _departements(self, user: User, attached: Attached) -> set[str]:
        codes: set[str] = set()
        for one in {user.professional_id or 0} | attached.delegated_professionals:
            codes |= self.professionals[one].departements if one in self.professionals else frozenset()
        for house in attached.structures | attached.delegated_structures:
            codes |= self.structures[house].departements
        return codes - {""}


def status_of(user: User) -> AccountStatus:
    """The same four states as the filter."""
    if not user.is_active:
        return AccountStatus.OFF
    if not user.roles:
        return AccountStatus.NO_ROLE
    return AccountStatus.ACTIVE if user.last_login else AccountStatus.NEVER
