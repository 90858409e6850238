"""What becomes of a message whatever its line does: in order, never forgotten, never twice under two names (F-189)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sas.actor import Actor, Role
from sas.adapters.hubsante import client
from sas.adapters.hubsante.client import NotTaken
from sas.errors import Impossible, Refused, Unavailable
from sas.rooms.directory import operations as directory
from sas.rooms.exchanges import operations, queries, rules
from sas.rooms.exchanges.enums import ExchangeState
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.operations import delivering
from sas.rooms.journal.models import AuditEntry
from tests.factories import care
from tests.factories.exchanges import THEM, ack, error, in_state, posted, told_lrm

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-189")]
SYSTEM = Actor.SYSTEM


class Hub:
    """A Hub of which tests say what it does: `faults` are raised by the next publications, one each; None: it takes."""

    def __init__(self) -> None:
        self.away = False
        self.faults: list[Exception | None] = []
        self.taken: list[str] = []
        self.answers: list[bytes] = []
        self.removed = 0

    @contextmanager
    def opened(self) -> Iterator["Hub"]:
        """As the client's."""
        if self.away:
            raise Unavailable("Le Hub Santé") from ConnectionRefusedError()
        yield self

    def publish(self, body: bytes, *, identity: str) -> None:
        """As the client's: the next fault, or taken."""
        assert identity.encode() in body
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault
        self.taken.append(identity.rpartition("_")[2])

    def received(self) -> Iterator[bytes]:
        """As the client's: an answer is removed once the next one is asked for."""
        while self.answers:
            yield self.answers[0]
            self.answers.pop(0)
            self.removed += 1


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hub:
    made = Hub()
    monkeypatch.setattr(client, "configured", lambda: made)
    settings.HUB_URL, settings.HUB_CLIENT_ID = "amqps://hub.example/15-15", "fr.health.test.ptfsas"
    return made


@pytest.fixture
def lrm(now: datetime) -> int:
    return told_lrm(now=now)


def deliver(now: datetime) -> None:
    while operations.deliver(actor=SYSTEM, now=now):
        pass


def states() -> list[str]:
    return list(LrmMessage.objects.order_by("id").values_list("state", flat=True))


def test_a_message_leaves_once_and_is_confirmed(hub: Hub, lrm: int, now: datetime) -> None:
    message = posted(lrm, now=now)
    deliver(now)
    deliver(now)
    assert hub.taken == [str(message.identity)] and states() == ["sent"]
    hub.answers = [ack(message, step="RECU"), ack(message, step="INTEGRE"), ack(message, step="INTEGRE")]
    assert operations.collect(actor=SYSTEM, now=now) == 3
    message.refresh_from_db()
    assert (message.state, message.step, message.content, message.answered_at) == ("acked", "INTEGRE", None, now)


def test_messages_of_one_orientation_wait_for_each_other_and_others_do_not(hub: Hub, lrm: int, now: datetime) -> None:
    first = posted(lrm, about=1, now=now)
    second = posted(lrm, about=1, status="cancelled", creates=False, now=now)
    other = posted(lrm, about=2, now=now)
    hub.faults = [NotTaken("nack")]
    deliver(now)
    assert hub.taken == [str(other.identity)] and states() == ["queued", "queued", "sent"]
    deliver(now + timedelta(seconds=9))
    assert len(hub.taken) == 1
    deliver(now + timedelta(seconds=10))
    assert hub.taken[1:] == [str(first.identity), str(second.identity)]


def test_a_message_tried_too_often_is_abandoned_and_lets_the_next_one_go(hub: Hub, lrm: int, now: datetime) -> None:
    first = posted(lrm, now=now)
    second = posted(lrm, status="fulfilled", creates=False, now=now)
    hub.faults = [NotTaken("unroutable")] * rules.MOST_ATTEMPTS
    for hour in range(rules.MOST_ATTEMPTS):
        deliver(now + timedelta(hours=hour))
    first.refresh_from_db()
    assert (first.state, first.attempts, first.problem) == ("abandoned", rules.MOST_ATTEMPTS, "unroutable")
    assert hub.taken == [str(second.identity)]


