"""Each example that the guide publishes, read by the platform: what is kept, what is left out, and why.

Values are looked at one by one in tests/adapters/editors/test_reader.py and tests/web/api/fhir/test_reports.py.
"""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sas.adapters.editors import bundles, reader, resources
from sas.adapters.editors.accounts import protocol
from sas.adapters.editors.accounts.values import Identifier, Regulator
from sas.adapters.editors.values import Asked, Endpoint, Kind
from sas.web.api.fhir import appointments

pytestmark = pytest.mark.shows("F-261")
TESTS = Path(__file__).parents[1]
FILES = {
    path.stem: path
    for folder in ("adapters/editors/examples", "web/api/fhir/examples")
    for path in sorted((TESTS / folder).glob("*.json"))
}
EDITOR = Endpoint(1, "https://editeur.example/fhir", hosts=("exemple.com", "www.editeur.com"))
DOCTORS = ("810002673899", "810100050075")
ASKED = {
    "Bundle-ExampleBundlePSIndiv": Asked(
        Kind.PRACTITIONERS, DOCTORS, datetime(2021, 11, 4, tzinfo=UTC), datetime(2021, 11, 7, tzinfo=UTC)
    ),
    "Bundle-ExampleBundleCPTS1": Asked(
        Kind.CPTS, ("810002909371",), datetime(2024, 6, 12, tzinfo=UTC), datetime(2024, 6, 13, tzinfo=UTC)
    ),
    "Bundle-DerivedBundleAgregateurSOS": Asked(
        Kind.SOS, ("334173748400020",), datetime(2023, 8, 18, tzinfo=UTC), datetime(2023, 8, 20, tzinfo=UTC)
    ),
}
# Places, slots, what is left out with its reason: links that are plain http lead nowhere.
BUNDLES: dict[str, tuple[int, int, dict[str, int]]] = {
    "Bundle-ExampleBundlePSIndiv": (3, 4, {}),
    "Bundle-ExampleBundleCPTS1": (1, 1, {}),
    "Bundle-DerivedBundleAgregateurSOS": (2, 2, {"link": 2}),
}
PROFILE = "its profile is never believed; of `meta` only the labels of a slot are read"
DIRECTORY = "the directory knows it by the number"
LEFT_OUT = {
    "text": "a narrative, for people",
    "meta": PROFILE,
    "name": DIRECTORY,
    "telecom": DIRECTORY,
    "hoursOfOperation": "slots say when somebody is there",
}
READ_OF = {
    "Slot": {"appointmentType", "comment", "end", "id", "meta", "schedule", "serviceType", "specialty", "start"}
    | {"status"},
    "Schedule": {"actor", "id"},
    "Practitioner": {"id", "identifier"},
    "PractitionerRole": {"contained", "id", "location", "organization", "practitioner", "telecom"},
    "Location": {"address", "id", "identifier", "managingOrganization", "name", "telecom"},
    "HealthcareService": {"id", "providedBy"},
    "Organization": {"id", "identifier"},
}
REGULATORS = [name for name in FILES if "Regul" in name]
MEMBERS = [name for name in FILES if name.split("-")[0] in READ_OF and name not in REGULATORS]


@cache
def text(name: str) -> str:
    return FILES[name].read_text(encoding="utf-8")


def read(told: Any, name: str) -> tuple[tuple[reader.Site, ...], dict[str, int]]:
    return reader.read([bundles.page(json.dumps(told).encode())], endpoint=EDITOR, asked=ASKED[name])


def test_every_example_is_looked_at_here() -> None:
    assert set(FILES) == {*BUNDLES, *MEMBERS, *REGULATORS, "Appointment-1"}
    assert len(FILES) == 31


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_read_whole(name: str) -> None:
    sites, dropped = read(json.loads(text(name)), name)
    assert (len(sites), sum(len(one.slots) for one in sites), dropped) == BUNDLES[name]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_resource_is_read_in_its_bundle_as_the_one_that_stands_there(name: str) -> None:
    told = json.loads(text(name))
    kind, _, number = name.partition("-")
    assert type(resources.entry(json.dumps({"resource": told}).encode()).resource).__name__ == kind
    left_out = set(told) - READ_OF[kind] - {"resourceType"}
    assert left_out <= set(LEFT_OUT)
    (holder,) = [one for one in BUNDLES if f'"{number}"' in text(one)]
    bundle = json.loads(text(holder))
    (entry,) = [
        one for one in bundle["entry"] if (one["resource"]["resourceType"], one["resource"]["id"]) == (kind, number)
    ]
    entry["resource"] = told
    assert read(bundle, holder) == read(json.loads(text(holder)), holder)
    entry["resource"] = {name: value for name, value in told.items() if name not in left_out}
    assert read(bundle, holder) == read(json.loads(text(holder)), holder), "what is left out changes nothing"


def test_each_reason_serves() -> None:
    told = [(name.partition("-")[0], set(json.loads(text(name)))) for name in MEMBERS]
    assert {one for kind, names in told for one in names - READ_OF[kind]} == {*LEFT_OUT, "resourceType"}
    assert {
        kind: {one for other, names in told if other == kind for one in names & READ_OF[kind]} for kind in READ_OF
    } == READ_OF


@pytest.mark.parametrize("name", REGULATORS)
def test_a_regulator_is_told_as_the_example_tells_it(name: str) -> None:
    """INT_R02: it is what the platform writes. The narrative and the id are the editor's."""
    told = json.loads(text(name))
    (number,), (called,), (mail,) = told["identifier"], told["name"], told["telecom"]
    known = Identifier(number["system"], number["value"])
    regulator = Regulator(known, called["family"], called["given"][0], mail["value"], active=told["active"])
    assert json.loads(protocol.practitioner(regulator)) == {
        element: value for element, value in told.items() if element not in {"id", "text"}
    }


def test_an_appointment_is_read_without_its_narrative_and_its_id() -> None:
    """INT_R03: an id is given here, and no free text is kept."""
    told = json.loads(text("Appointment-1"))
    draft = appointments.draft_of(appointments.parsed(text("Appointment-1").encode()))
    assert set(told) - set(json.loads(draft.body)) == {"id", "meta", "text"}
    assert {name: value for name, value in told.items() if name in json.loads(draft.body)} == json.loads(draft.body)
    assert (draft.status, draft.regulator[1], draft.professionals) == (
        "booked",
        "3456780581/11242343",
        ("810100050075",),
    )
