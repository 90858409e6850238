"""Who reads: by a token given for a secret, or by a certificate; never a certificate of an editor that only reports."""

from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from sas.actor import Actor
from sas.rooms.exchanges import operations
from sas.rooms.exchanges.models import FhirClient
from sas.web.api.fhir import callers
from tests.factories import fhir
from tests.web.api.fhir.scene import Reading, token

pytestmark = [pytest.mark.django_db]


def test_only_a_program_that_may_read_reads(reading: Reading, settings: Any) -> None:
    settings.FHIR_PROXY_SECRET = fhir.PROOF
    fhir.editor_client(now=reading.now)
    path = f"/fhir/Schedule/{reading.place.id}"
    assert Client().get(path).status_code == 401
    assert Client(headers={"Authorization": f"{reading.bearer}x"}).get(path).status_code == 401
    assert Client(headers=fhir.behind_proxy()).get(path).status_code == 403
    assert reading.client.post("/fhir/Appointment", b"{}", content_type="application/json").status_code == 401
    assert reading.client.get(path).status_code == 200


def test_a_token_ends_with_its_quarter_of_an_hour_its_client_and_its_secret(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/fhir/Schedule/{reading.place.id}"
    kept = FhirClient.objects.get()
    FhirClient.objects.update(secret_digest="f" * 64)
    assert reading.client.get(path).status_code == 401
    FhirClient.objects.update(secret_digest=kept.secret_digest)
    assert reading.client.get(path).status_code == 200
    monkeypatch.setattr(callers, "TOKEN_SECONDS", -1)
    made = fhir.reader("Autre", now=reading.now)
    expired = token(made.client_id, made.secret).json()["access_token"]
    assert Client(headers={"Authorization": f"Bearer {expired}"}).get(path).status_code == 401
    operations.close_client(actor=Actor.SYSTEM, name=kept.name, now=reading.now)
    assert reading.client.get(path).status_code == 401


def test_a_token_is_given_for_the_right_secret_alone(reading: Reading) -> None:
    made = fhir.reader("Autre", now=reading.now)
    pair = b64encode(f"{made.client_id}:{made.secret}".encode()).decode()
    basic = {"Authorization": f"Basic {pair}"}
    given = Client().post("/fhir/token", {"grant_type": "client_credentials"}, headers=basic)
    assert (given.status_code, given.json()["token_type"], given.json()["expires_in"]) == (200, "Bearer", 900)
    assert given["Cache-Control"] == "no-store"
    for client_id, secret in ((made.client_id, "faux"), ("inconnu", made.secret), (made.client_id, ""), ("\0", "x")):
        refused = token(client_id, secret)
        assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})
    wrong = token(made.client_id, made.secret, grant_type="password")
    assert (wrong.status_code, wrong.json()) == (400, {"error": "unsupported_grant_type"})
    broken = Client().post("/fhir/token", {"grant_type": "client_credentials"}, headers={"Authorization": "Basic é"})
    assert broken.status_code == 401


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=latin-1", b"grant_type=client_credentials"),
        ('multipart/form-data; boundary="\u00e9"', b"--x--"),
        ("multipart/form-data", b"--x--"),
    ],
)
def test_a_form_that_cannot_be_read_is_the_callers_fault(reading: Reading, kind: str, body: bytes) -> None:
    answer = Client().post("/fhir/token", body, content_type=kind)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
