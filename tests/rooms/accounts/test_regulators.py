"""Editors know the regulators: from their sign-in, by their present name, until their right ends (F-264)."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import CardIdentity, RegulatorIdentity, User
from sas.rooms.exchanges import operations as exchanges
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.models import EditorAccount
from tests.factories import care, editor_accounts
from tests.factories.editor_accounts import EditorServer, came_in, editor_server

__all__ = ["editor_server"]
pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-264")]
CARD = "899700000001"


@pytest.fixture
def editor(editor_server: EditorServer) -> int:
    """An editor that takes accounts."""
    return editor_accounts.editor(base_url=editor_server.address, accounts_sent=True)


@pytest.fixture
def regulator() -> Actor:
    """Without card nor number."""
    return care.regulator(care.territory())


def deliver(editor: int, now: datetime) -> bool:
    return exchanges.deliver_accounts(actor=Actor.SYSTEM, editor_id=editor, now=now)


def account() -> EditorAccount:
    return EditorAccount.objects.get()


def technical(actor: Actor) -> str:
    return f"urn:oid:1.2.250.1.213.3.6|{RegulatorIdentity.objects.get(user_id=actor.user_id).technical_id}"


def with_card(actor: Actor, now: datetime, number: str = CARD) -> str:
    """Somebody attaches a card; returns how an editor names them then."""
    facts = {"issuer": "psc", "subject": number, "national_id": number, "linked_at": now}
    CardIdentity.objects.create(user_id=actor.user_id, **facts)
    return f"urn:oid:1.2.250.1.71.4.2.1|{number}"


def known_and_settled(editor: int, regulator: Actor, now: datetime) -> None:
    came_in(regulator, now=now)
    deliver(editor, now)
    assert account().state == "synced"


@pytest.fixture
def known(editor: int, regulator: Actor, now: datetime) -> tuple[int, Actor]:
    """The editor knows the regulator."""
    known_and_settled(editor, regulator, now)
    return editor, regulator


def test_a_regulator_is_told_at_the_first_sign_in_and_nothing_is_told_twice(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    came_in(regulator, now=now)
    assert (account().state, account().editor_id) == ("pending", editor)
    assert deliver(editor, now) is False
    (kept,) = editor_server.people.items()
    user = User.objects.get(id=regulator.user_id)
    assert kept[0] == technical(regulator)
    assert (kept[1]["name"], kept[1]["telecom"][0]["value"]) == (
        [{"family": user.family_name, "given": [user.given_name]}],
        user.email,
    )
    row = account()
    assert (row.state, row.content, row.known_as, row.told_at) == ("synced", None, kept[0], now)
    came_in(regulator, now=now + timedelta(days=1))
    deliver(editor, now + timedelta(days=1))
    assert editor_server.methods == ["POST"]


def test_only_regulators_and_only_editors_that_take_accounts(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    editor_accounts.editor(base_url="https://fhir.agenda.example")
    editor_accounts.editor(base_url="https://fhir.agenda.example", accounts_sent=True, active=False)
    for role in set(Role) - {Role.REGULATEUR_OSNP}:
        came_in(care.account(role), now=now)
    assert EditorAccount.objects.count() == RegulatorIdentity.objects.count() == 0
    came_in(regulator, now=now)
    assert account().editor_id == editor


def test_another_name_is_told_at_the_next_sign_in_by_put(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    known_and_settled(editor, regulator, now)
    User.objects.filter(id=regulator.user_id).update(family_name="Kermarec", email="k@sas.example")
    came_in(regulator, now=now)
    deliver(editor, now)
    (told,) = editor_server.people.values()
    assert editor_server.methods == ["POST", "PUT"]
    assert (told["name"][0]["family"], told["telecom"][0]["value"]) == ("Kermarec", "k@sas.example")


def test_a_card_changes_the_identifier_of_the_same_account(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    known_and_settled(editor, regulator, now)
    before, after = technical(regulator), with_card(regulator, now)
    came_in(regulator, now=now)
    deliver(editor, now)
    assert unquote(editor_server.asked[1][1]).endswith(f"?identifier={before}")
    assert (list(editor_server.people), account().known_as) == ([after], after)


@pytest.mark.parametrize("applied", [True, False])
def test_a_change_of_identifier_that_nobody_answered_is_repeated_under_both_names(
    known: tuple[int, Actor], editor_server: EditorServer, now: datetime, applied: bool
) -> None:
    editor, regulator = known
    before, after = technical(regulator), with_card(regulator, now)

    def unanswered(handler: Any) -> None:
        if applied:
            told = handler.told
            told.people[after] = told.people.pop(before) | {"identifier": told.asked[-1][2]["identifier"]}
        handler.send_error(503)

    editor_server.answers = [unanswered]
    came_in(regulator, now=now)
    deliver(editor, now)
    assert (account().state, account().known_as, account().perhaps_as) == ("pending", before, after)
    deliver(editor, now + timedelta(minutes=1))
    assert (list(editor_server.people), account().known_as, account().perhaps_as) == ([after], after, "")
    assert account().state == "synced"


def test_a_creation_that_nobody_answered_is_repeated_by_put(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    editor_server.answers = [500]
    came_in(regulator, now=now)
    deliver(editor, now)
    assert (account().state, account().attempts, account().problem) == ("pending", 1, "status 500 business-rule")
    deliver(editor, now + timedelta(seconds=9))
    assert editor_server.methods == ["POST"]
    deliver(editor, now + timedelta(seconds=10))
    assert (editor_server.methods, account().state, account().attempts) == (["POST", "PUT"], "synced", 0)


def test_a_conflict_at_creation_becomes_an_update(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    editor_server.answers = [409]
    came_in(regulator, now=now)
    deliver(editor, now)
    assert (editor_server.methods, account().state) == (["POST", "PUT"], "synced")


def test_a_refusal_is_final_until_a_person_decides(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    editor_server.answers = [422]
    came_in(regulator, now=now)
    deliver(editor, now)
    deliver(editor, now + timedelta(days=1))
    came_in(regulator, now=now + timedelta(days=1))
    assert (account().state, account().problem, editor_server.methods) == (
        "failed",
        "status 422 business-rule",
        ["POST"],
    )
    User.objects.filter(id=regulator.user_id).update(family_name="Kermarec")
    admin = care.account(Role.ADMINISTRATEUR)
    with pytest.raises(Refused):
        operations.send_regulator_again(actor=regulator, account_id=account().id, now=now)
    operations.send_regulator_again(actor=admin, account_id=account().id, now=now)
    with pytest.raises(Impossible):
        operations.send_regulator_again(actor=admin, account_id=account().id, now=now)
    deliver(editor, now)
    (told,) = editor_server.people.values()
    assert (account().state, told["name"][0]["family"]) == ("synced", "Kermarec")


def test_an_editor_away_is_tried_for_a_day_then_left_to_a_person(regulator: Actor, now: datetime) -> None:
    editor, at = editor_accounts.editor(base_url="http://127.0.0.1:9", accounts_sent=True), now
    came_in(regulator, now=now)
    for _ in range(rules.ACCOUNT_TRIES):
        at = account().due_at
        deliver(editor, at)
    assert (account().state, account().problem, account().attempts) == ("failed", "away", rules.ACCOUNT_TRIES)
    assert timedelta(hours=20) < at - now < timedelta(hours=28)


def test_an_editor_in_trouble_is_not_asked_for_the_others_at_once(
    editor: int, regulator: Actor, editor_server: EditorServer, now: datetime
) -> None:
    other = care.regulator()
    editor_server.answers = [503]
    for one in (regulator, other):
        came_in(one, now=now)
    deliver(editor, now)
    first, second = EditorAccount.objects.order_by("id")
    assert (first.attempts, second.attempts, second.claimed_until, second.perhaps_as) == (1, 0, None, "")
    assert editor_server.methods == ["POST"]
