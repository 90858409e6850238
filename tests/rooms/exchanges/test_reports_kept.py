"""How long what editors said of an appointment is kept (F-270)."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from sas.actor import Actor
from sas.rooms.exchanges import operations, rules
from sas.rooms.exchanges.enums import Reception, ReportedStatus
from sas.rooms.exchanges.models import AppointmentVersion
from sas.rooms.exchanges.operations import AppointmentDraft, KeptAppointment
from tests.factories import fhir

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-270")]


def kept(editor_id: int, value: str, body: str, *, now: datetime) -> KeptAppointment:
    draft = AppointmentDraft(
        system=fhir.SYSTEM,
        value=value,
        status=ReportedStatus.BOOKED,
        start=now,
        end=now + timedelta(minutes=15),
        regulator=(fhir.TECHNICAL, "r"),
        professionals=(),
        body=body,
    )
    with transaction.atomic():
        return operations.keep_appointment(actor=Actor.SYSTEM, editor_id=editor_id, draft=draft, creates=False, now=now)


def left() -> list[tuple[str, str]]:
    rows = AppointmentVersion.objects.order_by("appointment__value", "number")
    return list(rows.values_list("appointment__value", "body"))


def test_what_a_later_report_replaced_goes_after_two_years_and_the_newest_stays(now: datetime) -> None:
    editor = fhir.editor_client(now=now)
    for value, bodies in (("a", "123"), ("b", "1")):
        for number, body in enumerate(bodies):
            kept(editor, value, body, now=now + timedelta(days=number))
    whole = [("a", "1"), ("a", "2"), ("a", "3"), ("b", "1")]
    assert operations.forget_reports(actor=Actor.SYSTEM, now=now + rules.VERSIONS_KEPT) == 0
    assert left() == whole
    assert operations.forget_reports(actor=Actor.SYSTEM, now=now + rules.VERSIONS_KEPT + timedelta(hours=1)) == 1
    assert left() == whole[1:]
    assert operations.forget_reports(actor=Actor.SYSTEM, now=now + 3 * rules.VERSIONS_KEPT) == 1
    assert left() == [("a", "3"), ("b", "1")]
    later = now + 3 * rules.VERSIONS_KEPT
    assert kept(editor, "a", "3", now=later).reception is Reception.REPEATED, "a replay is still told from a change"
    changed = kept(editor, "a", "4", now=later)
    assert (changed.reception, changed.version) == (Reception.UPDATED, 4)
