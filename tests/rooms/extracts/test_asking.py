"""Asking for an extract, and having it prepared again: by whom, when, and the trace it leaves."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.extracts import operations, queries
from sas.rooms.extracts.enums import Dataset, ExtractState, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.journal.models import AuditEntry
from tests.factories import associations, care
from tests.factories.extracts import asked, extract, failed, ready

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-226", "F-266")]


def jobs() -> list[dict[str, int]]:
    return [one.args for one in ProcrastinateJob.objects.filter(task_name="sas.worker.tasks.prepare_extract")]


def trace() -> dict[str, object]:
    entry = AuditEntry.objects.filter(subject="extract").latest("id")
    return {"verb": entry.verb, "user": entry.user_id, "id": entry.subject_id} | entry.details


@pytest.mark.shows("F-233")
def test_what_is_asked_waits_with_its_job_and_its_trace(now: datetime) -> None:
    actor = care.account(Role.ADMINISTRATEUR)
    made = operations.ask_extract(actor=actor, asked=asked(), now=now)
    (found,) = queries.own_extracts(actor=actor, now=now)
    assert (found.id, found.state, found.where) == (made, ExtractState.WAITING, "Toute la France")
    assert found.is_open and not found.may_start_again
    assert jobs() == [{"extract_id": made}]
    assert trace() == {
        "verb": "ask_extract",
        "user": actor.user_id,
        "id": str(made),
        "dataset": "orientations",
        "form": "csv",
        "scope": "national",
        "since": "2026-10-01",
        "until": "2026-10-31",
        "rows": 0,
    }


def test_a_list_as_it_stands_keeps_no_days(now: datetime) -> None:
    made = operations.ask_extract(actor=care.account(Role.ADMINISTRATEUR), asked=asked(dataset=Dataset.USERS), now=now)
    assert Extract.objects.filter(id=made, first_day=None, last_day=None).exists()


def test_one_at_a_time_for_each_person(now: datetime) -> None:
    first, second = care.account(Role.ADMINISTRATEUR), care.account(Role.ADMINISTRATEUR)
    made = operations.ask_extract(actor=first, asked=asked(), now=now)
    with pytest.raises(Impossible, match="déjà en préparation"):
        operations.ask_extract(actor=first, asked=asked(), now=now)
    operations.ask_extract(actor=second, asked=asked(), now=now)
    assert len(jobs()) == 2
    Extract.objects.filter(id=made).update(state=ExtractState.TAKEN)
    operations.ask_extract(actor=first, asked=asked(), now=now)


def test_what_is_another_territorys_is_refused_and_leaves_nothing(now: datetime) -> None:
    mine, other = care.territory(), care.territory(departements=("44",))
    for role in (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL):
        actor = care.account(role, territories=(mine,))
        for wrong in ({"scope": Scope.TERRITORY, "territory_id": other}, {"scope": Scope.NATIONAL}):
            with pytest.raises(Refused):
                operations.ask_extract(actor=actor, asked=asked(**wrong), now=now)
        operations.ask_extract(actor=actor, asked=asked(scope=Scope.TERRITORY, territory_id=mine), now=now)
    accounts, manager = asked(dataset=Dataset.USERS, scope=Scope.STRUCTURES), associations.house().manager
    with pytest.raises(Refused):
        operations.ask_extract(actor=manager, asked=accounts, now=now)
    with pytest.raises(Impossible) as wrong_days:
        operations.ask_extract(actor=care.account(Role.ADMINISTRATEUR), asked=asked(last_day=date(2026, 9, 1)), now=now)
    assert wrong_days.value.field == "last_day"
    assert Extract.objects.count() == len(jobs()) == 2


def test_choices_are_what_may_be_asked() -> None:
    mine = care.territory()
    care.territory(departements=("44",))
    referent = queries.choices(actor=care.account(Role.REFERENT_TERRITORIAL, territories=(mine,)))
    assert [one.id for one in referent.territories] == [mine]
    assert (referent.national, referent.structures) == (False, False)
    assert Dataset.USERS not in referent.datasets
    national = queries.choices(actor=care.account(Role.ADMINISTRATEUR_NATIONAL))
    assert (national.national, len(national.territories), national.datasets) == (True, 2, tuple(Dataset))
    manager = queries.choices(actor=associations.house().manager)
    assert (manager.territories, manager.structures) == ((), True)
    assert manager.datasets == (Dataset.HOURS, Dataset.ORIENTATIONS)


@pytest.mark.parametrize("size", [1, 3])
def test_the_lists_cost_the_same_whatever_their_length(
    size: int, now: datetime, django_assert_num_queries: Callable[..., object]
) -> None:
    actor = care.account(Role.ADMINISTRATEUR)
    for number in range(size):
        failed(actor.user_id, now=now)
        failed(None, now=now, first_day=date(2026, 1 + number, 1))
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        assert len(queries.own_extracts(actor=actor, now=now)) == len(queries.sendings(actor=actor, now=now)) == size
    assert queries.failed_sendings(actor=actor) == size
    assert queries.failed_sendings(actor=care.account(Role.REFERENT_TERRITORIAL)) == 0


def test_what_failed_or_stopped_is_prepared_again_by_its_author(now: datetime) -> None:
    actor, other = care.account(Role.ADMINISTRATEUR), care.account(Role.ADMINISTRATEUR)
    made = failed(actor.user_id, now=now, attempt=4, interruptions=3)
    with pytest.raises(Refused, match="n'est pas la vôtre"):
        operations.start_again(actor=other, extract_id=made.id, now=now)
    operations.start_again(actor=actor, extract_id=made.id, now=now)
    made.refresh_from_db()
    assert (made.state, made.problem, made.attempt, made.interruptions) == (ExtractState.WAITING, "", 5, 0)
    assert jobs() == [{"extract_id": made.id}]
    with pytest.raises(Impossible, match="pas à relancer"):
        operations.start_again(actor=actor, extract_id=made.id, now=now)
    silent = now + timedelta(minutes=5)
    assert queries.own_extracts(actor=actor, now=silent)[0].may_start_again
    operations.start_again(actor=actor, extract_id=made.id, now=silent)
    Extract.objects.filter(id=made.id).update(state=ExtractState.TAKEN)
    with pytest.raises(Impossible, match="pas à relancer"):
        operations.start_again(actor=actor, extract_id=ready(actor.user_id, now=now).id, now=now)


def test_whoever_lost_the_right_starts_nothing_again(now: datetime) -> None:
    made = extract(care.account(Role.ADMINISTRATEUR).user_id, now=now, state=ExtractState.FAILED)
    demoted = Actor(made.author_id, frozenset({Role.REGULATEUR_OSNP}))
    with pytest.raises(Refused):
        operations.start_again(actor=demoted, extract_id=made.id, now=now)
    monthly = failed(None, now=now)
    with pytest.raises(Refused):
        operations.start_again(actor=care.account(Role.GESTIONNAIRE_COMPTES), extract_id=monthly.id, now=now)
    with pytest.raises(Refused):
        operations.start_again(actor=demoted, extract_id=0, now=now)
    operations.start_again(actor=care.account(Role.ADMINISTRATEUR), extract_id=monthly.id, now=now)
    assert jobs() == [{"extract_id": monthly.id}]