def test_an_unsure_line_ends_the_round_and_the_message_is_repeated_under_its_name(
    hub: Hub, lrm: int, now: datetime
) -> None:
    message, other = posted(lrm, about=1, now=now), posted(lrm, about=2, now=now)
    hub.faults = [Unavailable("Le Hub Santé")]
    deliver(now)
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.attempts, message.problem, message.claimed_until) == (1, "no answer", None)
    assert (other.attempts, other.claimed_until) == (0, None)
    deliver(now + timedelta(minutes=1))
    assert sorted(hub.taken) == sorted([str(message.identity), str(other.identity)])


def test_an_answer_that_comes_before_we_know_that_it_left_is_the_truth(hub: Hub, lrm: int, now: datetime) -> None:
    message = posted(lrm, now=now)
    hub.faults = [Unavailable("Le Hub Santé")]
    deliver(now)
    hub.answers = [ack(message)]
    operations.collect(actor=SYSTEM, now=now)
    deliver(now + timedelta(hours=1))
    assert hub.taken == [] and states() == ["acked"]


def test_a_hub_that_is_away_uses_no_attempt_up_until_the_messages_expire(hub: Hub, lrm: int, now: datetime) -> None:
    message = posted(lrm, now=now)
    hub.away = True
    for minute in range(20):
        deliver(now + timedelta(minutes=minute))
    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == ("queued", 0, "away")
    assert operations.collect(actor=SYSTEM, now=now) == 0
    deliver(now + timedelta(hours=24))
    message.refresh_from_db()
    assert (message.state, message.problem) == ("abandoned", "expired")


def test_a_process_that_dies_leaves_its_messages_to_the_next_once_its_lease_ends(
    hub: Hub, lrm: int, now: datetime, settings: Any
) -> None:
    message = posted(lrm, now=now)
    assert [row.id for row in delivering._claim(now)] == [message.id]
    lease = rules.lease(settings.HUB_TIMEOUT)
    deliver(now + lease)
    assert hub.taken == []
    deliver(now + lease + timedelta(seconds=1))
    assert hub.taken == [str(message.identity)]


@pytest.mark.parametrize("code", [200, 300, 400, 501])
def test_an_error_of_the_hub_refuses_the_message_it_names(hub: Hub, lrm: int, now: datetime, code: int) -> None:
    message, other = posted(lrm, about=1, now=now), posted(lrm, about=2, now=now)
    deliver(now)
    hub.answers = [error(message, code)]
    operations.collect(actor=SYSTEM, now=now)
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, message.problem, message.content) == ("refused", f"error {code}", None)
    assert other.state == "sent"
    (shown, _) = sorted(queries.messages(actor=SYSTEM).messages, key=lambda one: one.id)
    assert shown.problem_said == rules.PROBLEMS[f"error {code}"]


def test_a_creation_that_the_software_knows_is_told_again_as_an_update(hub: Hub, lrm: int, now: datetime) -> None:
    message = posted(lrm, now=now)
    deliver(now)
    hub.answers = [error(message, 409, sender=THEM)]
    operations.collect(actor=SYSTEM, now=now)
    again = LrmMessage.objects.latest("id")
    assert states() == ["refused", "queued"] and not again.creates and again.content["status"] == "booked"
    deliver(now)
    assert hub.taken == [str(message.identity), str(again.identity)]
    hub.answers = [error(again, 409, sender=THEM)]
    operations.collect(actor=SYSTEM, now=now)
    assert states() == ["refused", "refused"]


