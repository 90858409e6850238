"""Each orientation, and each change of it, is told to the software of its regulator's territories (F-189)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.adapters.hubsante import protocol
from sas.adapters.hubsante.values import Report
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Place, Professional
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation
from sas.rooms.orientation.operations import orienting
from tests.adapters.hubsante.models import faults
from tests.factories import associations, care
from tests.factories.exchanges import told_lrm
from tests.rooms.orientation.conftest import TODAY, Scene

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-189")]
RPPS = "810000000017"


@pytest.fixture(autouse=True)
def hub(settings: Any) -> None:
    settings.HUB_URL, settings.HUB_CLIENT_ID = "amqps://hub.example/15-15", "fr.health.test.ptfsas"


@pytest.fixture
def lrm(scene: Scene, now: datetime) -> int:
    """The software of the scene's territory; the doctor has an RPPS number."""
    Professional.objects.filter(id=scene.place.professional_id).update(national_id=RPPS)
    return told_lrm(scene.territory, now=now)


def oriented(scene: Scene, now: datetime) -> int:
    made = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    assert made.orientation_id
    return made.orientation_id


def told() -> list[tuple[bool, str, str]]:
    """Of each message, in order: whether it creates, its status as shown and as sent."""
    rows = LrmMessage.objects.order_by("id").values_list("creates", "status", "content")
    return [(creates, status, content["status"]) for creates, status, content in rows]


def fits(message: LrmMessage) -> bool:
    """Whether the schemas of the Hub accept it."""
    method = "CreateAppointment" if message.creates else "UpdateAppointment"
    appointment = {"method": method, **message.content}
    at = message.created_at
    body = protocol.report(Report("fr.health.ptfsas_1", "fr.health.ptfsas", message.recipient, at, at, appointment))
    return faults(body) == []


def test_a_doctor_is_told_as_the_hub_wants_it(scene: Scene, lrm: int, now: datetime) -> None:
    User.objects.filter(id=scene.regulator.user_id).update(cpx_number="3620100057/70326SR")
    oriented(scene, now)
    message = LrmMessage.objects.get()
    author = User.objects.get(id=scene.regulator.user_id)
    nos = "https://mos.esante.gouv.fr/NOS"
    assert message.content.pop("appointmentId")
    assert message.content == {
        "created": "2026-11-23T09:00:00+01:00",
        "status": "booked",
        "orientationCategory": "PS",
        "start": "2026-11-23T14:00:00+01:00",
        "end": "2026-11-23T16:00:00+01:00",
        "practitioner": {
            "rppsId": RPPS,
            "lastName": "MARTIN",
            "firstName": "Claire",
            "specialityCode": "SM54",
            "specialityUrl": f"{nos}/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale",
            "professionCode": "10",
            "professionUrl": f"{nos}/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante",
        },
        "regulator": {
            "regulatorId": "3620100057/70326SR",
            "regulatorName": author.family_name,
            "regulatorFirstname": author.given_name,
            "regulatorEmail": author.email,
        },
    }
    assert (message.lrm_id, message.recipient) == (lrm, "fr.health.samu350")


def test_each_move_is_told_in_order_under_one_appointment(scene: Scene, lrm: int, now: datetime) -> None:
    first, second, third = (oriented(scene, now) for _ in range(3))
    operations.cancel(actor=scene.regulator, orientation_id=first, now=now)
    operations.decline(actor=scene.owner, orientation_id=second, reason="Absence", now=now)
    begun = now + timedelta(hours=6)
    for honoured in (True, False):
        operations.mark(actor=scene.owner, orientation_id=third, honoured=honoured, now=begun)
    moves = ["cancelled", "cancelled", "fulfilled", "noshow"]
    assert told() == [(True, "booked", "booked")] * 3 + [(False, move, move) for move in moves]
    messages = list(LrmMessage.objects.order_by("id"))
    appointments = [message.content["appointmentId"] for message in messages]
    assert appointments == [appointments[at] for at in (0, 1, 2, 0, 1, 2, 2)] and len(set(appointments)) == 3
    assert len({message.identity for message in messages}) == 7 and all(fits(message) for message in messages)
    assert "Absence" not in str([message.content for message in messages])


