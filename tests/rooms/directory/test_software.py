"""The lists of editors and of LRMs: added, changed, switched off, never deleted (F-231)."""

from datetime import datetime

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.directory import operations, queries
from sas.rooms.journal.models import AuditEntry
from tests.factories import care, configuration

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-231")]


@pytest.fixture
def admin() -> Actor:
    return care.account(Role.ADMINISTRATEUR)


def test_an_editor_is_added_renamed_and_switched_off_and_stays(admin: Actor, now: datetime) -> None:
    number = operations.save_editor(actor=admin, editor_id=None, name="  Agenda   Libre ", active=True, now=now)
    operations.save_editor(actor=admin, editor_id=number, name="Agenda Libre 2", active=False, now=now)
    (found,) = queries.editor_states(actor=admin)
    assert (found.id, found.name, found.active) == (number, "Agenda Libre 2", False)
    traces = AuditEntry.objects.filter(subject="editor", subject_id=str(number)).order_by("id")
    assert [trace.details for trace in traces] == [{"active": True}, {"active": False}]


def test_an_lrm_is_added_and_switched_off(admin: Actor, now: datetime) -> None:
    facts = {"origin": " samu-35 ", "name": "Régulation de Rennes", "now": now}
    number = operations.save_lrm(actor=admin, lrm_id=None, active=True, **facts)
    operations.save_lrm(actor=admin, lrm_id=number, active=False, **facts)
    (found,) = queries.lrm_states(actor=admin)
    assert (found.origin, found.name, found.active) == ("samu-35", "Régulation de Rennes", False)


def test_names_and_origins_are_taken_once(admin: Actor, now: datetime) -> None:
    configuration.editor("Agenda Libre")
    configuration.lrm("samu-35")
    with pytest.raises(Impossible) as problem:
        operations.save_editor(actor=admin, editor_id=None, name="AGENDA libre", active=True, now=now)
    assert problem.value.field == "name"
    with pytest.raises(Impossible) as problem:
        operations.save_lrm(actor=admin, lrm_id=None, origin="samu-35", name="Autre", active=True, now=now)
    assert problem.value.field == "origin"
    assert (len(queries.editor_states(actor=admin)), len(queries.lrm_states(actor=admin))) == (1, 1)


@pytest.mark.parametrize("origin", ["", "a", "samu 35", "samu/35", "é35", "x" * 121, "a&b=c"])
def test_an_origin_is_what_an_address_carries_as_it_is(admin: Actor, now: datetime, origin: str) -> None:
    with pytest.raises(Impossible) as problem:
        operations.save_lrm(actor=admin, lrm_id=None, origin=origin, name="Autre", active=True, now=now)
    assert problem.value.field == "origin"


@pytest.mark.parametrize("name", ["", " a ", "x" * 121])
def test_a_name_is_one(admin: Actor, now: datetime, name: str) -> None:
    with pytest.raises(Impossible) as problem:
        operations.save_editor(actor=admin, editor_id=None, name=name, active=True, now=now)
    assert problem.value.field == "name"


def test_one_that_does_not_exist_is_not_made_by_a_change(admin: Actor, now: datetime) -> None:
    with pytest.raises(Impossible, match="n'existe pas"):
        operations.save_editor(actor=admin, editor_id=999_999, name="Agenda", active=True, now=now)


def test_only_administrators_keep_them(now: datetime) -> None:
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))
    with pytest.raises(Refused):
        operations.save_editor(actor=manager, editor_id=None, name="Agenda", active=True, now=now)
    with pytest.raises(Refused):
        operations.save_lrm(actor=manager, lrm_id=None, origin="samu", name="Agenda", active=True, now=now)


@pytest.mark.shows("F-162")
def test_only_the_call_of_an_active_lrm_is_let_in_and_the_others_leave_a_trace_without_the_origin(
    admin: Actor, now: datetime
) -> None:
    configuration.lrm("samu-35")
    off = configuration.lrm("samu-22", active=False)
    operations.admit_lrm(actor=admin, origin="samu-35", now=now)
    assert AuditEntry.objects.filter(verb="refuse_lrm_call").count() == 0
    for origin in ("samu-22", "Mme Martin, 12 rue des Lilas"):
        with pytest.raises(Refused, match="désactivé"):
            operations.admit_lrm(actor=admin, origin=origin, now=now)
    traces = AuditEntry.objects.filter(verb="refuse_lrm_call").order_by("id")
    told = [(trace.user_id, trace.subject_id, trace.details) for trace in traces]
    assert told == [(admin.user_id, str(off), {"known": True}), (admin.user_id, "", {"known": False})]
