"""Accounts, by name (F-220, F-226)."""

from collections.abc import Iterator
from typing import Any

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.queries import AccountFilters, PersonRow
from sas.rooms.extracts.queries.reach import Reach


def expected(reach: Reach) -> int:
    """Exact."""
    return accounts.count_of_people(actor=Actor.SYSTEM, filters=_filters(reach))


def rows(reach: Reach) -> Iterator[list[tuple[Any, ...]]]:
    """A thousand at a time."""
    for chunk in accounts.people_in_chunks(actor=Actor.SYSTEM, filters=_filters(reach)):
        yield [_cells(one) for one in chunk]


def _filters(reach: Reach) -> AccountFilters:
    return AccountFilters(territory_id=reach.territory_id)


def _cells(one: PersonRow) -> tuple[Any, ...]:
    return (
        one.family_name,
        one.given_name,
        one.email,
        tuple(role.label for role in one.roles),
        one.territories,
        one.departements,
        one.city,
        one.national_id,
        one.structures,
        one.status.label,
        one.created_at,
        one.last_login,
        one.terms_at,
        one.has_card,
    )
