"""Who may take what away, of which part of the country; which days; what the dictionary says."""

from datetime import date

import pytest

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.extracts import rules
from sas.rooms.extracts.enums import DATED, Dataset, Scope
from tests.factories.extracts import asked

pytestmark = pytest.mark.shows("F-220", "F-226", "F-266")

EVERY = frozenset(Dataset)
TERRITORY = EVERY - {Dataset.USERS}
STRUCTURES = frozenset({Dataset.HOURS, Dataset.ORIENTATIONS})
NOTHING: frozenset[Dataset] = frozenset()
WHO = {
    Role.ADMINISTRATEUR: (EVERY, EVERY, NOTHING),
    Role.ADMINISTRATEUR_NATIONAL: (EVERY, EVERY, NOTHING),
    Role.GESTIONNAIRE_COMPTES: (NOTHING, EVERY, NOTHING),
    Role.REFERENT_TERRITORIAL: (NOTHING, TERRITORY, NOTHING),
    Role.GESTIONNAIRE_STRUCTURE: (NOTHING, NOTHING, STRUCTURES),
    Role.EFFECTEUR: (NOTHING, NOTHING, NOTHING),
    Role.DELEGATAIRE: (NOTHING, NOTHING, NOTHING),
    Role.REGULATEUR_OSNP: (NOTHING, NOTHING, NOTHING),
    Role.IOA: (NOTHING, NOTHING, NOTHING),
}


def actor(role: Role) -> Actor:
    return Actor(1, frozenset({role}), managed=frozenset({5}), territories=frozenset({3}))


def allowed(who: Actor, scope: Scope, territory_id: int | None = None) -> set[Dataset]:
    wanted = {one: asked(dataset=one, scope=scope, territory_id=territory_id) for one in Dataset}
    told = {one: rules.may_extract(who, about) for one, about in wanted.items()}
    assert all(isinstance(refusal, Refused) for refusal in told.values() if refusal)
    return {one for one, refusal in told.items() if refusal is None}


@pytest.mark.parametrize("role", Role)
def test_each_role_takes_what_is_its_own(role: Role) -> None:
    national, territory, structures = WHO[role]
    who, everywhere = actor(role), role in rules.ADMINISTRATORS
    assert allowed(who, Scope.NATIONAL) == national == rules.datasets(who, scope=Scope.NATIONAL)
    assert allowed(who, Scope.TERRITORY, 3) == territory == rules.datasets(who, scope=Scope.TERRITORY)
    assert allowed(who, Scope.TERRITORY, 4) == (EVERY if everywhere else NOTHING)
    assert allowed(who, Scope.STRUCTURES) == structures == rules.datasets(who, scope=Scope.STRUCTURES)
    assert (role in rules.READERS) == bool(national or territory or structures)


def test_nobody_takes_anything_without_a_territory_or_a_structure() -> None:
    for role in set(Role) - set(rules.ADMINISTRATORS):
        bare = Actor(1, frozenset({role}))
        assert not allowed(bare, Scope.TERRITORY, None) | allowed(bare, Scope.STRUCTURES)
    assert not allowed(Actor.NOBODY, Scope.NATIONAL)
    assert allowed(Actor.SYSTEM, Scope.NATIONAL) == set(Dataset)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (None, date(2026, 10, 31), "first_day"),
        (date(2026, 10, 1), None, "last_day"),
        (date(2026, 10, 2), date(2026, 10, 1), "last_day"),
        (date(2025, 10, 1), date(2026, 10, 2), "last_day"),
    ],
)
def test_wrong_days_are_said_beside_their_field(first: date | None, last: date | None, field: str) -> None:
    for dataset in Dataset:
        problem = rules.problem_of(asked(dataset=dataset, first_day=first, last_day=last))
        assert (problem.field if problem else None) == (field if dataset in DATED else None)


def test_a_year_is_not_too_long_even_a_leap_one() -> None:
    assert rules.problem_of(asked(first_day=date(2024, 1, 1), last_day=date(2024, 12, 31))) is None


def test_the_month_before_and_the_waits_between_tries() -> None:
    assert rules.month_before(date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert rules.month_before(date(2026, 1, 1)) == (date(2025, 12, 1), date(2025, 12, 31))
    waits = [rules.wait_before(tries).total_seconds() / 60 for tries in range(1, rules.MOST_TRIES)]
    assert waits == [5, 10, 20, 40, 80, 160, 320]


def test_every_dataset_has_its_columns_each_told_once() -> None:
    assert set(rules.COLUMNS) == set(rules.ABOUT) == set(Dataset)
    for columns in rules.COLUMNS.values():
        for told in ([one.name for one in columns], [one.label for one in columns]):
            assert len(set(told)) == len(told)
        assert all(one.meaning and one.source for one in columns)
        assert not any("|" in f"{one.label}{one.meaning}{one.source}" for one in columns)
