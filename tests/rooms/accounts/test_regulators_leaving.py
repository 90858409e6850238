"""Editors learn at once that a regulator is none any more; nothing of him is kept nor said meanwhile (F-264)."""

import json
import logging
from datetime import datetime
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations import inactivity
from sas.rooms.accounts.queries import person
from sas.rooms.exchanges import operations as exchanges
from sas.rooms.exchanges import queries
from sas.rooms.exchanges.enums import AccountState
from sas.rooms.journal.models import AuditEntry
from tests.factories import care, editor_accounts
from tests.factories.editor_accounts import EditorServer, came_in, editor_server
from tests.rooms.accounts.test_regulators import (
    account,
    deliver,
    editor,
    known,
    known_and_settled,
    regulator,
    technical,
)

__all__ = ["editor", "editor_server", "known", "regulator"]
pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-264")]


def _without_role(manager: Actor, user_id: int, now: datetime) -> None:
    found = person(actor=manager, user_id=user_id)
    assert found
    asked = found.typed
    changed = type(asked)(
        email=asked.email,
        family_name=asked.family_name,
        given_name=asked.given_name,
        roles=(Role.GESTIONNAIRE_COMPTES,),
        territories=asked.territories,
    )
    operations.edit_account(actor=manager, user_id=user_id, stamp=found.stamp, asked=changed, now=now)


def _asleep(_: Actor, user_id: int, now: datetime) -> None:
    inactivity._remove(Actor.SYSTEM, User.objects.get(id=user_id), now)


LOSSES = {
    "deactivated": lambda manager, user_id, now: operations.deactivate(actor=manager, user_id=user_id, now=now),
    "closed": lambda manager, user_id, now: operations.close_account(actor=manager, user_id=user_id, now=now),
    "without the role": _without_role,
    "asleep": _asleep,
}


@pytest.mark.parametrize("loss", LOSSES)
def test_the_end_of_the_right_is_told_at_once(
    known: tuple[int, Actor], editor_server: EditorServer, now: datetime, loss: str
) -> None:
    editor, regulator = known
    LOSSES[loss](care.account(Role.ADMINISTRATEUR), regulator.user_id, now)
    assert account().state == "pending"
    deliver(editor, now)
    (told,) = editor_server.people.values()
    assert (told["active"], bool(told["name"][0]["family"]), account().state) == (False, True, "disabled")
    assert account().content is None


def test_a_right_given_back_is_told_at_the_next_sign_in(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    known_and_settled(editor, regulator, now)
    admin, user_id = care.account(Role.ADMINISTRATEUR), regulator.user_id or 0
    operations.deactivate(actor=admin, user_id=user_id, now=now)
    deliver(editor, now)
    operations.reactivate(actor=admin, user_id=user_id, now=now)
    assert account().state == "disabled"
    came_in(regulator, now=now)
    deliver(editor, now)
    assert [body["active"] for _, _, body in editor_server.asked] == [True, False, True]
    assert account().state == "synced"


def test_whom_nobody_was_told_of_is_not_told_at_all(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    came_in(regulator, now=now)
    operations.deactivate(actor=care.account(Role.ADMINISTRATEUR), user_id=regulator.user_id or 0, now=now)
    deliver(editor, now)
    assert (account().state, account().content, editor_server.asked) == ("absent", None, [])


def test_an_editor_that_takes_no_account_any_more_is_still_told_whom_to_disable(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    known_and_settled(editor, regulator, now)
    other = care.regulator()
    came_in(other, now=now)
    editor_accounts.editor("Agenda", editor_id=editor, base_url=editor_server.address)
    operations.deactivate(actor=care.account(Role.ADMINISTRATEUR), user_id=regulator.user_id or 0, now=now)
    deliver(editor, now)
    assert [body["active"] for _, _, body in editor_server.asked] == [True, False]


def test_what_changes_while_it_is_told_is_told_next(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    came_in(regulator, now=now)
    (claim,) = exchanges.accounts._claim(exchanges.accounts.directory.editor_endpoints(actor=Actor.SYSTEM)[0], now)
    operations.deactivate(actor=care.account(Role.ADMINISTRATEUR), user_id=regulator.user_id or 0, now=now)
    assert deliver(editor, now) is False and editor_server.asked == []
    done = exchanges.accounts.Outcome(exchanges.accounts.Verdict.DONE)
    exchanges.accounts._settle(*claim, done, now=now)
    assert (account().state, account().known_as) == ("pending", technical(regulator))
    deliver(editor, now)
    assert ([body["active"] for _, _, body in editor_server.asked], account().state) == ([False], "disabled")


def test_the_trail_and_the_logs_name_nobody(
    known: tuple[int, Actor], editor_server: EditorServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    editor, regulator = known
    editor_server.answers = [422]
    User.objects.filter(id=regulator.user_id).update(family_name="Kermarec")
    with caplog.at_level(logging.INFO, logger="sas"):
        came_in(regulator, now=now)
        deliver(editor, now)
        operations.send_regulator_again(actor=care.account(Role.ADMINISTRATEUR), account_id=account().id, now=now)
    trail = json.dumps([[one.verb, one.subject_id, one.details] for one in AuditEntry.objects.all()])
    user = User.objects.get(id=regulator.user_id)
    assert f"account {account().id} at editor {editor}: status 422 business-rule" in caplog.text
    for word in (user.family_name, user.email, technical(regulator).split("|")[1]):
        assert word not in caplog.text + trail


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_whatever_it_holds(number: int, now: datetime, django_assert_num_queries: Any) -> None:
    where = editor_accounts.editor(base_url="https://fhir.agenda.example", accounts_sent=True)
    for _ in range(number):
        editor_accounts.failed_account(care.regulator(), now=now, editor_id=where)
    admin = care.account(Role.ADMINISTRATEUR)
    with django_assert_num_queries(3):
        page = queries.editor_accounts(actor=admin, states=[AccountState.FAILED])
    assert len(page.accounts) == number
    assert {one.problem_said for one in page.accounts} == {"Refusé : règle de l'éditeur (422)"}
