"""The words of the Hub Santé: reports that its schemas accept, answers read whatever they hold."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.adapters.hubsante import protocol
from sas.adapters.hubsante.protocol import Unreadable
from sas.adapters.hubsante.values import Answer, Report
from tests.adapters.hubsante.models import faults, inside, sample

ME, THEM = "fr.health.ptfsas", "fr.health.samu350"
SENT = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)
APPOINTMENT = {
    "method": "CreateAppointment",
    "appointmentId": "2d2db05f-e2b0-4169-be8f-891806da2c74",
    "created": "2026-11-23T09:00:00+01:00",
    "start": "2026-11-23T14:00:00+01:00",
    "status": "booked",
    "regulator": {"regulatorName": "LE GOFF", "regulatorFirstname": "Éloïse", "regulatorEmail": "e@sas.example"},
}
REPORT = Report(f"{ME}_1", ME, THEM, SENT, SENT + timedelta(days=1), APPOINTMENT)


@pytest.mark.shows("F-189")
def test_a_report_is_what_the_schemas_and_the_guide_ask() -> None:
    body = protocol.report(REPORT)
    assert faults(body) == []
    envelope = json.loads(body)
    message = inside(envelope)
    assert envelope["distributionID"] == message["messageId"] == f"{ME}_1"
    assert envelope["senderID"] == message["sender"]["name"] == ME and message["sender"]["URI"] == f"hubex:{ME}"
    assert envelope["dateTimeSent"] == message["sentAt"] == "2026-11-23T09:00:00+01:00"
    assert envelope["dateTimeExpires"] == "2026-11-24T09:00:00+01:00"
    address = {"explicitAddressScheme": "hubex", "explicitAddressValue": THEM}
    assert envelope["descriptor"] == {"language": "fr-FR", "explicitAddress": address}
    assert message["recipient"] == [{"name": THEM, "URI": f"hubex:{THEM}"}]
    assert (message["kind"], message["status"]) == ("Report", "Actual")
    guide = json.loads(sample("ig-report"))
    assert set(guide) == set(envelope) and set(inside(guide)) == set(message)


def test_the_schemas_do_refuse() -> None:
    assert any("'regulator' is a required property" in fault for fault in faults(sample("ig-report")))
    wrong = {**APPOINTMENT, "start": "2026-11-23T14:00:00Z", "patient": "…"}
    assert len(faults(protocol.report(replace(REPORT, appointment=wrong)))) == 2


def test_summer_has_its_own_offset() -> None:
    assert protocol.instant(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == "2026-07-01T10:00:00+02:00"


def test_the_messages_of_the_guide_are_read() -> None:
    assert faults(sample("ig-ack")) == []
    assert {fault.split(":")[0] for fault in faults(sample("ig-error-hub"))} == {
        "RC-DE"
    }  # the Hub's own have no header
    ack = protocol.answer(sample("ig-ack"))
    assert ack == Answer("fr.health.samu330", "fr.health.ptfsas_30c8e00d-68b2-4092-a4f2-a9cb19b416e9", refused=False)
    error = protocol.answer(sample("ig-error-hub"))
    about = "fr.health.ptfsas_c461338a-97ea-41e5-b9fa-af87840890ff"
    assert error == Answer("fr.health.hub", about, refused=True, code=300)


@pytest.mark.parametrize(
    ("reference", "refused", "step"),
    [
        ({"step": "INTEGRE"}, False, "INTEGRE"),
        ({"step": "ERREUR"}, True, "ERREUR"),
        ({"refused": True}, True, ""),
        ({"refused": False, "step": "inconnu"}, False, ""),
    ],
)
def test_an_acknowledgement_says_how_far_it_went(reference: dict[str, Any], refused: bool, step: str) -> None:
    told = json.loads(sample("ig-ack"))
    inside(told)["reference"] |= reference
    answer = protocol.answer(json.dumps(told).encode())
    assert (answer.refused, answer.step) == (refused, step)


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[]", b"7", b"{}", b'{"distributionKind": "Ack"}', b"[" * 100_000, b" " * 1_000_001]
)
def test_what_is_no_answer_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        protocol.answer(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(name=st.sampled_from(["ig-ack", "ig-error-hub"]), path=st.integers(0, 30), value=JSON)
def test_a_bent_answer_is_read_or_unreadable(name: str, path: int, value: Any) -> None:
    """Any one place of an answer may hold anything."""
    told = json.loads(sample(name))
    places = list(_places(told))
    holder, key = places[path % len(places)]
    holder[key] = value
    try:
        protocol.answer(json.dumps(told).encode())
    except Unreadable:
        return


def _places(node: Any) -> Any:
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])