def test_nobody_else_answers_and_what_is_strange_is_let_go(
    hub: Hub, lrm: int, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    message = posted(lrm, now=now)
    deliver(now)
    unknown = LrmMessage(identity="30c8e00d-68b2-4092-a4f2-a9cb19b416e9")
    hub.answers = [b"?", ack(message, sender="fr.health.samu999"), ack(unknown), error(message, 300, sender="fr.x.y")]
    assert operations.collect(actor=SYSTEM, now=now) == 4
    assert states() == ["sent"] and hub.answers == []
    assert {record.getMessage() for record in caplog.records} == {
        "hub answer unreadable",
        "hub answer about no message of ours",
    }


def test_an_acknowledgement_may_refuse(hub: Hub, lrm: int, now: datetime) -> None:
    message = posted(lrm, now=now)
    deliver(now)
    hub.answers = [ack(message, step="RECU"), ack(message, refused=True), ack(message, step="INTEGRE")]
    operations.collect(actor=SYSTEM, now=now)
    message.refresh_from_db()
    assert (message.state, message.problem) == ("refused", "refused")


def test_only_an_abandoned_message_that_no_newer_one_replaces_is_sent_again(hub: Hub, lrm: int, now: datetime) -> None:
    admin = care.account(Role.ADMINISTRATEUR)
    (old,) = in_state("abandoned", now=now, lrm_id=lrm, attempts=10)
    newer = posted(lrm, about=1, creates=False, now=now)
    operations.send_again(actor=admin, message_id=old, now=now)
    assert AuditEntry.objects.filter(verb="send_lrm_message_again", subject_id=str(old)).count() == 1
    with pytest.raises(Impossible, match="attend pas"):
        operations.send_again(actor=admin, message_id=old, now=now)
    LrmMessage.objects.filter(id=old).update(state=ExchangeState.ABANDONED)
    hub.faults = [Unavailable("Le Hub Santé")]
    deliver(now)
    assert LrmMessage.objects.get(id=newer.id).attempts == 1
    with pytest.raises(Impossible, match="plus récent"):
        operations.send_again(actor=admin, message_id=old, now=now)


def test_a_message_sent_again_goes_where_its_software_is_now(hub: Hub, now: datetime) -> None:
    territory = care.territory()
    lrm = told_lrm(territory, now=now)
    (old,) = in_state("abandoned", now=now, lrm_id=lrm)
    facts = {"origin": THEM, "name": "LRM", "active": True, "territories": [territory], "now": now}
    directory.save_lrm(actor=SYSTEM, lrm_id=lrm, hub_name="fr.health.samu351", **facts)
    operations.send_again(actor=SYSTEM, message_id=old, now=now + timedelta(days=3))
    again = LrmMessage.objects.get(id=old)
    assert (again.recipient, again.expires_at) == ("fr.health.samu351", now + timedelta(days=4))
    LrmMessage.objects.filter(id=old).update(state=ExchangeState.ABANDONED)
    directory.save_lrm(actor=SYSTEM, lrm_id=lrm, hub_name="", **facts)
    with pytest.raises(Impossible, match="identifiant au Hub"):
        operations.send_again(actor=SYSTEM, message_id=old, now=now)


def test_who_may_look_and_send_again(now: datetime) -> None:
    for role in (Role.REGULATEUR_OSNP, Role.GESTIONNAIRE_COMPTES):
        actor = care.account(role)
        for call in (
            lambda actor=actor: queries.messages(actor=actor),
            lambda actor=actor: queries.health(actor=actor),
            lambda actor=actor: operations.send_again(actor=actor, message_id=1, now=now),
        ):
            with pytest.raises(Refused):
                call()


def test_without_a_hub_nothing_is_told_sent_nor_read(now: datetime) -> None:
    territory = care.territory()
    told_lrm(territory, now=now)
    assert queries.recipients(actor=SYSTEM, territory_ids=[territory]) == ()
    assert not operations.deliver(actor=SYSTEM, now=now)
    assert operations.collect(actor=SYSTEM, now=now) == 0
    assert not queries.health(actor=SYSTEM).configured


def test_traces_end_and_contents_before_them(hub: Hub, lrm: int, now: datetime) -> None:
    posted(lrm, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        LrmMessage.objects.update(state=ExchangeState.ACKED)
    assert operations.forget(actor=SYSTEM, now=now + rules.KEPT) == 0
    assert operations.forget(actor=SYSTEM, now=now + rules.KEPT + timedelta(seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_belongs_to_its_transaction(lrm: int, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        operations.post(
            actor=SYSTEM, recipients=[], orientation_id=1, status="booked", creates=True, content={}, now=now
        )
