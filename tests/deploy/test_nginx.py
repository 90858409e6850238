"""The nginx configuration that is shipped, in Debian's nginx, before the platform: who is let in by certificate."""

import json
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from django.utils import timezone

from sas.actor import Actor
from sas.rooms.directory.models import Editor
from sas.rooms.exchanges import operations
from sas.rooms.exchanges.models import Appointment
from sas.rooms.exchanges.operations import ClientDraft
from tests.factories import fhir, greetings, nginx
from tests.factories.broker import free_port
from tests.factories.editor_accounts import editor
from tests.factories.openssl import Authority

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True), pytest.mark.shows("F-188")]
KIT = [
    ("mtls_group Test01", "good", 200, '"CN=agenda.vert.example,OU=318751275100020,O=Vert" SUCCESS'),
    ("mtls_group Test02", "other-name", 401, '"CN=agenda.rouge.example,OU=318751275100020,O=Vert" SUCCESS'),
    ("mtls_group Test03", "other-unit", 401, '"CN=agenda.vert.example,OU=999999999999999,O=Vert" SUCCESS'),
    ("mtls_group Test04", "revoked", 401, "FAILED:certificate revoked"),
    ("mtls_group Test05", "", 401, '"-" NONE'),
]
GOOD = "/O=Vert/OU=318751275100020/CN=agenda.vert.example"


@dataclass(frozen=True)
class Front:
    """nginx in front of a web server that runs."""

    ours: Authority
    public: int
    programs: int

    def post(self, client: str = "", *, port: int = 0, by: Authority | None = None, **headers: str) -> httpx.Response:
        """A report, as the editor sends it; what is said does not matter, who says it does."""
        context = ssl.create_default_context(cafile=str(self.ours.folder / "ca.pem"))
        if client:
            where = (by or self.ours).folder
            context.load_cert_chain(where / f"{client}.pem", where / f"{client}.key")
        with httpx.Client(verify=context) as line:
            address = f"https://127.0.0.1:{port or self.programs}/fhir/Appointment"
            return line.post(address, content=b"{}", headers={"Content-Type": "application/fhir+json"} | headers)

    def search(self, client: str) -> httpx.Response:
        """A search with this certificate, as somebody who reads sends it."""
        context = ssl.create_default_context(cafile=str(self.ours.folder / "ca.pem"))
        if client:
            context.load_cert_chain(self.ours.folder / f"{client}.pem", self.ours.folder / f"{client}.key")
        with httpx.Client(verify=context) as line:
            return line.get(f"https://127.0.0.1:{self.programs}/fhir/Slot?schedule=Schedule/1&status=free")


