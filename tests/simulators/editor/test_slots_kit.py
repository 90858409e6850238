"""Each check of the State's kit on slots, run over HTTP against the simulator; then what the kit does not look at."""

import json
import time
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx
import pytest

from sas.adapters.editors import protocol
from sas.adapters.editors.values import Endpoint, Kind
from simulators.editor import people
from simulators.editor.web import EditorServer
from tests.simulators.editor.kit import CHECKS, Answer

CLIENT = httpx.Client(trust_env=False)
SETS = {
    "one place": (Kind.PRACTITIONERS, (people.ONE_PLACE,), {"PUBLIC"}, {"AMB"}),
    "two places": (Kind.PRACTITIONERS, (people.TWO_PLACES,), {"PUBLIC"}, {"AMB"}),
    "two people": (Kind.PRACTITIONERS, (people.ONE_PLACE, people.TWO_PLACES), {"PUBLIC"}, {"AMB"}),
    "every kind": (Kind.PRACTITIONERS, (people.EVERYTHING,), {"PUBLIC", "PRO", "SNP"}, {"AMB", "VR", "HH"}),
    "one cpts": (Kind.CPTS, (people.IN_A_CPTS,), {"CPTS"}, {"AMB"}),
    "two cpts": (Kind.CPTS, (people.IN_TWO_CPTS,), {"CPTS"}, {"AMB"}),
    "two slots": (Kind.CPTS, (people.TWO_SLOTS_IN_TWO_CPTS,), {"CPTS"}, {"AMB"}),
    "open too": (Kind.CPTS, (people.PUBLIC_AND_CPTS,), {"PUBLIC", "CPTS"}, {"AMB"}),
}
ANY = ["slot_search_setup", "validate_rpps", "validate_dates", "validate_location", "bundle_url_equal_url"]
ANY += ["slot_has_url", "ps_validate_slots_status", "ps_validate_appointmentType", "ps_validate_rpps"]
ANY += ["ps_validate_name", "ps_validate_firstname", "ps_validate_phone", "ps_validate_idnst"]
ANY += ["validate_practitionerrole_location_ref", "validate_schedule_practitionerrole_ref"]
ANY += ["validate_schedule_practitioner_ref"]
_LABELS = ["ps_validate_slot_type", "ps_validate_motif_type"]
_SINGLE = ["validate_cardinality", "validate_ref", "validate_practitionerrole_practitioner_ref", *_LABELS]
_ONE = [f"validate_{kind}_cardinality_1" for kind in ("practitioner", "practitionerrole", "schedule")]
_TWO = [f"validate_{kind}_cardinality_2" for kind in ("practitioner", "practitionerrole", "schedule")]
CPTS = ["validate_cardinality_cpts", "validate_cpts_id", "cpts_validate_slot_type", "cpts_validate_service_type"]
CPTS += ["cpts_validate_service_type_healthcare_service_ref"]
CPTS += ["orga_optionnel_group Test02", "orga_optionnel_group Test03"]
SEVERAL = ["cpts_validate_healthcare_service_cardinality", "cpts_validate_organization_cardinality"]
SEVERAL += ["cpts_validate_healthcare_service_organization_ref"]
_BOTH = "cpts_validate_service_type_multiple_healthcare_service_ref"
RUN: dict[str, list[str]] = {
    "one place": [*ANY, *_SINGLE],
    "two places": [*ANY, *_ONE, "validate_practitionerrole_practitioner_ref"],
    "two people": [*ANY, *_TWO],
    "every kind": [*ANY, *_SINGLE],
    "one cpts": [*ANY, *_SINGLE, *CPTS, "validate_ref_cpts", "cpts_validate_meta"],
    "two cpts": [*ANY, *_SINGLE, *CPTS, *SEVERAL, "cpts_validate_meta", _BOTH],
    "two slots": [*ANY, *_SINGLE, *CPTS, *SEVERAL, "cpts_validate_meta"],
    "open too": [*ANY, *_SINGLE, *CPTS, "validate_ref_cpts"],
}


@cache
def _asked(url: str, name: str, now: datetime) -> Answer:
    kind, numbers, labels, acts = SETS[name]
    end = now + timedelta(days=2)
    (asked,) = protocol.requests(kind, numbers, start=now, end=end)
    address = protocol.address(Endpoint(1, f"{url}/fhir"), asked)
    answer = CLIENT.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    return Answer(address, answer.json(), numbers, now, end, (frozenset(labels), frozenset(acts)))


@pytest.mark.parametrize(("name", "identifier"), [(name, one) for name, ids in RUN.items() for one in ids])
def test_the_simulator_passes_what_the_kit_checks(
    server: EditorServer, now: datetime, *, name: str, identifier: str
) -> None:
    CHECKS[identifier](_asked(server.url, name, now))


def test_no_check_of_the_kit_is_left_out() -> None:
    assert {one for ids in RUN.values() for one in ids} == set(CHECKS)


