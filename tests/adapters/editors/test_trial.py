"""Editors of this machine: asked, told and linked to by a demonstration, never in production."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from sas.adapters.editors import slots
from sas.adapters.editors.accounts import client as accounts
from sas.adapters.editors.accounts.values import Identifier, Regulator, Server, Verdict
from sas.adapters.editors.trial import is_trial
from sas.adapters.editors.values import Failure
from simulators.editor.people import ONE_PLACE
from simulators.editor.web import EditorServer
from tests.conftest import ROOT
from tests.factories import editors

pytestmark = pytest.mark.shows("F-261")


@pytest.fixture
def server(now: datetime) -> Iterator[EditorServer]:
    with editors.serving(editors.editor(now)) as started:
        yield started


def test_a_demonstration_asks_its_own_machine_and_leads_to_it(server: EditorServer, now: datetime) -> None:
    where = editors.endpoint(server)
    found = editors.answer(where, ONE_PLACE, now=now)
    assert (found.failure, found.dropped) == (None, {})
    agenda = f"{server.url}/agenda/lieu-1"
    assert {slot.url for site in found.sites for slot in site.slots} == {agenda}
    assert slots.link("http://127.0.0.1:9/agenda", where) is None, "another port is another host"


def test_in_production_nothing_leaves_for_this_machine(server: EditorServer, now: datetime, settings: Any) -> None:
    settings.EDITOR_LOOPBACK = False
    where = editors.endpoint(server)
    assert editors.answer(where, ONE_PLACE, now=now).failure is Failure.INSECURE
    told = Regulator(Identifier("urn:oid:1.2.250.1.213.3.6", "x"), "LENOIR", "Régis", "r@sas.example", active=True)
    refused = accounts.create(Server(where.base_url), told)
    assert (refused.verdict, refused.code) == (Verdict.REFUSED, "not https")
    assert slots.link(f"{server.url}/agenda/lieu-1", where) is None
    assert server.editor.requests == []


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "http://127.0.0.2/", "http://127.0.0.1@a.example/", "http://[", "http://::1/", ""]
)
def test_nothing_else_is_this_machine_by_plain_http(url: str) -> None:
    assert not is_trial(url)


@pytest.mark.parametrize(("demo", "read"), [("1", "True"), ("0", "False")])
def test_the_setting_is_nothing_outside_a_demonstration(demo: str, read: str) -> None:
    environment = os.environ | {"DEMO": demo, "EDITOR_LOOPBACK": "1", "DATABASE_URL": "postgresql://nobody@/none"}
    line = [sys.executable, "-c", "from config import settings; print(settings.EDITOR_LOOPBACK)"]
    said = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == read