def told(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, media type without its charset, and FHIR's code of the issue."""
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome"
    return answer.status_code, answer.headers["Content-Type"].partition(";")[0], body["issue"][0]["code"]


def written(log: Path) -> str:
    """Its only line, which nginx writes once the answer has left."""
    until = time.monotonic() + 10
    while not (said := log.read_text().rstrip()) and time.monotonic() < until:
        time.sleep(0.05)
    return said


@pytest.fixture(scope="module")
def binary(tmp_path_factory: pytest.TempPathFactory) -> str:
    found = nginx.program(tmp_path_factory.mktemp("debian"))
    if not found:
        pytest.skip("NOT RUN: nginx is not installed, and cannot be fetched (apt-get install nginx)")
    return found


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority of this run, with every kind of certificate."""
    made = Authority(tmp_path_factory.mktemp("tls") / "ours")
    made.certificate("public", subject="/CN=127.0.0.1", use="server")
    made.certificate("programs", subject="/CN=127.0.0.1", use="server")
    made.certificate("good", subject=GOOD)
    made.certificate("other-name", subject=GOOD.replace("agenda.vert", "agenda.rouge"))
    made.certificate("other-unit", subject=GOOD.replace("318751275100020", "999999999999999"))
    made.certificate("expired", subject=GOOD, expired=True)
    made.certificate("revoked", subject=GOOD)
    made.revoke("revoked")
    for name, file in (("programs-ca.pem", "ca.pem"), ("programs-crl.pem", "crl.pem")):
        (made.folder / name).write_bytes((made.folder / file).read_bytes())
    return made


@pytest.fixture
def upstream(live_server: Any, settings: Any) -> str:
    """Where the web server listens; it knows the editor « Vert »."""
    settings.FHIR_PROXY_SECRET, settings.ALLOWED_HOSTS = fhir.PROOF, ["*"]
    named = {"client_cn": "agenda.vert.example", "client_ou": "318751275100020"}
    editor("Vert", **named, appointment_system=fhir.SYSTEM)
    return str(live_server.url.removeprefix("http://"))


@pytest.fixture
def front(binary: str, ours: Authority, upstream: str, tmp_path: Path) -> Iterator[Front]:
    holes = {"SAS_UPSTREAM": upstream, "SAS_TLS": str(ours.folder)}
    hosts = {"SAS_HOST": "sas.example", "SAS_MTLS_HOST": "programmes.sas.example", "SAS_PROXY_SECRET": fhir.PROOF}
    with nginx.running(binary, tmp_path, **holes, **hosts) as (public, programs):
        yield Front(ours, public, programs)


def test_who_is_let_in_by_certificate(front: Front, tmp_path: Path) -> None:
    stranger = Authority(tmp_path / "stranger")
    stranger.certificate("good", subject=GOOD)
    fhir_json = "application/fhir+json"
    assert told(front.post("good")) == (400, fhir_json, "structure")  # let in, and what he says is no appointment
    for client in ("other-name", "other-unit"):
        assert (client, told(front.post(client))) == (client, (401, fhir_json, "login"))
    for client in ("revoked", "expired", ""):
        assert (client, told(front.post(client))) == (client, (401, fhir_json, "login"))
    assert told(front.post("good", by=stranger)) == (401, fhir_json, "login")
    log = (tmp_path / "sas.fhir.log").read_text()
    assert "CN=agenda.vert.example" in log and "FAILED:certificate revoked" in log
    assert "FAILED:certificate has expired" in log
    assert not Appointment.objects.exists()


def test_a_header_that_the_caller_writes_is_never_believed(front: Front) -> None:
    good = (front.ours.folder / "good.pem").read_text()
    forged = {"X-Client-Certificate": quote(good), "X-Proxy-Secret": fhir.PROOF}
    assert told(front.post(port=front.public, **forged))[0] == 401
    assert told(front.post("good", port=front.public, **forged))[0] == 401
    assert told(front.post("other-name", **forged))[0] == 401
    assert told(front.post("good", **{"X-Client-Certificate": "n'importe quoi"}))[0] == 400


@pytest.mark.parametrize(("identifier", "client", "status", "logged"), KIT, ids=[one[0] for one in KIT])
def test_who_reads_by_certificate(
    front: Front, tmp_path: Path, *, identifier: str, client: str, status: int, logged: str
) -> None:
    """The State's kit, which searches. Its certificate is that of a reader: who only reports may not."""
    Editor.objects.update(client_cn="", client_ou="")
    named = {"common_name": "agenda.vert.example", "unit": "318751275100020"}
    operations.open_client(actor=Actor.SYSTEM, draft=ClientDraft(name="Région", **named), now=timezone.now())
    answer = front.search(client)
    kind = "Bundle" if status == 200 else "OperationOutcome"
    assert (identifier, answer.status_code, answer.json()["resourceType"]) == (identifier, status, kind)
    assert written(tmp_path / "sas.fhir.log").endswith(logged)


@pytest.mark.parametrize("version", greetings.OLD)
def test_tls_version_test_old_versions_are_refused(front: Front, version: str) -> None:
    for port in (front.public, front.programs):
        assert greetings.answered(port, version) in {greetings.ALERT, 0}


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_version_test_versions_of_today_are_spoken(front: Front, version: ssl.TLSVersion) -> None:
    context = ssl.create_default_context(cafile=str(front.ours.folder / "ca.pem"))
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(front.ours.folder / "good.pem", front.ours.folder / "good.key")
    with httpx.Client(verify=context) as line:
        for port in (front.public, front.programs):
            assert line.get(f"https://127.0.0.1:{port}/fhir/metadata").status_code == 200


def test_only_fhir_is_there_for_programs_and_all_is_there_for_people(front: Front) -> None:
    context = ssl.create_default_context(cafile=str(front.ours.folder / "ca.pem"))
    with httpx.Client(verify=context) as line:
        base = f"https://127.0.0.1:{front.public}"
        assert line.get(f"{base}/connexion").status_code == 200
        assert line.get(f"{base}/fhir/metadata").json()["resourceType"] == "CapabilityStatement"
    context.load_cert_chain(front.ours.folder / "good.pem", front.ours.folder / "good.key")
    with httpx.Client(verify=context) as line:
        base = f"https://127.0.0.1:{front.programs}"
        assert told(line.get(f"{base}/connexion"))[::2] == (404, "not-found")
        assert line.get(f"{base}/fhir/metadata").json()["resourceType"] == "CapabilityStatement"
        kind = {"Content-Type": "application/fhir+json"}
        for size in (70_000, 2_000_000):
            body = json.dumps({"resourceType": "Appointment", "comment": "x" * size}).encode()
            assert told(line.post(f"{base}/fhir/Appointment", content=body, headers=kind))[::2] == (413, "too-long")


def test_what_a_visitor_reads_when_the_platform_cannot_answer(binary: str, ours: Authority, tmp_path: Path) -> None:
    holes = {"SAS_UPSTREAM": f"127.0.0.1:{free_port()}", "SAS_TLS": str(ours.folder), "SAS_PROXY_SECRET": fhir.PROOF}
    hosts = {"SAS_HOST": "sas.example", "SAS_MTLS_HOST": "programmes.sas.example"}
    context = ssl.create_default_context(cafile=str(ours.folder / "ca.pem"))
    with nginx.running(binary, tmp_path, **holes, **hosts) as (public, _), httpx.Client(verify=context) as line:
        base = f"https://127.0.0.1:{public}"
        away = line.get(f"{base}/sas/recherche")
        too_long = line.post(f"{base}/aide/contact", content=b"x" * 21_000_000)
        style = line.get(f"{base}/hors-service/style.css")
    assert (away.status_code, too_long.status_code) == (503, 413)
    assert "La plateforme ne répond pas" in away.text
    assert "Envoi trop volumineux" in too_long.text
    assert style.headers["Content-Type"] == "text/css"
    for page in (away, too_long):
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
        assert set(re.findall(r'(?:href|src)="([^"]*)"', page.text)) == {"/hors-service/style.css"}


def test_what_nginx_answers_by_itself_is_held_as_pages_are(front: Front) -> None:
    """401 and 404 for programs, the page of an interruption, and too many tries at the address of tokens."""
    context = ssl.create_default_context(cafile=str(front.ours.folder / "ca.pem"))
    with httpx.Client(verify=context) as line:
        tokens = [line.post(f"https://127.0.0.1:{front.public}/fhir/token") for _ in range(25)]
        assert {one.status_code for one in tokens} == {400, 429}
        away = line.get(f"https://127.0.0.1:{front.public}/hors-service/503.html")
    context.load_cert_chain(front.ours.folder / "good.pem", front.ours.folder / "good.key")
    with httpx.Client(verify=context) as line:
        nowhere = line.get(f"https://127.0.0.1:{front.programs}/connexion")
    for answer in (tokens[-1], away, nowhere, front.post("other-name"), front.post()):
        told = answer.headers
        assert told["X-Content-Type-Options"] == "nosniff", answer
        assert "frame-ancestors 'none'" in told["Content-Security-Policy"], answer
    for answer in (tokens[-1], away, nowhere, front.post()):
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", answer
        assert answer.headers["Content-Type"].endswith("; charset=utf-8"), answer