@pytest.mark.parametrize(
    ("fault", "identifiers"),
    [
        ("busy", ["ps_validate_slots_status"]),
        ("out-of-window", ["validate_dates"]),
        ("no-zone", ["validate_dates"]),
        ("backwards", ["validate_dates"]),
        ("others", ["validate_rpps", "validate_cardinality"]),
        ("no-schedule", ["validate_cardinality"]),
        ("absolute", ["validate_ref"]),
        ("unknown-label", ["ps_validate_slot_type"]),
        ("unprefixed", ["validate_rpps"]),
        ("wrong-total", ["validate_cardinality"]),
    ],
)
def test_the_checks_see_a_faulty_editor(
    server: EditorServer, now: datetime, *, fault: str, identifiers: list[str]
) -> None:
    sound = _asked(server.url, "one place", now)
    spoiled = CLIENT.get(sound.url, headers={"X-Fault": fault}).json()
    faulty = Answer(sound.url, spoiled, sound.asked, now, sound.end, sound.declared)
    for identifier in identifiers:
        with pytest.raises((AssertionError, KeyError, ValueError)):
            CHECKS[identifier](faulty)


def test_performance_group_a_search_takes_less_than_a_second(server: EditorServer, now: datetime) -> None:
    began = time.monotonic()
    answer = CLIENT.get(_asked(server.url, "two people", now).url)
    assert answer.status_code == 200
    assert time.monotonic() - began < 1


def test_capability_statement_read(server: EditorServer) -> None:
    answer = CLIENT.get(f"{server.url}/fhir/metadata")
    assert (answer.status_code, answer.json()["resourceType"]) == (200, "CapabilityStatement")
    assert answer.json()["fhirVersion"] == "4.0.1"


def test_sos_medecins_answers_with_its_points(server: EditorServer, now: datetime) -> None:
    (asked,) = protocol.requests(Kind.SOS, [people.SOS], start=now, end=now + timedelta(days=2))
    url = protocol.address(Endpoint(1, f"{server.url}/fhir"), asked)
    told = CLIENT.get(url).json()
    kinds = [one["resource"]["resourceType"] for one in told["entry"]]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "Slot": 24, "Schedule": 2, "Location": 2, "Organization": 1,
    }  # fmt: skip
    modes = {(one["resource"]["resourceType"], one["search"]["mode"]) for one in told["entry"]}
    assert {kind for kind, mode in modes if mode == "match"} == {"Schedule"}
    assert told["total"] == 24
    wrong = CLIENT.get(url.replace("Location:organization", "Location:Organization"))
    assert len(wrong.json()["entry"]) == len(kinds), "the guide writes it once this way"


def test_nothing_known_is_an_empty_bundle(server: EditorServer, now: datetime) -> None:
    url = _asked(server.url, "one place", now).url.replace(people.ONE_PLACE, "810000000999")
    told = CLIENT.get(url).json()
    assert (told["total"], "entry" in told) == (0, False)


_WHO = "schedule.actor:Practitioner.identifier=urn:oid:1.2.250.1.71.4.2.1%7C810000000101"
_REST = "status=free&_include=Slot:schedule&_include:iterate=Schedule:actor"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-23T09:00:00", "2026-11-24T09:00:00"),
        ("2026-11-23T09:00:00.000", "2026-11-24T09:00:00.000"),
        ("2026-11-23T09:00:00.000%2B01:00", "2026-11-24T09:00:00.000%2B01:00"),
        ("2026-11-23T09:00:00.000+01:00", "2026-11-24T09:00:00.000+01:00"),
        ("2026-11-23T08:00:00.000%2B00:00", "2026-11-24T08:00:00Z"),
    ],
)
def test_any_spelling_of_a_date_is_understood(server: EditorServer, start: str, end: str) -> None:
    told = CLIENT.get(f"{server.url}/fhir/Slot?start=ge{start}&start=le{end}&{_WHO}&{_REST}").json()
    assert told["total"] == 6


@pytest.mark.parametrize(
    "query",
    [
        f"start=ge2026-11-23T09:00:00&{_WHO}&{_REST}",
        f"start=ge2026-11-23T09:00:00&start=le2026&{_WHO}&{_REST}",
        f"start=ge2026-11-23T09:00:00&start=lebientot&{_WHO}&{_REST}",
        f"start=ge2026-11-23T09:00:00&start=le2026-11-24T09:00:00&{_REST}",
        f"start=ge2026-11-23T09:00:00&start=le2026-11-24T09:00:00&{_WHO}&{_REST}&_sort=start",
        f"start=ge2026-11-23T09:00:00&start=le2026-11-24T09:00:00&{_WHO}&_include=Slot:schedule",
        f"start=ge2026-11-23T09:00:00&start=le2026-11-24T09:00:00&{_WHO}&{_REST}&_include=Slot:actor",
        f"start=ge2026-11-23T09:00:00&start=le2026-11-24T09:00:00&{_WHO.replace('1.71.4.2.1', '1.71.4.2.2')}&{_REST}",
        f"start=ge2026-11-23T09:00:00&start=le2026-11-24T09:00:00&{_WHO}{',x' * 25}&{_REST}",
    ],
)
def test_a_question_put_otherwise_is_refused_with_its_reason(server: EditorServer, query: str) -> None:
    answer = CLIENT.get(f"{server.url}/fhir/Slot?{query}")
    issue: Any = answer.json()["issue"][0]
    assert (answer.status_code, issue["code"]) == (400, "invalid")
    assert issue["diagnostics"]


def test_what_was_asked_can_be_read_back(fresh: EditorServer) -> None:
    CLIENT.get(f"{fresh.url}/fhir/Slot?a=1", headers={"X-Trace": "7"})
    (told,) = CLIENT.get(f"{fresh.url}/requetes").json()
    assert (told["method"], told["target"], told["headers"]["x-trace"]) == ("GET", "/fhir/Slot?a=1", "7")
    assert json.dumps(told["subject"]) == "{}"