@pytest.mark.usefixtures("lrm")
@pytest.mark.parametrize(("kind", "category"), [("cds", "CDS"), ("msp", "MSP"), ("cpts", "CPTS"), ("sos", "SOS")])
def test_a_structure_is_told_then_its_member_once_named(scene: Scene, now: datetime, kind: str, category: str) -> None:
    house = associations.house(kind)
    made = associations.sent(house.place, author=scene.regulator, start=now)
    take_from(scene, made)
    Professional.objects.filter(id=house.member.id).update(national_id="810000000025")
    operations.name_member(actor=house.manager, orientation_id=made, professional_id=house.member.id, now=now)
    operations.name_member(actor=house.manager, orientation_id=made, professional_id=house.member.id, now=now)
    message = LrmMessage.objects.get()
    assert message.content["orientationCategory"] == category
    assert message.content["organization"] == {
        "organizationId": f"1{house.structure.finess}",
        "name": house.structure.name,
    }
    assert message.content["practitioner"]["rppsId"] == "810000000025"
    assert "end" not in message.content and not message.creates and fits(message)


def take_from(scene: Scene, orientation_id: int) -> None:
    """As if a regulator of the scene's territory had made it."""
    Orientation.objects.filter(id=orientation_id).update(author_territories=[scene.territory])


def test_somebody_without_rpps_number_is_told_by_the_establishment(scene: Scene, lrm: int, now: datetime) -> None:
    Professional.objects.filter(id=scene.place.professional_id).update(national_id="0359312345")
    Place.objects.filter(id=scene.place.id).update(site_finess="350000741", site_name="CABINET DES LILAS")
    oriented(scene, now)
    message = LrmMessage.objects.get()
    assert "practitioner" not in message.content and fits(message)
    assert message.content["organization"] == {"organizationId": "1350000741", "name": "CABINET DES LILAS"}


def test_overseas_hours_have_the_offset_of_the_place(scene: Scene, lrm: int, now: datetime) -> None:
    place = care.doctor_place(commune="97411", zone="Indian/Reunion")
    slot = care.published(place=place, owner=care.keeper(place), day=TODAY, now=now)
    made = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=slot, day=TODAY, modality=None, now=now)
    assert made.orientation_id
    assert LrmMessage.objects.get().content["start"] == "2026-11-23T14:00:00+04:00"


def test_the_softwares_of_the_authors_territories_are_told_and_no_other(scene: Scene, lrm: int, now: datetime) -> None:
    second, other = care.territory(departements=("22",)), care.territory(departements=("44",))
    also = told_lrm(second, hub_name="fr.health.samu220", now=now)
    told_lrm(other, hub_name="fr.health.samu440", now=now)
    told_lrm(second, hub_name="", now=now)
    actor = care.regulator(scene.territory, second)
    operations.orient(actor=actor, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    assert sorted(LrmMessage.objects.values_list("lrm_id", flat=True)) == sorted([lrm, also])


def test_a_refused_orientation_tells_nobody(scene: Scene, lrm: int, now: datetime) -> None:
    for _ in range(3):
        oriented(scene, now)
    full = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    assert full.refusal == "full" and LrmMessage.objects.count() == 3


def test_a_model_that_has_no_regulator_is_not_given_one(scene: Scene, lrm: int, now: datetime, settings: Any) -> None:
    settings.HUB_REGULATOR = False
    oriented(scene, now)
    assert "regulator" not in LrmMessage.objects.get().content


def test_without_a_hub_or_a_software_an_orientation_asks_and_writes_nothing_more(
    scene: Scene, now: datetime, settings: Any
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            oriented(scene, now)
        return len([one for one in questions.captured_queries if "exchanges" in one["sql"] or "_lrm" in one["sql"]])

    assert asked() == 1
    settings.HUB_URL = ""
    assert asked() == LrmMessage.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_message_exists_exactly_when_the_orientation_does(
    scene: Scene, lrm: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told_then_broken(*given: Any, **named: Any) -> None:
        plain(*given, **named)
        raise ConnectionError

    plain = orienting.tell_lrms
    monkeypatch.setattr(orienting, "tell_lrms", told_then_broken)
    with pytest.raises(ConnectionError):
        oriented(scene, now)
    assert Orientation.objects.count() == LrmMessage.objects.count() == 0
    monkeypatch.setattr(orienting, "tell_lrms", plain)
    oriented(scene, now)
    assert Orientation.objects.count() == LrmMessage.objects.count() == 1
