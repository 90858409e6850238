"""What an editor reports, and what becomes of the orientation (F-188): made, found, moved, refused."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts.models import User
from sas.rooms.availability.models import TakenPlaces
from sas.rooms.directory.models import Editor, Place, Professional
from sas.rooms.editors.enums import Query
from sas.rooms.editors.models import EditorReading
from sas.rooms.exchanges.enums import Reception, ReportedStatus
from sas.rooms.exchanges.models import Appointment, LrmMessage
from sas.rooms.exchanges.operations import AppointmentDraft
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.enums import TRANSITIONS, OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent
from sas.rooms.orientation.rules import REPORTED
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care, fhir
from tests.factories.exchanges import told_lrm
from tests.rooms.orientation.conftest import TODAY, Scene

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-188")]
OTHER = "3800000009/2"
CARD, RPPS = "3456780581/11242343", "810000000017"


@pytest.fixture(autouse=True)
def known(scene: Scene, settings: Any, now: datetime) -> None:
    """The editor, the regulator's card, the doctor's number, and a software that is told."""
    settings.HUB_URL, settings.HUB_CLIENT_ID = "amqps://hub.example/15-15", "fr.health.test.ptfsas"
    fhir.editor_client(now=now)
    User.objects.filter(id=scene.regulator.user_id).update(cpx_number=CARD)
    Professional.objects.filter(id=scene.place.professional_id).update(national_id=RPPS)
    told_lrm(scene.territory, now=now)


def report(status: str = "booked", *, start: datetime, now: datetime, minutes: int = 15, **facts: Any) -> Any:
    """Received as the newest of the appointment « a »."""
    told = {"regulator": (fhir.NATIONAL, CARD), "professionals": (RPPS,), "value": "a"} | facts
    lasts = {"start": start, "end": start + timedelta(minutes=minutes)}
    body = f"{status} {lasts} {told}"
    draft = AppointmentDraft(system=fhir.SYSTEM, status=ReportedStatus(status), body=body, **lasts, **told)
    editor = Editor.objects.get(name="Agenda Vert").id
    return operations.receive_appointment(actor=Actor.SYSTEM, editor_id=editor, draft=draft, creates=False, now=now)


def story() -> list[str]:
    return list(OrientationEvent.objects.order_by("id").values_list("state", flat=True))


def told() -> list[tuple[bool, str]]:
    return list(LrmMessage.objects.order_by("id").values_list("creates", "status"))


def test_an_appointment_becomes_an_orientation_of_its_regulator(scene: Scene, now: datetime) -> None:
    start = now + timedelta(hours=3)
    kept = report(start=start, now=now)
    made = Orientation.objects.get()
    assert (made.kind, made.place_id, made.slot_id, made.author_id) == (
        4,
        scene.place.id,
        None,
        scene.regulator.user_id,
    )
    assert (made.start, made.end - made.start, made.author_territories) == (
        start,
        timedelta(minutes=15),
        [scene.territory],
    )
    assert (kept.reception, told(), story()) == (Reception.CREATED, [(True, "booked")], ["oriented"])
    trace = AuditEntry.objects.get(verb="receive_appointment")
    editor = Editor.objects.get().id
    assert trace.details == {"editor": editor, "version": 1, "orientation": made.id}
    counted = queries.addressed(
        actor=Actor.SYSTEM, first_day=TODAY, last_day=TODAY, professional_ids=[scene.place.professional_id or 0]
    )
    assert [(one.kind, one.state) for one in counted] == [(OrientationKind.EDITOR, OrientationState.ORIENTED)]
    assert not OutgoingMail.objects.exists()


def test_it_follows_the_orientation_that_the_regulator_made_for_this_doctor_at_this_hour(
    scene: Scene, now: datetime
) -> None:
    made = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    within = now + timedelta(hours=6)  # the plage is from 14:00 to 16:00, this is 15:00
    report(start=within, now=now)
    found = Orientation.objects.get()
    assert (found.id, found.reported.appointment_id) == (made.orientation_id, Appointment.objects.get().id)
    report("fulfilled", start=within, now=within)
    assert Orientation.objects.get().state == OrientationState.HONOURED
    assert Orientation.objects.get().start == now + timedelta(hours=5)
    assert told() == [(True, "booked"), (False, "fulfilled")]


def test_a_place_of_the_agenda_is_given_back_when_its_editor_cancels(scene: Scene, now: datetime) -> None:
    operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    report(start=now + timedelta(hours=5), now=now)
    assert TakenPlaces.objects.get().taken == 1
    report("cancelled", start=now + timedelta(hours=5), now=now)
    assert (TakenPlaces.objects.get().taken, Orientation.objects.get().state) == (0, "cancelled")


@pytest.mark.parametrize(("hours", "who"), [(4, CARD), (7, CARD), (5, OTHER)], ids=["before", "after", "other"])
def test_another_hour_or_regulator_makes_another_orientation(scene: Scene, now: datetime, hours: int, who: str) -> None:
    operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    User.objects.filter(id=care.regulator(scene.territory).user_id).update(cpx_number=OTHER)
    report(start=now + timedelta(hours=hours), now=now, regulator=(fhir.NATIONAL, who))
    assert Orientation.objects.count() == 2


def test_two_appointments_never_follow_one_orientation(scene: Scene, now: datetime) -> None:
    operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    for value in ("a", "b"):
        report(start=now + timedelta(hours=5), now=now, value=value)
    assert set(Orientation.objects.values_list("kind", "reported__appointment__value")) == {(1, "a"), (4, "b")}


@pytest.mark.parametrize("first", ["booked", "fulfilled", "noshow", "cancelled"])
@pytest.mark.parametrize("then", ReportedStatus.values)
def test_states_follow_the_table_and_nothing_else(scene: Scene, now: datetime, first: str, then: str) -> None:
    start = now - timedelta(hours=1)
    report(start=start, now=now)
    if first != "booked":
        report(first, start=start, now=now)
    before, to = REPORTED[ReportedStatus(first)], REPORTED[ReportedStatus(then)]
    if to is before or to in TRANSITIONS[before]:
        report(then, start=start, now=now, minutes=20)
        assert Orientation.objects.get().state == to
    else:
        versions = Appointment.objects.get().version
        with pytest.raises(Impossible) as refused:
            report(then, start=start, now=now, minutes=20)
        assert (refused.value.field, Orientation.objects.get().state) == ("status", before)
        assert Appointment.objects.get().version == versions


def test_a_mark_is_not_corrected_for_ever(scene: Scene, now: datetime) -> None:
    report(start=now, now=now)
    report("noshow", start=now, now=now)
    report("fulfilled", start=now, now=now + timedelta(days=29))
    with pytest.raises(Impossible):
        report("noshow", start=now, now=now + timedelta(days=31), minutes=16)


def test_hour_and_doctor_change_with_the_appointment(scene: Scene, now: datetime) -> None:
    start, other = now + timedelta(hours=3), care.doctor_place()
    Professional.objects.filter(id=other.professional_id).update(national_id="810000000025")
    report(start=start, now=now)
    report(start=start + timedelta(days=1), now=now)
    moved = Orientation.objects.get()
    assert (moved.start, moved.day) == (start + timedelta(days=1), TODAY + timedelta(days=1))
    report(start=start, now=now, professionals=("810000000025",))
    assert (Orientation.objects.get().place_id, Orientation.objects.get().day) == (other.id, TODAY)
    assert told() == [(True, "booked"), (False, "booked"), (False, "booked")]
    assert story() == ["oriented"]


def test_a_doctor_who_is_not_known_yet_is_waited_for(scene: Scene, now: datetime) -> None:
    start = now + timedelta(hours=1)
    report(start=start, now=now, professionals=())
    report(start=start, now=now, professionals=("810009999999",))
    assert (Orientation.objects.count(), Appointment.objects.get().version) == (0, 2)
    report(start=start, now=now)
    assert (Orientation.objects.get().place_id, told()) == (scene.place.id, [(True, "booked")])


def test_what_was_cancelled_before_it_was_known_makes_no_orientation(scene: Scene, now: datetime) -> None:
    report("cancelled", start=now + timedelta(hours=1), now=now)
    assert (Orientation.objects.count(), told(), Appointment.objects.get().status) == (0, [], "cancelled")
    with pytest.raises(Impossible) as refused:
        report(start=now + timedelta(hours=1), now=now)
    assert (refused.value.field, Orientation.objects.count(), Appointment.objects.get().version) == ("status", 0, 1)


def test_of_several_places_one_of_the_regulators_territories_is_taken(scene: Scene, now: datetime) -> None:
    far = care.doctor_place(commune="29232")
    Place.objects.filter(id=far.id).update(professional_id=scene.place.professional_id)
    Place.objects.filter(id=scene.place.id).update(departement_id="29")
    Place.objects.filter(id=far.id).update(departement_id="35")
    report(start=now, now=now)
    assert Orientation.objects.get().place_id == far.id


def test_a_regulator_whose_account_was_closed_stops_nothing_under_way(scene: Scene, now: datetime) -> None:
    report(start=now + timedelta(hours=1), now=now)
    User.objects.filter(cpx_number=CARD).update(cpx_number="", roles=[])
    report("cancelled", start=now + timedelta(hours=1), now=now)
    assert Orientation.objects.get().state == OrientationState.CANCELLED


def test_it_is_cancelled_or_declined_in_the_editors_software_only(scene: Scene, now: datetime) -> None:
    report(start=now + timedelta(hours=1), now=now)
    made = Orientation.objects.get().id
    with pytest.raises(Impossible, match="éditeur"):
        operations.cancel(actor=scene.regulator, orientation_id=made, now=now)
    with pytest.raises(Impossible, match="éditeur"):
        operations.decline(actor=scene.owner, orientation_id=made, reason="absent", now=now)
    (shown,) = queries.mine(actor=scene.regulator, page=1).items
    assert (shown.may_cancel, shown.may_decline, shown.en_sus) == (False, False, False)
    operations.mark(actor=scene.owner, orientation_id=made, honoured=True, now=now + timedelta(hours=2))
    assert Orientation.objects.get().state == OrientationState.HONOURED


def test_the_editor_that_reports_is_asked_again_for_the_slots_of_the_doctor(scene: Scene, now: datetime) -> None:
    editor = Editor.objects.get(name="Agenda Vert").id
    due = now + timedelta(hours=1)
    about = {"professional_id": scene.place.professional_id, "identifier": RPPS, "kind": Query.PRACTITIONERS}
    reading = EditorReading.objects.create(editor_id=editor, due_at=due, answered_at=now, **about)
    for at in (now, now + timedelta(minutes=1)):
        report(start=now + timedelta(hours=3), now=at)
        reading.refresh_from_db()
        assert reading.due_at == now, "the same report again asks nothing"
