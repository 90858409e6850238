"""Each fault of an editor, over HTTP to the card: docs/editors-faults.md is the table, and this plays every line."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.adapters.editors import client, exchange
from sas.adapters.editors.circuit import FAILURES_IN_A_ROW
from sas.rooms.directory.models import Place
from sas.rooms.editors import operations
from sas.rooms.editors.models import EditorDay, EditorReading, EditorSite
from sas.rooms.editors.operations import Reached
from sas.rooms.editors.rules import window_end
from simulators.editor import delivery, faults
from simulators.editor.web import EditorServer
from simulators.editor.world import Point, Professional, World, times
from tests.factories import care, editor_slots, editors
from tests.factories.authority import Authority
from tests.factories.browsers import browser
from tests.factories.offers import RENNES
from tests.house.sources import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-261")]
ASKED = {"text": "Médecin généraliste", "loc": "Rennes"}
QUICKER = 5
"""Seconds of the table pass five times as fast here."""
NAME = "Agenda Santé"
OTHER = "wrong-certificate"
ADDRESSES = {"nobody-listens": "http://127.0.0.1:9/fhir", "not-https": "http://editeur.example/fhir"}
OFTEN = {"bad-slot", "busy", "no-schedule", "javascript", "next", "delay:8", "500", "html", "bomb", "left-alone", OTHER}
WORDS = re.compile("directory_(activity|searchword|searchsuggestion)")
"""What each process reads again now and then, whatever is searched."""
SAVEPOINT = re.compile(r'"s[0-9_x]+"')


@dataclass(frozen=True)
class Line:
    """One line of the tables."""

    fault: str
    what: str
    kept: str
    log: str
    card: str


@dataclass
class Scene:
    """A doctor of Rennes whose editor answered well an hour ago, and a regulator who looks at his card."""

    server: EditorServer
    by: Reached
    regulator: Client
    now: datetime

    def turn(self, *, at: datetime, deadline: float = client.SECONDS) -> None:
        """The worker's."""
        EditorReading.objects.update(due_at=at)
        ask = partial(client.ask, now=at, deadline=deadline)
        operations.refresh(actor=Actor.SYSTEM, reached=[self.by], ask=ask, now=at)

    def page(self, **asked: str) -> tuple[str, list[str]]:
        """The results, and what they asked the database; the editor is asked nothing meanwhile."""
        before = len(self.server.editor.requests)
        with CaptureQueriesContext(connection) as captured:
            page = self.regulator.get("/sas/recherche", ASKED | asked)
        assert (page.status_code, len(self.server.editor.requests)) == (200, before)
        told = [SAVEPOINT.sub("", " ".join(one["sql"].split()))[:60] for one in captured]
        return unescape(page.content.decode()), [sql for sql in told if not WORDS.search(sql)]


def lines() -> list[Line]:
    tables = (ROOT / "docs/editors-faults.md").read_text(encoding="utf-8")
    rows = (row.strip("|").split("|") for row in tables.splitlines() if row.startswith("| `"))
    return [Line(*(cell.strip().strip("`") for cell in row)) for row in rows]


def some_lines() -> list[Any]:
    """Each line of the tables; those that differ from another in the editor's words alone are for the long suite."""
    return [pytest.param(one, id=one.fault, marks=[] if one.fault in OFTEN else pytest.mark.long) for one in lines()]


def slots() -> int:
    return sum(len(one.slots) for one in EditorSite.objects.all())


@pytest.fixture(scope="module")
def server() -> Iterator[EditorServer]:
    with editors.serving(editors.editor(datetime.now(UTC))) as made:
        yield made


@pytest.fixture
def scene(server: EditorServer) -> Scene:
    now = datetime.now(UTC)
    editor_id = editor_slots.editor(NAME)
    place = editor_slots.doctor(editor_id, now=now)
    Place.objects.filter(id=place.id).update(lat=RENNES[0], lon=RENNES[1])
    where = Point("cabinet", "Cabinet", place.address, place.postal_code, "Rennes", first=time(0))
    server.editor.world = World((Professional(editor_slots.number_of(place), "MARTIN", "Claire", (where,)),))
    server.editor.clock, server.editor.faults = lambda: now, {}
    by = Reached(editors.endpoint(server, editor_id=editor_id))
    operations.plan(actor=Actor.SYSTEM, reached=[by], now=now)
    return Scene(server, by, browser(care.regulator(care.territory())), now)


@pytest.fixture(autouse=True)
def _breakers_of_no_other_test() -> Iterator[None]:
    client.circuits.forget()
    yield
    client.circuits.forget()


