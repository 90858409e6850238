"""Appointments that editors report: POST and PUT Appointment, and every way in which they are refused."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from sas.actor import Actor
from sas.rooms.accounts.models import CardIdentity, RegulatorIdentity, User
from sas.rooms.directory.models import Editor
from sas.rooms.exchanges import operations
from sas.rooms.exchanges.models import Appointment, AppointmentVersion
from sas.rooms.exchanges.operations import ClientDraft
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation.models import Orientation
from sas.rooms.orientation.operations import confirming
from sas.web.api.fhir import reports
from tests.factories import fhir
from tests.web.api.fhir.conftest import CARD, Booking

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-188")]
EXAMPLE = Path(__file__).with_name("examples") / "Appointment-1.json"
PATH = "/fhir/Appointment"
SITE = "http://127.0.0.1:8000"
QUERIES = ("", f"?Identifier={fhir.SYSTEM}|rdv-1", "?identifier=urn%3Aoid%3A1.1.111.1.11.1.1.1%7Crdv-1")
NO_APPOINTMENTS = (
    b" ",
    b"{",
    b"[]",
    b"null",
    b'{"resourceType":"Patient"}',
    b'{"resourceType":"Appointment","start":3}',
    b"[" * 60_000,
    b"\xff",
)


def put(body: Any, *, by: str = "Agenda Vert", where: str = f"{PATH}?identifier={fhir.SYSTEM}|rdv-1") -> Any:
    return fhir.sent("PUT", where, body, by=by)


def post(body: Any, **more: Any) -> Any:
    return fhir.sent("POST", PATH, body, **more)


def here(answer: Any) -> str:
    """The address that the answer gives, on this site."""
    return str(answer["Location"]).removeprefix(SITE)


def outcome(answer: Any, status: int, code: str) -> str:
    """Of a failure: its sentence, once its form is checked."""
    told = answer.json()
    assert (answer.status_code, told["resourceType"]) == (status, "OperationOutcome")
    assert (told["issue"][0]["severity"], told["issue"][0]["code"]) == ("error", code)
    assert answer["Content-Type"] == "application/fhir+json; charset=utf-8"
    return str(told["issue"][0]["diagnostics"])


def test_the_example_of_the_guide_is_received(booking: Booking) -> None:
    told = json.loads(EXAMPLE.read_text())
    told["participant"][0]["actor"]["identifier"]["value"] = booking.doctor
    answer = post(told)
    kept = Appointment.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"{SITE}{PATH}/{kept.identity}")
    made = Orientation.objects.get()
    assert (made.start, made.end) == (datetime(2022, 9, 4, 13, tzinfo=UTC), datetime(2022, 9, 4, 13, 15, tzinfo=UTC))
    body = AppointmentVersion.objects.get().body
    assert "div" not in body and json.loads(body)["created"] == "2022-09-04T10:00:00+01:00"


def test_a_replay_is_told_what_was_told_first(booking: Booking) -> None:
    first, again, other_order = post(booking.told()), post(booking.told()), put(dict(reversed(booking.told().items())))
    assert [one.status_code for one in (first, again, other_order)] == [201, 200, 200]
    assert first["Location"] == again["Location"] == other_order["Location"]
    assert (AppointmentVersion.objects.count(), Orientation.objects.count()) == (1, 1)


def test_a_second_appointment_under_a_known_identifier_is_a_duplicate(booking: Booking) -> None:
    post(booking.told())
    outcome(post(booking.told(status="fulfilled")), 422, "duplicate")
    assert AppointmentVersion.objects.count() == 1


def test_a_put_creates_what_is_not_known_and_changes_what_is(booking: Booking) -> None:
    later = booking.told(start=booking.start + timedelta(hours=1))
    created, changed = put(booking.told()), put(later)
    assert (created.status_code, changed.status_code, changed["ETag"]) == (201, 200, 'W/"2"')
    assert created["Location"] == changed["Location"]
    by_id = fhir.sent("PUT", here(changed), booking.told(status="cancelled"))
    assert (by_id.status_code, Orientation.objects.get().state) == (200, "cancelled")
    assert list(AppointmentVersion.objects.order_by("id").values_list("number", flat=True)) == [1, 2, 3]


def test_reports_out_of_order_bring_nothing_back(booking: Booking) -> None:
    """Counted as they come; what is over stays over, whether an orientation was made of it or not."""
    late = booking.told()
    assert put(booking.told(status="cancelled")).status_code == 201
    outcome(post(late), 422, "duplicate")
    outcome(put(late), 422, "business-rule")
    assert (Orientation.objects.count(), AppointmentVersion.objects.count()) == (0, 1)
    second = f"{PATH}?identifier={fhir.SYSTEM}|rdv-2"
    followed = [booking.told(value="rdv-2", status=one) for one in ("booked", "noshow", "fulfilled", "cancelled")]
    assert [put(one, where=second).status_code for one in followed[:3]] == [201, 200, 200]
    outcome(put(followed[0], where=second), 422, "business-rule")
    assert Orientation.objects.get().state == "fulfilled"
    outcome(put(followed[3], where=second), 422, "business-rule")
    assert put(followed[1], where=second).status_code == 200


@pytest.mark.parametrize("query", QUERIES)
def test_the_condition_may_be_spelt_otherwise_or_left_to_the_body(booking: Booking, query: str) -> None:
    assert put(booking.told(), where=PATH + query).status_code == 201


def test_a_condition_that_could_name_several_or_another_is_refused(booking: Booking) -> None:
    several = f"{PATH}?identifier={fhir.SYSTEM}|rdv-1,{fhir.SYSTEM}|rdv-2"
    outcome(put(booking.told(), where=several), 412, "multiple-matches")
    outcome(put(booking.told(), where=f"{PATH}?identifier=a|1&identifier=b|1"), 412, "multiple-matches")
    outcome(put(booking.told(), where=f"{PATH}?identifier={fhir.SYSTEM}|rdv-2"), 422, "business-rule")
    outcome(put(booking.told(), where=f"{PATH}?status=booked"), 400, "not-supported")
    assert not Appointment.objects.exists()


def test_an_editor_never_touches_the_appointments_of_another(booking: Booking, now: datetime) -> None:
    fhir.editor_client("Agenda Bleu", system="https://bleu.example/rdv", now=now)
    mine, its = post(booking.told()), post(booking.told(system="https://bleu.example/rdv"), by="Agenda Bleu")
    assert (mine.status_code, its.status_code) == (201, 201)
    where = here(mine)
    changed = booking.told(status="cancelled")
    outcome(put(changed, by="Agenda Bleu"), 422, "business-rule")
    outcome(fhir.sent("PUT", where, changed, by="Agenda Bleu"), 404, "not-found")
    other = booking.told(value="rdv-2")
    outcome(fhir.sent("PUT", where, other), 422, "business-rule")
    assert set(Appointment.objects.values_list("status", "value")) == {("booked", "rdv-1")}


def test_a_regulator_is_known_by_the_number_of_the_platform_too(booking: Booking) -> None:
    number = uuid4()
    RegulatorIdentity.objects.create(user_id=booking.regulator.user_id or 0, technical_id=number)
    for value, status in ((str(uuid4()), 422), ("x", 422), (str(number), 201)):
        who = {"identifier": fhir.identifier(fhir.TECHNICAL, value, "INTRN")}
        extension = [{"url": fhir.OPERATOR, "valueReference": who}]
        assert post(booking.told(extension=extension)).status_code == status
    assert Orientation.objects.get().author_id == booking.regulator.user_id


def test_a_regulator_is_known_by_the_card_that_signs_in(booking: Booking, now: datetime) -> None:
    known = {"issuer": "https://psc.example", "subject": "s", "national_id": "3800000001/card", "linked_at": now}
    CardIdentity.objects.create(user_id=booking.regulator.user_id or 0, **known)
    assert post(booking.told(regulator="3800000001/card")).status_code == 422
    CardIdentity.objects.update(national_id="3800000001/CARD")
    assert post(booking.told(regulator="3800000001/CARD")).status_code == 201
    assert Orientation.objects.get().author_id == booking.regulator.user_id


def test_a_system_that_passed_to_another_editor_gives_it_no_hold_on_what_was_reported(
    booking: Booking, now: datetime
) -> None:
    post(booking.told())
    Editor.objects.filter(name="Agenda Vert").update(appointment_system="")
    fhir.editor_client("Agenda Bleu", now=now)
    outcome(put(booking.told(status="cancelled"), by="Agenda Bleu"), 422, "duplicate")
    assert Appointment.objects.get().status == "booked"


def test_an_unknown_regulator_is_refused_and_nothing_is_kept(booking: Booking) -> None:
    outcome(post(booking.told(regulator="3000000000/1")), 422, "business-rule")
    User.objects.filter(cpx_number=CARD).update(roles=["effecteur"])
    outcome(post(booking.told()), 422, "business-rule")
    assert not Appointment.objects.exists() and not AuditEntry.objects.filter(verb="receive_appointment").exists()


WRONG: dict[str, Any] = {
    "identifier": [],
    "identifier ": [{"system": fhir.SYSTEM, "value": "a"}, {"system": fhir.SYSTEM, "value": "b"}],
    "identifier  ": [{"system": fhir.SYSTEM, "value": "\x00"}],
    "extension": [],
    "status": "arrived",
    "start": "2026-11-23T14:00:00",
    "start ": "2026-02-30T14:00:00Z",
    "end": "2026-11-23T09:00:00+01:00",
    "created": "hier",
    "participant": [],
    "participant ": [{"actor": {"reference": "Patient/1"}, "status": "accepted"}],
    "participant  ": [{"actor": {"identifier": {"system": "urn:oid:1.2.3", "value": "1"}}, "status": "accepted"}],
    "participant   ": [{"actor": {"identifier": {"system": fhir.NATIONAL, "value": "1"}}, "status": "accepted"}],
    "participant    ": [{"status": "tentative"}],
}


@pytest.mark.parametrize("element", WRONG)
def test_what_the_profile_does_not_allow_is_refused(booking: Booking, element: str) -> None:
    answer = post(booking.told() | {element.strip(): WRONG[element]})
    outcome(answer, 422, "business-rule")
    assert answer.json()["issue"][0]["expression"][0].startswith(f"Appointment.{element.strip()}")


@pytest.mark.parametrize("body", NO_APPOINTMENTS, ids=range(len(NO_APPOINTMENTS)))
def test_what_is_no_appointment_is_refused(booking: Booking, body: bytes) -> None:
    outcome(post(body), 400, "structure")


def test_other_media_types_sizes_and_methods_are_refused(booking: Booking) -> None:
    outcome(post(booking.told(), content_type="application/xml"), 415, "not-supported")
    outcome(post(booking.told(), content_type="application/json; charset=latin-1"), 415, "not-supported")
    outcome(post(b" " * 70_000), 413, "too-long")
    outcome(post(booking.told(), headers={"Accept": "application/fhir+xml"}), 406, "not-supported")
    refused = fhir.sent("DELETE", PATH, b"")
    outcome(refused, 405, "not-supported")
    assert refused["Allow"] == "POST, PUT"
    outcome(fhir.sent("GET", f"{PATH}/0c2f8a4e-5b1d-4f6a-9a53-7d0b5c3e9f11", b""), 405, "not-supported")
    outcome(fhir.sent("GET", "/fhir/Patient", b""), 404, "not-found")
    for kind in ("application/json", "application/json+fhir", "application/fhir+json; charset=UTF-8"):
        assert post(booking.told(), content_type=kind).status_code in {200, 201}


def test_a_certificate_is_believed_from_our_proxy_alone(booking: Booking, settings: Any, now: datetime) -> None:
    def answered(**headers: str) -> Any:
        body, kind = json.dumps(booking.told()), "application/json"
        return Client().generic("POST", PATH, body, content_type=kind, headers=headers)

    good = fhir.behind_proxy()
    outcome(answered(), 401, "login")
    outcome(answered(**{"X-Client-Certificate": good["X-Client-Certificate"]}), 401, "login")
    outcome(answered(**good | {"X-Proxy-Secret": "un autre"}), 401, "login")
    outcome(answered(**good | {"X-Client-Certificate": "CN=Agenda Vert"}), 401, "login")
    outcome(answered(**fhir.behind_proxy("Agenda Rouge")), 401, "login")
    outcome(answered(**fhir.behind_proxy(unit="Une autre unité")), 401, "login")
    outcome(answered(**fhir.behind_proxy(days=-1)), 401, "login")
    settings.FHIR_PROXY_SECRET = ""
    outcome(answered(**good | {"X-Proxy-Secret": ""}), 401, "login")
    assert not Appointment.objects.exists()


def test_two_secrets_of_the_proxy_are_believed_while_one_replaces_the_other(booking: Booking, settings: Any) -> None:
    other = "x" * 32
    settings.FHIR_PROXY_SECRET, settings.FHIR_PROXY_OTHER_SECRET = other, settings.FHIR_PROXY_SECRET
    headers = fhir.behind_proxy()
    for proof, status in ((headers["X-Proxy-Secret"], 201), (other, 200), ("y" * 32, 401)):
        body = json.dumps(booking.told())
        about = {"content_type": "application/fhir+json", "headers": headers | {"X-Proxy-Secret": proof}}
        assert Client().generic("POST", PATH, body, **about).status_code == status


def test_who_may_only_read_reports_nothing(booking: Booking, now: datetime) -> None:
    draft = ClientDraft(name="Région", common_name="Région", unit="Région")
    operations.open_client(actor=Actor.SYSTEM, draft=draft, now=now)
    outcome(post(booking.told(), by="Région"), 403, "forbidden")
    Editor.objects.update(appointment_system="")
    outcome(post(booking.told()), 403, "forbidden")
    Editor.objects.update(active=False)
    outcome(post(booking.told()), 401, "login")


def test_an_error_of_ours_is_an_outcome_too(booking: Booking, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**arguments: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reports.operations, "receive_appointment", broken)
    assert "ZeroDivision" not in outcome(post(booking.told()), 500, "exception")


def test_what_no_standby_confirms_is_to_be_sent_again_and_is_received_once(
    booking: Booking, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ORIENTATION_STANDBY_SECONDS, answers = 1, iter((True, False, True, True))
    monkeypatch.setattr(confirming, "_is_held", lambda *_, **__: next(answers))
    outcome(post(booking.told()), 503, "transient")
    assert post(booking.told()).status_code == 200
    assert Orientation.objects.count() == Appointment.objects.count() == 1
