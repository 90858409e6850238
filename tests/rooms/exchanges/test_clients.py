"""Programs let in by whoever runs the host: `sas fhir-client` (ADR 39)."""

import re
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.exchanges import operations, queries
from sas.rooms.exchanges.models import FhirClient
from sas.rooms.exchanges.operations import ClientDraft
from sas.rooms.journal.models import AuditEntry
from tests.factories.editor_accounts import editor

pytestmark = [pytest.mark.django_db]


def told(*arguments: str) -> str:
    """What the command writes."""
    out = StringIO()
    call_command("fhir_client", *arguments, stdout=out)
    return out.getvalue()


def test_a_secret_is_told_once_and_kept_as_a_digest() -> None:
    said = told("LRM", "--secret")
    client_id, secret = (re.search(f"{name}.* : (.*)", said) for name in ("client_id", "client_secret"))
    assert client_id and secret
    asked = {"actor": Actor.NOBODY, "client_id": client_id[1]}
    found = queries.caller_of_secret(**asked, secret=secret[1])
    assert found is not None and (found.reads, found.system) == (True, "")
    assert queries.caller_of_secret(**asked, secret=f"{secret[1]}x") is None
    kept = FhirClient.objects.get()
    assert secret[1] not in str(vars(kept)) and secret[1] not in str(list(AuditEntry.objects.values()))
    assert told("LRM", "--close") == "Accès fermé.\n"
    assert queries.caller_of_secret(**asked, secret=secret[1]) is None


def test_a_certificate_is_one_client_s() -> None:
    named = ("--common-name", "region.example", "--unit", "318")
    assert "secret" not in told("Région", *named)
    asked = {"actor": Actor.NOBODY, "common_name": "region.example", "unit": "318"}
    found = queries.caller_of_certificate(**asked)
    assert found is not None and (found.reads, found.editor_id, found.system) == (True, None, "")
    assert queries.caller_of_certificate(**asked | {"unit": "319"}) is None
    assert queries.caller_of_certificate(actor=Actor.NOBODY, common_name="", unit="") is None
    both = editor(client_cn="region.example", client_ou="318", appointment_system="urn:oid:1.2.3")
    found = queries.caller_of_certificate(**asked)
    assert found is not None and (found.reads, found.editor_id, found.system) == (True, both, "urn:oid:1.2.3")
    for wrong in (("Autre", *named), ("Autre", *named[:2]), ("Autre",), ("Autre", "--close")):
        with pytest.raises(CommandError):
            told(*wrong)
    assert FhirClient.objects.count() == 1


def test_only_administrators_and_the_platform_let_programs_in(now: datetime) -> None:
    for role in set(Role) - {Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL}:
        somebody = Actor(user_id=1, roles=frozenset({role}))
        with pytest.raises(Refused):
            operations.open_client(actor=somebody, draft=ClientDraft("LRM", with_secret=True), now=now)
        with pytest.raises(Refused):
            operations.close_client(actor=somebody, name="LRM", now=now)
