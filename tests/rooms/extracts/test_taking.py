"""Taking a file away: once, in time, by its author, while he has the right to it."""

import stat
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sas.actor import Actor, Role
from sas.adapters.storage import client as storage
from sas.errors import Impossible, Refused
from sas.rooms.extracts import operations
from sas.rooms.extracts.enums import ExtractState, Problem, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.journal.models import AuditEntry
from tests.factories import care
from tests.factories.extracts import CONTENT, extract, failed, ready

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-226", "F-266")]


def verbs() -> list[str]:
    return list(AuditEntry.objects.filter(subject="extract").order_by("id").values_list("verb", flat=True))


@pytest.mark.shows("F-233")
def test_a_file_is_taken_once_and_is_gone(now: datetime, folder: Path) -> None:
    actor = care.account(Role.ADMINISTRATEUR)
    made = ready(actor.user_id, now=now)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()] == [0o600]
    with operations.take_extract(actor=actor, extract_id=made.id, now=now).content as content:
        assert list(folder.iterdir()) == []
        assert content.read() == CONTENT
    with pytest.raises(Impossible, match="déjà été téléchargé"):
        operations.take_extract(actor=actor, extract_id=made.id, now=now)
    assert Extract.objects.filter(id=made.id, state=ExtractState.TAKEN, ended_at=now, file_name="").exists()
    assert verbs() == ["take_extract"]
    assert AuditEntry.objects.latest("id").details == {
        "dataset": "orientations",
        "form": "csv",
        "scope": "national",
        "since": "2026-10-01",
        "until": "2026-10-31",
        "rows": 1,
    }


def test_its_name_says_what_it_is(now: datetime) -> None:
    actor = care.account(Role.ADMINISTRATEUR)
    taken = operations.take_extract(actor=actor, extract_id=ready(actor.user_id, now=now).id, now=now)
    taken.content.close()
    assert taken.name == "sas-orientations-2026-10-01-2026-10-31.csv"
    undated = ready(actor.user_id, now=now, dataset="users", first_day=None, last_day=None)
    taken = operations.take_extract(actor=actor, extract_id=undated.id, now=now)
    taken.content.close()
    assert taken.name == "sas-users-2026-11-23.csv"


def test_nobody_else_takes_it_not_even_an_administrator(now: datetime, folder: Path) -> None:
    made = ready(care.account(Role.ADMINISTRATEUR).user_id, now=now)
    monthly = ready(None, now=now, expires_at=None)
    for actor in (care.account(Role.ADMINISTRATEUR), Actor.NOBODY, Actor.SYSTEM):
        for one in (made.id, monthly.id, 0):
            with pytest.raises(Refused, match="n'est pas la vôtre"):
                operations.take_extract(actor=actor, extract_id=one, now=now)
    assert len(list(folder.iterdir())) == 2 and verbs() == []


def test_whoever_lost_the_right_takes_nothing(now: datetime, folder: Path) -> None:
    territory = care.territory()
    actor = care.account(Role.REFERENT_TERRITORIAL, territories=(territory,))
    made = ready(actor.user_id, now=now, scope=Scope.TERRITORY, territory_id=territory)
    roles, nowhere = frozenset({Role.REFERENT_TERRITORIAL}), frozenset[int]()
    for demoted in (Actor(actor.user_id, roles, territories=nowhere), Actor(actor.user_id, frozenset({Role.IOA}))):
        with pytest.raises(Refused, match="votre rôle"):
            operations.take_extract(actor=demoted, extract_id=made.id, now=now)
    assert len(list(folder.iterdir())) == 1
    operations.take_extract(actor=actor, extract_id=made.id, now=now).content.close()


def test_a_file_of_a_structure_that_is_no_longer_ones_own_is_not_taken(now: datetime) -> None:
    manager = Actor(care.account(Role.IOA).user_id, frozenset({Role.GESTIONNAIRE_STRUCTURE}), managed=frozenset({1, 2}))
    made = ready(manager.user_id, now=now, scope=Scope.STRUCTURES, structure_ids=[1, 2])
    with pytest.raises(Refused, match="ne gérez plus"):
        operations.take_extract(actor=replace(manager, managed=frozenset({2, 3})), extract_id=made.id, now=now)
    operations.take_extract(actor=manager, extract_id=made.id, now=now).content.close()


def test_a_link_that_is_over_or_not_ready_gives_nothing(now: datetime) -> None:
    actor = care.account(Role.ADMINISTRATEUR)
    made = ready(actor.user_id, now=now, expires_at=now + timedelta(minutes=1))
    for over in (now + timedelta(minutes=1), now + timedelta(days=2)):
        with pytest.raises(Impossible, match="délai"):
            operations.take_extract(actor=actor, extract_id=made.id, now=over)
    Extract.objects.filter(id=made.id).update(state=ExtractState.EXPIRED, file_name="")
    with pytest.raises(Impossible, match="délai"):
        operations.take_extract(actor=actor, extract_id=made.id, now=now)
    for one in (failed(actor.user_id, now=now), extract(actor.user_id, now=now)):
        with pytest.raises(Impossible, match="pas prête"):
            operations.take_extract(actor=actor, extract_id=one.id, now=now)


def test_a_file_that_is_lost_is_said_and_may_be_prepared_again(now: datetime) -> None:
    actor = care.account(Role.ADMINISTRATEUR)
    made = ready(actor.user_id, now=now)
    storage.remove(made.file_name)
    with pytest.raises(Impossible, match="disparu"):
        operations.take_extract(actor=actor, extract_id=made.id, now=now)
    assert Extract.objects.filter(id=made.id, state=ExtractState.FAILED, problem=Problem.LOST).exists()
    operations.start_again(actor=actor, extract_id=made.id, now=now)
