"""Which accounts a manager has in sight, and what an account is attached to. For the room's own use."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from sas.actor import Actor
from sas.rooms.accounts import rules
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import TerritoryFacts


@dataclass(slots=True)
class Attached:
    """Ids of what one account is attached to."""

    territories: set[int] = field(default_factory=set)
    structures: set[int] = field(default_factory=set)
    delegated_professionals: set[int] = field(default_factory=set)
    delegated_structures: set[int] = field(default_factory=set)


def in_sight(actor: Actor, *, known: Sequence[TerritoryFacts] | None = None) -> QuerySet[User]:
    """Accounts that are not closed, and of which a territory is the actor's; raises Refused for who manages none.

    `known`: the territories, when they were read already.
    """
    if refusal := rules.may_manage(actor):
        raise refusal
    found = User.objects.filter(closed_at__isnull=True)
    within = rules.reach(actor)
    return found if within is None else found.filter(of_territories(actor=actor, territory_ids=within, known=known))


def of_territories(*, actor: Actor, territory_ids: Collection[int], known: Sequence[TerritoryFacts] | None = None) -> Q:
    """An account belongs to a territory that it has, or by the places and structures it is or acts for (§2.10).

    Followed along the account's own relations: the ids of every professional of a territory would be too many.
    """
    wanted = set(territory_ids)
    territories = directory.territories(actor=actor) if known is None else known
    codes = sorted({code for one in territories if one.id in wanted for code in one.departements})
    territories_of = User.territories.through.objects
    # One set of ids, found along indexes: the same five ways as alternatives would be tried on every account.
    by_territory = territories_of.filter(territory_id__in=wanted).values("user_id")
    return Q(id__in=by_territory.union(*_standing_in(actor=actor, codes=codes)))


def of_departements(*, actor: Actor, codes: Collection[str]) -> Q:
    """An account is attached to départements by the places and structures it is or acts for (F-227)."""
    first, *others = _standing_in(actor=actor, codes=sorted(codes))
    return Q(id__in=first.union(*others))


def _standing_in(*, actor: Actor, codes: Collection[str]) -> tuple[Any, ...]:
    owned = {"professional__places__departement_id__in": codes, "professional__places__closed_at__isnull": True}
    stands = {"structure_id__in": list(directory.structure_ids_in(actor=actor, departements=codes))}
    structures_of = User.structures.through.objects
    return (
        User.objects.filter(**owned).values("id"),
        structures_of.filter(**stands).values("user_id"),
        Delegation.objects.filter(**owned).values("delegate_id"),
        Delegation.objects.filter(**stands).values("delegate_id"),
    )


_ATTACHED = """
select 'territories', user_id, territory_id from accounts_user_territories where user_id = any(%(ids)s)
union all
select 'structures', user_id, structure_id from accounts_user_structures where user_id = any(%(ids)s)
union all
select 'delegated_professionals', delegate_id, professional_id from accounts_delegation
where delegate_id = any(%(ids)s) and professional_id is not null
union all
select 'delegated_structures', delegate_id, structure_id from accounts_delegation
where delegate_id = any(%(ids)s) and structure_id is not null
"""


def attached_of(user_ids: Collection[int]) -> Mapping[int, Attached]:
    """By account, in one question whatever their number."""
    found: dict[int, Attached] = defaultdict(Attached)
    with connection.cursor() as cursor:
        cursor.execute(_ATTACHED, {"ids": list(user_ids)})
        for what, user_id, one in cursor.fetchall():
            getattr(found[user_id], what).add(one)
    return found


def stamp_of_account(user: User, attached: Attached) -> str:
    """A digest of all that a manager may change: two that differ are two states of the account."""
    facts = (
        user.email,
        user.family_name,
        user.given_name,
        sorted(user.roles),
        user.professional_id,
        user.commune_id,
        user.cpx_number,
        user.is_active,
        sorted(attached.territories),
        sorted(attached.structures),
        sorted(attached.delegated_professionals),
        sorted(attached.delegated_structures),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
