"""What the editor simulator sends, judged by the guide's profiles; and the judge, which sees what is wrong."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from sas.adapters.editors import protocol
from sas.adapters.editors.values import Endpoint, Kind
from simulators.editor import bookings, people
from simulators.editor.web import EditorServer
from simulators.editor.world import times
from tests.conformance.test_examples import FILES, text
from tests.conformance.validator import problems
from tests.factories import editors
from tests.simulators.editor.test_regulators_kit import account, technical
from tests.simulators.editor.test_slots_kit import SETS

pytestmark = pytest.mark.long
Json = dict[str, Any]
CLIENT = httpx.Client(trust_env=False)
BUNDLES = {
    **{name: (kind, numbers) for name, (kind, numbers, _, _) in SETS.items()},
    "cpts, of one without": (Kind.CPTS, (people.ONE_PLACE,)),
    "sos": (Kind.SOS, (people.SOS, people.SOS_OF_ONE_POINT)),
    "nobody": (Kind.PRACTITIONERS, ("810000000999",)),
    "no cpts": (Kind.CPTS, ("810000000999",)),
    "no sos": (Kind.SOS, ("399999999999999",)),
}
Change = Callable[[Json], object]


@pytest.fixture(scope="module")
def server() -> Iterator[EditorServer]:
    from tests.conftest import NOW

    with editors.serving(editors.editor(NOW)) as one:
        yield one


@pytest.mark.parametrize("name", BUNDLES)
def test_slot_group_test02_a_bundle_is_of_its_profile(server: EditorServer, now: datetime, name: str) -> None:
    kind, numbers = BUNDLES[name]
    (asked,) = protocol.requests(kind, numbers, start=now, end=now + timedelta(days=2))
    bundle = CLIENT.get(protocol.address(Endpoint(1, f"{server.url}/fhir"), asked)).json()
    assert problems(bundle) == []
    for entry in bundle.get("entry", ()):
        assert (entry["resource"]["id"], problems(entry["resource"])) == (entry["resource"]["id"], [])
        for inside in entry["resource"].get("contained", ()):
            assert problems(inside) == []


@pytest.mark.parametrize("where", ["lieu-1", "point-1"])
@pytest.mark.parametrize("status", bookings.STATUSES)
def test_an_appointment_is_of_its_profile(now: datetime, where: str, status: str) -> None:
    editor = editors.editor(now)
    point = editor.world.point(where)
    assert point
    slot = next(times(point, now=now))
    holder = people.ONE_PLACE if where == "lieu-1" else ""
    taken = editor.bookings.take(slot, holder=holder, regulator=account(technical()), now=now)
    assert taken
    taken.status = status
    told = bookings.appointment(taken, system=bookings.SYSTEM)
    assert told["meta"]["profile"][0].endswith("FrAppointmentSAS" if holder else "sas-sos-appointment")
    assert problems(told) == []


@pytest.mark.parametrize("name", FILES)
def test_the_examples_are_of_their_profiles(name: str) -> None:
    """So that the judge refuses nothing that the guide publishes."""
    assert problems(json.loads(text(name))) == []


def without(element: str) -> Change:
    return lambda told: told.pop(element)


def twice(element: str) -> Change:
    return lambda told: told.update({element: told[element] * 2})


def put(*path: str | int, value: object) -> Change:
    def change(told: Any) -> None:
        for step in path[:-1]:
            told = told[step]
        told[path[-1]] = value

    return change


SLOT = "Slot-ExampleSlotPSIndiv1"
PERSON, PLACE = "Practitioner-ExamplePractitioner", "Location-1111111111"
ROLE = "PractitionerRole-ExamplePractitionerRoleAgregateur"
CPTS, SOS = "Organization-ExampleOrgaCPTS1", "Organization-ExampleOrgaSOS1"
REGULATOR, APPOINTMENT = "Practitioner-ExamplePractitionerRegul1", "Appointment-1"
WRONG: dict[str, tuple[str, Change]] = {
    "a slot without schedule": (SLOT, without("schedule")),
    "a slot without end": (SLOT, without("end")),
    "a slot that is busy": (SLOT, put("status", value="busy")),
    "a start that is no instant": (SLOT, put("start", value="demain")),
    "an element that FHIR does not have": (SLOT, put("beginning", value="2021")),
    "a schedule of nobody": ("Schedule-ExampleSchedule1", without("actor")),
    "a professional without number": (PERSON, without("identifier")),
    "a number of another system": (PERSON, put("identifier", 0, "system", value="urn:oid:1.2.3")),
    "a number of another type": (PERSON, put("identifier", 0, "type", "coding", 0, "code", value="RPPS")),
    "a role without address": (ROLE, without("contained")),
    "a role at two places": (ROLE, twice("location")),
    "an address without town": (PLACE, put("address", value={"line": ["1 rue"], "postalCode": "35000"})),
    "an address of two lines": (PLACE, put("address", "line", value=["a", "b"])),
    "a FINESS number that is too short": (CPTS, put("identifier", 0, "value", value="195004722")),
    "a CPTS of two numbers": (CPTS, twice("identifier")),
    "a SIRET number that is too short": (SOS, put("identifier", 0, "value", value="3123")),
    "a service of nobody": ("HealthcareService-ExampleHealthcareServiceCPTS1", without("providedBy")),
    "an appointment without number": (APPOINTMENT, without("identifier")),
    "an appointment of two numbers": (APPOINTMENT, twice("identifier")),
    "an appointment that nobody took": (APPOINTMENT, without("extension")),
    "an appointment without start": (APPOINTMENT, without("start")),
    "an appointment with nobody": (APPOINTMENT, without("participant")),
    "an account neither open nor closed": (REGULATOR, without("active")),
    "a bundle that is a history": ("Bundle-ExampleBundlePSIndiv", put("type", value="history")),
    "two links for a CPTS": ("Bundle-ExampleBundleCPTS1", twice("link")),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_judge_refuses(wrong: str) -> None:
    name, change = WRONG[wrong]
    told = json.loads(text(name))
    assert problems(told) == []
    change(told)
    assert problems(told) != []
