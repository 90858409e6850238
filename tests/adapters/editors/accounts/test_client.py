"""An editor told of a regulator over real HTTP: what leaves, what an answer means, for how long one waits."""

import json
import logging
import time
from typing import Any

import pytest

from sas import traces
from sas.adapters.editors.accounts import client, protocol
from sas.adapters.editors.accounts.values import Identifier, Regulator, Server, Verdict
from tests.factories.collector import Traced, assert_tells_no_more, collector, traced
from tests.factories.editor_accounts import EditorServer, editor_server

__all__ = ["collector", "editor_server", "traced"]
CARD = Identifier(protocol.NATIONAL, "3456780581/11242343")
SEBASTIEN = Regulator(CARD, "Loridon", "Sébastien", "sebastien.loridon@test.example", active=True)

pytestmark = pytest.mark.shows("F-264")


def test_the_resource_is_the_one_of_the_profile() -> None:
    assert json.loads(protocol.practitioner(SEBASTIEN)) == {
        "resourceType": "Practitioner",
        "meta": {
            "source": "urn:oid:1.2.250.1.213.3.6",
            "profile": ["https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition/FrPractitionerRegul"],
        },
        "identifier": [
            {
                "type": {"coding": [{"system": "http://interopsante.org/fhir/CodeSystem/fr-v2-0203", "code": "IDNPS"}]},
                "system": "urn:oid:1.2.250.1.71.4.2.1",
                "value": "3456780581/11242343",
            }
        ],
        "active": True,
        "name": [{"family": "Loridon", "given": ["Sébastien"]}],
        "telecom": [{"system": "email", "value": "sebastien.loridon@test.example"}],
    }


def test_without_national_id_the_platform_s_own_is_told_as_such() -> None:
    known = protocol.identifier(national_id="", technical_id="0b7e5f0a-9c5e-4d53-8f0e-2f1c70a2b3c4")
    body = json.loads(protocol.practitioner(Regulator(known, "A", "B", "c@test.example", active=False)))
    (told,) = body["identifier"]
    assert (told["type"]["coding"][0]["code"], told["system"]) == ("INTRN", "urn:oid:1.2.250.1.213.3.6")
    assert body["active"] is False


def test_a_creation_then_an_update_by_the_name_it_has_there(editor_server: EditorServer) -> None:
    server = Server(editor_server.address)
    assert client.create(server, SEBASTIEN).verdict is Verdict.DONE
    assert client.update(server, SEBASTIEN, known_as=CARD.token).verdict is Verdict.DONE
    (first, created, body), (second, updated, _) = editor_server.asked
    assert (first, created, second) == ("POST", "/fhir/Practitioner", "PUT")
    assert updated == "/fhir/Practitioner?identifier=urn%3Aoid%3A1.2.250.1.71.4.2.1%7C3456780581%2F11242343"
    assert body == json.loads(protocol.practitioner(SEBASTIEN))
    sent = editor_server.headers[0]
    assert (sent["Accept"], sent["Content-Type"]) == ("application/json+fhir", "application/json")
    assert not {"Cookie", "Referer", "Authorization"} & set(sent)


@pytest.mark.parametrize(
    ("status", "verdict", "code"),
    [
        (200, Verdict.DONE, ""),
        (201, Verdict.DONE, ""),
        (204, Verdict.REFUSED, "status 204"),
        (302, Verdict.REFUSED, "status 302"),
        (400, Verdict.REFUSED, "status 400 business-rule"),
        (403, Verdict.REFUSED, "status 403 business-rule"),
        (409, Verdict.REFUSED, "status 409 business-rule"),
        (422, Verdict.REFUSED, "status 422 business-rule"),
        (429, Verdict.AGAIN, "status 429 business-rule"),
        (500, Verdict.AGAIN, "status 500 business-rule"),
        (503, Verdict.AGAIN, "status 503 business-rule"),
    ],
)
def test_what_an_answer_means(editor_server: EditorServer, status: int, verdict: Verdict, code: str) -> None:
    editor_server.answers = [status]
    outcome = client.update(Server(editor_server.address), SEBASTIEN, known_as=CARD.token)
    assert (outcome.verdict, outcome.code) == (verdict, code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"resourceType":"OperationOutcome"}',
        b'{"resourceType":"OperationOutcome","issue":[{"code":"Mme Le Goff est inconnue"}]}',
        b'{"resourceType":"OperationOutcome","issue":[{"code":["conflict"]}]}',
        b"[" * 60_000,
    ],
)
def test_an_editor_s_own_words_go_no_further(body: bytes) -> None:
    assert protocol.issue(body) == ""


def test_neither_silence_nor_a_drip_holds_the_worker(
    editor_server: EditorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "WHOLE_SECONDS", 0.3)

    def silent(_: Any) -> None:
        time.sleep(0.6)

    def drip(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(12):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    for answer in (silent, drip):
        editor_server.answers = [answer]
        started = time.monotonic()
        outcome = client.update(Server(editor_server.address), SEBASTIEN, known_as=CARD.token)
        assert (outcome.verdict, outcome.code) == (Verdict.AGAIN, "timeout")
        assert time.monotonic() - started < 0.6


def test_nobody_there_and_no_https_elsewhere(editor_server: EditorServer) -> None:
    nobody = client.create(Server("http://127.0.0.1:9"), SEBASTIEN)
    assert (nobody.verdict, nobody.code) == (Verdict.AGAIN, "away")
    plain = client.create(Server("http://fhir.agenda.example"), SEBASTIEN)
    assert (plain.verdict, plain.code) == (Verdict.REFUSED, "not https")


def test_an_account_told_is_a_span_without_the_person(editor_server: EditorServer, traced: Traced) -> None:
    with traces.span("job"):
        client.create(Server(editor_server.address), SEBASTIEN)
        client.update(Server("http://127.0.0.1:9"), SEBASTIEN, known_as=CARD.token)
    told = traced.told()
    well, ill = told.named("account")
    assert {well.parent, ill.parent} == {told.one("job").id}
    assert (well.failed, well.about, ill.failed, ill.about) == (False, {}, True, {"error": "ConnectError"})
    assert_tells_no_more(told, "Loridon", "bastien", "test.example", "11242343", "Practitioner", "127.0.0", keys=set())


def test_nothing_of_the_person_is_logged(editor_server: EditorServer, caplog: pytest.LogCaptureFixture) -> None:
    editor_server.answers = [422]
    with caplog.at_level(logging.INFO, logger="sas"):
        client.create(Server(editor_server.address), SEBASTIEN)
    for word in ("Loridon", "test.example", "11242343"):
        assert word not in caplog.text
