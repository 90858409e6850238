"""The pages of a simulated editor: its agenda behind the link, and what the platform is told of a booking (INT_R03)."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from simulators.editor import people
from simulators.editor.bookings import SYSTEM
from simulators.editor.web import EditorServer
from tests.factories import editors
from tests.simulators.editor.test_regulators_kit import account, technical

CLIENT = httpx.Client(trust_env=False)
FIRST = "lieu-1-20261123T0820"
AGENDA = "agenda/lieu-1"


class Platform(ThreadingHTTPServer):
    """Notes what it is told and answers as the guide says; `refuses` makes it answer 422."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiver)
        self.told: list[tuple[str, str, dict[str, Any]]] = []
        self.refuses = False

    @property
    def url(self) -> str:
        """Its FHIR address."""
        return f"http://127.0.0.1:{self.server_address[1]}/fhir"


class _Receiver(BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Content-Type"] == "application/fhir+json"
        self.server.told.append((self.command, self.path, body))
        outcome = {"resourceType": "OperationOutcome", "issue": [{"code": "x", "diagnostics": "régulateur inconnu"}]}
        told = json.dumps(outcome if self.server.refuses else {}).encode()
        self.send_response(422 if self.server.refuses else {"POST": 201, "PUT": 200}[self.command])
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_PUT = do_POST  # noqa: N815 the name that http.server looks for

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def platform() -> Iterator[Platform]:
    made = Platform()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def editor(platform: Platform, now: datetime) -> Iterator[EditorServer]:
    with editors.serving(editors.editor(now, platform=platform.url)) as server:
        yield server


def regulator(server: EditorServer, *, active: bool = True) -> str:
    told = account(technical(), active=active)
    return str(CLIENT.post(f"{server.url}/fhir/Practitioner", json=told).json()["id"])


def book(
    server: EditorServer, who: str, *, where: str = AGENDA, slot: str = FIRST, origin: str = "sas"
) -> httpx.Response:
    return CLIENT.post(f"{server.url}/{where}", data={"slot": slot, "regulator": who, "origin": origin})


def free(server: EditorServer, now: datetime) -> set[str]:
    found = editors.answer(editors.endpoint(server), people.ONE_PLACE, now=now)
    return {slot.slot_id for site in found.sites for slot in site.slots}


def test_the_agenda_opens_from_the_platform_only(fresh: EditorServer) -> None:
    for query, status, words in (
        ("", 403, "connectez-vous"),
        ("?origin=ailleurs", 403, "connectez-vous"),
        ("?origin=sas", 200, "Aucun compte de régulateur actif"),
    ):
        page = CLIENT.get(f"{fresh.url}/{AGENDA}{query}")
        assert (page.status_code, words in page.text) == (status, True)
    assert CLIENT.get(f"{fresh.url}/agenda/inconnu?origin=sas").status_code == 404
    regulator(fresh)
    page = CLIENT.get(f"{fresh.url}/{AGENDA}?origin=sas-preprod").text
    assert "lundi 23/11 à 09:20" in page and FIRST in page


def test_a_booking_is_told_at_once_and_takes_the_slot(editor: EditorServer, platform: Platform, now: datetime) -> None:
    who = regulator(editor)
    assert FIRST in free(editor, now)
    assert book(editor, who).status_code == 303
    assert FIRST not in free(editor, now)
    ((method, path, told),) = platform.told
    assert (method, path) == ("POST", "/fhir/Appointment")
    assert (told["status"], told["start"], told["end"]) == (
        "booked",
        "2026-11-23T09:20:00.000+01:00",
        "2026-11-23T09:40:00.000+01:00",
    )
    (participant,), (extension,) = told["participant"], told["extension"]
    assert participant["actor"]["identifier"]["value"] == people.ONE_PLACE
    sent = editor.editor.regulators.known[who]["identifier"][0]
    assert extension["valueReference"]["identifier"] == sent
    assert told["identifier"][0]["system"] == SYSTEM
    assert book(editor, who).status_code == 409, "taken"
    assert book(editor, regulator(editor, active=False), slot="lieu-1-20261123T0840").status_code == 403
    assert book(editor, who, slot="lieu-1-20261123T0840", origin="").status_code == 403
    assert len(platform.told) == 1


def test_what_becomes_of_it_is_told_under_the_same_number(
    editor: EditorServer, platform: Platform, now: datetime
) -> None:
    book(editor, regulator(editor))
    (number,) = editor.editor.bookings.known
    for act in ("move", "fulfilled", "noshow", "cancelled", "again"):
        assert CLIENT.post(f"{editor.url}/rendez-vous/{number}", data={"act": act}).status_code == 303
    assert CLIENT.post(f"{editor.url}/rendez-vous/{number}", data={"act": "x"}).status_code == 404
    followed = [(method, told["status"], told["start"][11:16]) for method, _, told in platform.told]
    assert followed == [
        ("POST", "booked", "09:20"),
        ("PUT", "booked", "09:40"),
        ("PUT", "fulfilled", "09:40"),
        ("PUT", "noshow", "09:40"),
        ("PUT", "cancelled", "09:40"),
        ("POST", "cancelled", "09:40"),
    ]
    condition = dict(parse_qsl(urlsplit(platform.told[1][1]).query))
    assert condition == {"identifier": f"{SYSTEM}|{number}"}
    assert {told["identifier"][0]["value"] for _, _, told in platform.told} == {number}
    assert FIRST in free(editor, now), "cancelled: free again"


def test_the_doctor_of_sos_medecins_is_not_known_yet(editor: EditorServer, platform: Platform) -> None:
    book(editor, regulator(editor), where="agenda/point-1", slot="point-1-20261123T0820")
    ((_, _, told),) = platform.told
    (participant,) = told["participant"]
    assert (participant["status"], "actor" in participant) == ("needs-action", False)
    assert told["meta"]["profile"][0].endswith("sas-sos-appointment")


def test_the_home_page_tells_accounts_appointments_and_what_the_platform_said(
    editor: EditorServer, platform: Platform
) -> None:
    assert "Aucun rendez-vous" in CLIENT.get(editor.url).text
    who = regulator(editor)
    platform.refuses = True
    book(editor, who)
    platform.server_close()
    page = CLIENT.get(editor.url).text
    assert "Régulier" in page and "23/11/2026 à 09:20" in page
    assert "422 régulateur inconnu" in page
    assert CLIENT.get(f"{editor.url}/ailleurs").status_code == 404
    assert CLIENT.get(f"{editor.url}/style.css").headers["Content-Type"] == "text/css"