def spoil(scene: Scene, fault: str) -> None:
    if fault == "left-alone":
        for _ in range(FAILURES_IN_A_ROW):
            client.circuits.tell(scene.by.endpoint.base_url, well=False)
    elif fault in ADDRESSES:
        scene.by = replace(scene.by, endpoint=replace(scene.by.endpoint, base_url=ADDRESSES[fault]))
    else:
        told = re.sub(r"delay:(\d+)", lambda found: f"delay:{int(found[1]) / QUICKER}", fault)
        scene.server.editor.faults["*"] = told


@contextmanager
def somebody_else(scene: Scene, folder: Path, settings: Any) -> Iterator[None]:
    """The same editor by TLS, with the certificate of another."""
    authority = Authority(folder)
    side = editors.side(authority, authority.issue("autre", cn="autre.test"), asks_for_certificate=False)
    settings.EDITOR_CA_BUNDLE = str(authority.certificate)
    with editors.serving(scene.server.editor, side=side) as other:
        where = editors.endpoint(other, editor_id=scene.by.endpoint.editor_id, expected_cn="editeur.test")
        scene.by = replace(scene.by, endpoint=where)
        yield


def test_the_tables_hold_every_fault_there_is() -> None:
    delays = {name for name in delivery.DELIVERY if name != "delay"} | {"delay:1", "delay:8", "next,delay:2"}
    known = {*faults.BUNDLE, *delays, "next", "next-again", "next-elsewhere", "left-alone", *ADDRESSES, OTHER}
    told = [line.fault for line in lines()]
    assert len(told) == len(set(told)) and set(told) == known


@pytest.mark.shows("E17")
@pytest.mark.parametrize("line", some_lines())
def test_a_fault_costs_what_the_table_says(
    line: Line, *, scene: Scene, caplog: pytest.LogCaptureFixture, tmp_path: Path, settings: Any
) -> None:
    before = scene.now - timedelta(hours=1)
    scene.turn(at=before)
    scene.page()  # what it shows is wanted from then on
    known, (_, cost) = slots(), scene.page()
    spoil(scene, line.fault)
    caplog.set_level(logging.INFO, logger="sas")
    with somebody_else(scene, tmp_path, settings) if line.fault == OTHER else nullcontext():
        # Those that are late are not waited for; the others have all the time that a busy machine takes.
        scene.turn(at=scene.now, deadline=client.SECONDS / (QUICKER if "timeout" in line.log else 1))
    page, cost_of_fault = scene.page()
    (point,) = scene.server.editor.world.professionals[0].points
    whole = sum(one.start <= window_end(scene.now) for one in times(point, now=scene.now))
    kept = {"all": whole, "before": known, "10": 10, "all and 1199 more": whole + 1199}
    assert slots() == kept[line.kept]
    assert_logged(line, caplog, whole=whole)
    assert re.findall(rf"Disponibilités de {NAME} (lues à|non actualisées)", page) == [line.card]
    assert cost_of_fault == cost


def assert_logged(line: Line, caplog: pytest.LogCaptureFixture, *, whole: int) -> None:
    """The one line, and the same in the counts of the day; nobody is named in either."""
    told = [one for one in caplog.records if one.name.startswith("sas.")]
    shown = [f"{one.levelname.lower()} {one.getMessage().partition(': ')[2]}" for one in told]
    expected = line.log.replace("each", str(whole))
    assert [re.sub(r" after \d+ ms$", "", one) for one in shown] == ([] if expected == "–" else [expected])
    day = EditorDay.objects.order_by("day").last()
    assert day
    _, _, left_out = expected.partition("left out ")
    unusable = re.fullmatch(r"warning unusable (\w+)", expected)
    dropped = {unusable[1]: whole} if unusable else {}
    assert day.dropped == ({left_out.split()[0]: int(left_out.split()[1])} if left_out else dropped)
    assert day.failed == ({expected.split()[1]: 1} if expected.startswith("warning") else {})


def test_an_editor_that_never_answered_is_named_on_the_card(scene: Scene) -> None:
    spoil(scene, "500")
    scene.turn(at=scene.now)
    page, _ = scene.page(mode="en-sus")
    assert f"Disponibilités de {NAME} non lues" in page


def test_what_a_stranger_writes_as_its_type_is_not_told_in_the_log(now: datetime) -> None:
    assert exchange.media_told("text/html") == "text/html"
    assert exchange.media_told("camille.martin né le 3 mai") == ""
