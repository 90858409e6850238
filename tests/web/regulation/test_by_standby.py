"""Searches read a standby that is fresh enough for this browser, and the primary otherwise (ADR 56)."""

import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas import servers
from tests.factories.offers import Wanted, scatter
from tests.web.regulation.scene import Scene

ASKED = {"text": "Médecin généraliste", "loc": "Rennes"}


@pytest.fixture
def standby(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaptureQueriesContext]:
    """The same server under a second name, which says that it has replayed a thousand bytes; 900 are asked for."""
    scatter([Wanted(1, 0)], now=scene.now)
    monkeypatch.setitem(connections.databases, servers.REPLICA, connections.databases["default"])
    connections[servers.REPLICA] = connections.create_connection("default")
    monkeypatch.setattr(servers, "_REPLAYED", "select 1000")
    monkeypatch.setattr(servers, "LOG", servers.Log())
    monkeypatch.setattr(servers, "REST", servers.Rest())
    servers.LOG.heard(900, at=time.monotonic(), kept=5)
    with CaptureQueriesContext(connections[servers.REPLICA]) as asked:
        yield asked
    connections[servers.REPLICA].close()
    del connections[servers.REPLICA]


def searched(client: Client) -> None:
    assert client.get("/sas/recherche", ASKED).status_code == 200


def test_a_search_is_read_there(scene: Scene, standby: CaptureQueriesContext) -> None:
    searched(scene.client)
    assert len(standby) > 5


def test_whoever_has_just_written_reads_the_primary_until_it_is_there(
    scene: Scene, standby: CaptureQueriesContext
) -> None:
    scene.confirm()
    assert int(scene.client.cookies[servers.COOKIE].value, 16) > 1000
    searched(scene.client)
    assert len(standby) == 1
    scene.client.cookies[servers.COOKIE] = "3e8"
    searched(scene.client)
    assert len(standby) > 5


def test_a_standby_that_is_late_or_of_which_nobody_knows_is_not_read(
    scene: Scene, standby: CaptureQueriesContext
) -> None:
    servers.LOG = servers.Log()
    servers.LOG.heard(900, at=time.monotonic() - 60, kept=5)
    searched(scene.client)
    assert len(standby) == 0
    servers.LOG = servers.Log()
    servers.LOG.heard(1001, at=time.monotonic(), kept=5)
    searched(scene.client)
    assert len(standby) == 1


def test_a_standby_that_fails_is_left_alone_and_its_page_is_read_from_the_primary(
    scene: Scene, standby: CaptureQueriesContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> None:
        raise OperationalError

    monkeypatch.setattr(connections[servers.REPLICA], "cursor", lost)
    searched(scene.client)
    assert not servers.is_usable()
    searched(scene.client)


def test_what_a_standby_must_hold_is_what_the_primary_held_then() -> None:
    log = servers.Log()
    for second in range(20):
        log.heard(100 + second, at=float(second), kept=5)
    assert log.asked(at=19.2, seconds=5) == 114
    assert log.asked(at=24.0, seconds=5) == 119
    with pytest.raises(servers.Behind):
        log.asked(at=24.1, seconds=5)
