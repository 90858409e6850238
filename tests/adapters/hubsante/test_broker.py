"""A real RabbitMQ plays the Hub Santé: TLS with certificates, confirms, returns, deaths, order, answers (F-189)."""

import json
import random
import signal
import socket
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from sas import traces
from sas.actor import Actor
from sas.adapters.hubsante import client
from sas.adapters.hubsante.client import NotTaken
from sas.errors import Unavailable
from sas.rooms.exchanges import operations
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.operations import answering, delivering
from tests.adapters.hubsante.models import faults, inside
from tests.conftest import NOW
from tests.factories.broker import EPMD, ME, PROGRAM, Broker, configure
from tests.factories.collector import Traced, assert_tells_no_more, collector, traced
from tests.factories.exchanges import THEM, ack, error, posted, told_lrm
from tests.factories.wire import Wire

__all__ = ["collector", "traced"]
pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-189")]
SYSTEM = Actor.SYSTEM


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    if not (PROGRAM.exists() and EPMD.exists()):
        pytest.skip("NOT RUN: RabbitMQ is not installed (apt-get install rabbitmq-server)")
    made = Broker(tmp_path_factory.mktemp("hub"))
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def broker(server: Broker, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Broker:
    monkeypatch.setattr(client, "_PAUSE_SECONDS", 0.0)
    configure(settings, server)
    server.arrived()
    return server


@pytest.fixture
def lrm(now: datetime) -> int:
    return told_lrm(now=now)


@pytest.fixture
def wire(broker: Broker, settings: Any) -> Iterator[Wire]:
    made = Wire(broker.port)
    configure(settings, broker, port=made.port)
    yield made
    made.close()


def deliver(now: datetime) -> None:
    while operations.deliver(actor=SYSTEM, now=now):
        pass


def test_a_message_arrives_as_the_hub_wants_it_and_its_answers_are_noted(
    broker: Broker, lrm: int, now: datetime
) -> None:
    first, second, third = (posted(lrm, about=at, now=now) for at in (1, 2, 3))
    deliver(now)
    arrived = broker.arrived()
    assert [one.properties["message_id"] for one in arrived] == [
        f"{ME}_{one.identity}" for one in (first, second, third)
    ]
    (kept,) = {(one.properties["delivery_mode"], one.properties["content_type"]) for one in arrived}
    assert kept == (2, "application/json")
    assert [faults(one.body) for one in arrived] == [[], [], []]
    broker.answer(ack(first, step="INTEGRE"), b"nothing of ours", queue="ack")
    broker.answer(error(second, 501), queue="info")
    assert operations.collect(actor=SYSTEM, now=now) == 3
    assert operations.collect(actor=SYSTEM, now=now) == broker.left("ack") == broker.left("info") == 0
    found = LrmMessage.objects.order_by("id").values_list("state", "step", "problem")
    assert list(found) == [("acked", "INTEGRE", ""), ("refused", "", "error 501"), ("sent", "", "")]


def test_an_answer_that_could_not_be_noted_stays_in_the_queue(
    broker: Broker, lrm: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = posted(lrm, now=now)
    deliver(now)
    broker.answer(ack(message), queue="ack")
    with monkeypatch.context() as broken:
        broken.setattr(answering, "_settle", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            operations.collect(actor=SYSTEM, now=now)
    assert operations.collect(actor=SYSTEM, now=now) == 1
    message.refresh_from_db()
    assert message.state == "acked"


def test_a_message_that_nobody_takes_is_not_sent(broker: Broker, lrm: int, now: datetime) -> None:
    message = posted(lrm, now=now)
    broker.bind(bound=False)
    try:
        deliver(now)
        message.refresh_from_db()
        assert (message.state, message.problem, message.attempts) == ("queued", "unroutable", 1)
    finally:
        broker.bind(bound=True)
    deliver(now + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.state, len(broker.arrived())) == ("sent", 1)


def test_a_confirm_that_is_lost_makes_the_message_come_twice_under_one_name(
    wire: Wire, broker: Broker, lrm: int, now: datetime
) -> None:
    message = posted(lrm, now=now)
    hub = client.configured()
    assert hub
    with hub.opened() as line:
        line.publish(b"{}", identity="warm")
        wire.lose_answers()
        with pytest.raises(Unavailable):
            delivering._send(line, message, now=now)
    wire.lose_answers(False)
    message.refresh_from_db()
    assert (message.state, message.problem) == ("queued", "no answer")
    deliver(now + timedelta(hours=1))
    names = [one.properties["message_id"] for one in broker.arrived()]
    assert names == ["warm", f"{ME}_{message.identity}", f"{ME}_{message.identity}"]


@pytest.mark.parametrize("bound", [True, False], ids=["taken", "returned"])
def test_what_is_sent_is_a_span_below_the_one_that_is_open_and_nothing_of_it_is_told(
    broker: Broker, lrm: int, traced: Traced, *, bound: bool
) -> None:
    """The worker opens the span of the job in the same way (tests/worker/test_spans.py)."""
    message = posted(lrm, now=NOW)
    broker.bind(bound=bound)
    with traces.span("job"):
        deliver(NOW)
    broker.bind(bound=True)
    assert len(broker.arrived()) == bound
    told = traced.told()
    job, line, sent = (told.one(name) for name in ("job", "hub line", "hub"))
    assert {(one.parent, one.trace) for one in (line, sent)} == {(job.id, job.trace)}
    assert (line.failed, sent.failed, line.about) == (False, not bound, {})
    assert sent.about == ({} if bound else {"error": "NotTaken"})
    secrets = (str(message.identity), ME, THEM, "GOFF", "Camille", "sas.example", "orientation-1", str(broker.port))
    assert_tells_no_more(told, *secrets, keys=set())


def test_a_hub_that_is_away_is_a_line_that_failed_and_no_message(
    broker: Broker, lrm: int, traced: Traced, settings: Any
) -> None:
    posted(lrm, now=NOW)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        configure(settings, broker, port=nobody.getsockname()[1])
        deliver(NOW)
    (line,) = traced.told().spans()
    assert (line.name, line.failed, line.about) == ("hub line", True, {"error": "ConnectionRefusedError"})


@pytest.mark.parametrize("many", [25, pytest.param(100, marks=pytest.mark.long)])
def test_orientations_keep_their_order_whatever_the_line_does(
    broker: Broker, lrm: int, now: datetime, monkeypatch: pytest.MonkeyPatch, *, many: int
) -> None:
    """A tenth of the publications is refused, and a twentieth loses its confirm with its line."""
    stories = {about: ["booked", "fulfilled", "noshow"] for about in range(many)}
    for at in range(3):
        for about, story in stories.items():
            posted(lrm, about=about, status=story[at], creates=at == 0, now=now)
    inject(monkeypatch, seed=20261123)
    hours = 0
    while LrmMessage.objects.filter(state="queued").exists():
        deliver(now + timedelta(minutes=5 * hours))
        hours += 1
        assert hours < 250
    told: defaultdict[str, list[str]] = defaultdict(list)
    copies = broker.arrived()
    for one in copies:
        appointment = inside(json.loads(one.body))["appointment"]
        if appointment["status"] not in told[appointment["appointmentId"]][-1:]:
            told[appointment["appointmentId"]].append(appointment["status"])
    assert told == {f"orientation-{about}": story for about, story in stories.items()}
    assert len(copies) > len({one.properties["message_id"] for one in copies}) == 3 * many
    assert LrmMessage.objects.filter(state="sent").count() == 3 * many


def inject(monkeypatch: pytest.MonkeyPatch, *, seed: int) -> None:
    """The real line, with faults before or after the broker has the message."""
    draw, publish = random.Random(seed), client.Line.publish

    def faulty(self: client.Line, body: bytes, *, identity: str) -> None:
        fate = draw.random()
        if fate < 0.1:
            raise NotTaken("nack")
        publish(self, body, identity=identity)
        if fate > 0.95:
            raise Unavailable("Le Hub Santé")

    monkeypatch.setattr(client.Line, "publish", faulty)


def test_a_line_needs_the_right_certificate_and_the_right_authority(
    broker: Broker, settings: Any, lrm: int, now: datetime
) -> None:
    message = posted(lrm, now=now)
    for wrong in (
        {"HUB_CERTIFICATE": str(broker.folder / "server.pem"), "HUB_KEY": str(broker.folder / "server.key")},
        {"HUB_CA": str(broker.folder / "client.pem")},
        {"HUB_URL": f"amqps://localhost:{broker.port}/15-15_v3"},
        {"HUB_URL": f"amqps://127.0.0.1:{broker.port}/another"},
        {"HUB_CERTIFICATE": "/nowhere.pem"},
    ):
        configure(settings, broker)
        for name, value in wrong.items():
            setattr(settings, name, value)
        deliver(now)
        message.refresh_from_db()
        assert (message.state, message.problem, message.attempts) == ("queued", "away", 0), wrong
    assert broker.arrived() == []


def test_a_hub_that_was_just_away_is_not_called_again_at_once(
    broker: Broker, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_PAUSE_SECONDS", 30.0)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        configure(settings, broker, port=nobody.getsockname()[1])
        hub = client.configured()
        assert hub
        causes = []
        for _ in range(2):
            with pytest.raises(Unavailable) as absence, hub.opened():
                pass
            causes.append(type(absence.value.__cause__))
    assert causes == [ConnectionRefusedError, type(None)]


@pytest.mark.long
def test_a_broker_killed_between_publish_and_confirm_gets_the_message_again(
    broker: Broker, lrm: int, now: datetime
) -> None:
    message = posted(lrm, now=now)
    hub = client.configured()
    assert hub
    with hub.opened() as line:
        line.publish(b"{}", identity="warm")
        broker.signal(signal.SIGSTOP)
        with pytest.raises(Unavailable):
            delivering._send(line, message, now=now)
        broker.kill()
    message.refresh_from_db()
    assert (message.state, message.problem) == ("queued", "no answer")
    deliver(now + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.problem, message.attempts) == ("away", 1)
    broker.start()
    deliver(now + timedelta(hours=2))
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)
    assert [one.properties["message_id"] for one in broker.arrived()] == ["warm", f"{ME}_{message.identity}"]
