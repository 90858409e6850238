"""The checks that the State's kit makes of an editor's slots, by the names it gives them, each as a function.

`Answer` is what a search brought over HTTP. A check returns nothing and asserts. Written from a description of the
kit's assertions, and run by test_slots_kit.py.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]
SHARED, GUIDE = (
    "http://sas.fr/fhir/StructureDefinition",
    "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition",
)
SLOT, CPTS_SLOT = f"{SHARED}/FrSlotAgregateur", f"{GUIDE}/sas-cpts-slot-aggregator"
SCHEDULE, PRACTITIONER = f"{SHARED}/FrScheduleAgregateur", f"{SHARED}/FrPractitionerAgregateur"
ROLE = f"{SHARED}/FrPractitionerRoleExerciceAgregateur"
SERVICE, CPTS = f"{GUIDE}/sas-cpts-healthcareservice-aggregator", f"{GUIDE}/sas-cpts-organization-aggregator"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d")
_IDNST = re.compile(r"1[0-9]{9}|3[0-9]{14}|4[0-9]{14}")


@dataclass(frozen=True)
class Answer:
    """A search and its answer; `declared` are the labels, and consultation codes, that the editor says it has."""

    url: str
    bundle: Json
    asked: tuple[str, ...]
    now: datetime
    end: datetime
    declared: tuple[frozenset[str], frozenset[str]]

    def of(self, *profiles: str) -> list[Json]:
        """Resources whose profile is that one and no other: those with none or two cannot be seen."""
        found = (one["resource"] for one in self.bundle.get("entry", []))
        return [one for one in found if any(one["meta"]["profile"] == [profile] for profile in profiles)]

    @property
    def slots(self) -> list[Json]:
        """Those of professionals."""
        return self.of(SLOT, CPTS_SLOT)


CHECKS: dict[str, Callable[[Answer], None]] = {}


def check(identifier: str) -> Callable[[Callable[[Answer], None]], Callable[[Answer], None]]:
    """Register a check under the name that the kit gives it."""

    def register(function: Callable[[Answer], None]) -> Callable[[Answer], None]:
        assert identifier not in CHECKS
        CHECKS[identifier] = function
        return function

    return register


def _codes(concepts: list[Json], system: str) -> set[str]:
    return {coding["code"] for one in concepts for coding in one.get("coding", []) if coding["system"].endswith(system)}


def _numbers(answer: Answer) -> set[str]:
    return {one["identifier"][0]["value"] for one in answer.of(PRACTITIONER)}


def _referred(one: Json, kind: str) -> list[str]:
    return [actor["reference"] for actor in one["actor"] if actor["reference"].startswith(f"{kind}/")]


def _ids(answer: Answer, profile: str) -> set[str]:
    return {f"{one['resourceType']}/{one['id']}" for one in answer.of(profile)}


@check("slot_search_setup")
def setup(answer: Answer) -> None:
    assert (answer.bundle["resourceType"], answer.bundle["type"]) == ("Bundle", "searchset")
    assert answer.slots


@check("validate_cardinality")
def one_place(answer: Answer) -> None:
    assert [len(answer.of(one)) for one in (PRACTITIONER, SCHEDULE, ROLE)] == [1, 1, 1]
    assert len(answer.of(ROLE)[0]["contained"]) == 1
    assert answer.bundle["total"] == len(answer.slots)


@check("validate_rpps")
def numbers(answer: Answer) -> None:
    assert _numbers(answer) == set(answer.asked)
    assert all(re.fullmatch(r"8[0-9]{11}", one) for one in _numbers(answer))


@check("validate_dates")
def dates(answer: Answer) -> None:
    for one in answer.slots:
        assert _INSTANT.fullmatch(one["start"]) and _INSTANT.fullmatch(one["end"])
        start, end = (datetime.fromisoformat(one[name]) for name in ("start", "end"))
        assert answer.now <= start <= answer.end and start < end


@check("validate_ref")
def references(answer: Answer) -> None:
    (role,), (schedule,), (person,) = answer.of(ROLE), answer.of(SCHEDULE), answer.of(PRACTITIONER)
    assert role["practitioner"]["reference"] == f"Practitioner/{person['id']}"
    actors = {one["reference"] for one in schedule["actor"]}
    assert actors == {f"Practitioner/{person['id']}", f"PractitionerRole/{role['id']}"}
    assert role["location"] == [{"reference": f"#{role['contained'][0]['id']}"}]


@check("validate_location")
def location(answer: Answer) -> None:
    for role in answer.of(ROLE):
        address = role["contained"][0]["address"]
        assert address["line"][0] and address["city"] and re.fullmatch("[0-9]{5}", address["postalCode"])


@check("bundle_url_equal_url")
def same_url(answer: Answer) -> None:
    (link,) = [one["url"] for one in answer.bundle["link"] if one["relation"] == "self"]
    assert sorted(parse_qsl(urlsplit(link).query)) == sorted(parse_qsl(urlsplit(answer.url).query))
    assert link == answer.url


@check("slot_has_url")
def agenda(answer: Answer) -> None:
    assert all(one["comment"].strip() for one in answer.slots)


@check("ps_validate_slots_status")
def free(answer: Answer) -> None:
    assert {one["status"] for one in answer.slots} == {"free"}


@check("ps_validate_appointmentType")
def booking(answer: Answer) -> None:
    found = [one["appointmentType"] for one in answer.slots]
    assert _codes(found, "v2-0276") <= {"ROUTINE", "WALKIN"} and len(found) == len(answer.slots)


@check("validate_cardinality_cpts")
def cpts_cardinality(answer: Answer) -> None:
    assert len(answer.of(SERVICE)) == len(answer.of(CPTS)) > 0


@check("validate_ref_cpts")
def cpts_references(answer: Answer) -> None:
    (service,), (organization,) = answer.of(SERVICE), answer.of(CPTS)
    assert service["providedBy"]["reference"] == f"Organization/{organization['id']}"
    assert set(_offered(answer)) == {f"HealthcareService/{service['id']}"}


@check("validate_cpts_id")
def cpts_identifier(answer: Answer) -> None:
    assert all(re.fullmatch("1[0-9]{9}", one["identifier"][0]["value"]) for one in answer.of(CPTS))


def _cardinality(*, people: int, exactly: bool) -> Callable[[Answer], None]:
    def compare(answer: Answer) -> None:
        assert len(answer.of(PRACTITIONER)) == people
        for profile in (ROLE, SCHEDULE):
            found = len(answer.of(profile))
            assert found == 2 if exactly else found >= 2

    return compare


for kind in ("practitioner", "practitionerrole", "schedule"):
    check(f"validate_{kind}_cardinality_1")(_cardinality(people=1, exactly=True))
    check(f"validate_{kind}_cardinality_2")(_cardinality(people=2, exactly=False))


@check("validate_practitionerrole_practitioner_ref")
def roles_of_one(answer: Answer) -> None:
    assert {one["practitioner"]["reference"] for one in answer.of(ROLE)} == _ids(answer, PRACTITIONER)


@check("validate_schedule_practitioner_ref")
def schedules_of_one(answer: Answer) -> None:
    referred = [_referred(one, "Practitioner") for one in answer.of(SCHEDULE)]
    assert all(len(one) == 1 for one in referred)
    assert {one[0] for one in referred} == _ids(answer, PRACTITIONER)


@check("validate_schedule_practitionerrole_ref")
def schedules_of_roles(answer: Answer) -> None:
    referred = {one for schedule in answer.of(SCHEDULE) for one in _referred(schedule, "PractitionerRole")}
    assert referred == _ids(answer, ROLE)


@check("validate_practitionerrole_location_ref")
def own_location(answer: Answer) -> None:
    for role in answer.of(ROLE):
        assert role["location"][0]["reference"] in {f"#{one['id']}" for one in role["contained"]}


@check("ps_validate_rpps")
def number_again(answer: Answer) -> None:
    numbers(answer)


@check("ps_validate_name")
def family(answer: Answer) -> None:
    assert all(one["name"][0]["family"] for one in answer.of(PRACTITIONER))


@check("ps_validate_firstname")
def given(answer: Answer) -> None:
    assert all(one["name"][0]["given"][0] for one in answer.of(PRACTITIONER))


@check("ps_validate_phone")
def phone(answer: Answer) -> None:
    values = [one["telecom"][0]["value"] for one in answer.of(ROLE)]
    assert values and all(re.fullmatch(r"\+(33|262|590|596|594)[0-9]{9}", one) for one in values)


@check("ps_validate_idnst")
def structure(answer: Answer) -> None:
    values = [one["organization"]["identifier"]["value"] for one in answer.of(ROLE)]
    assert values and all(_IDNST.fullmatch(one) for one in values)


@check("ps_validate_slot_type")
def labels(answer: Answer) -> None:
    assert {one["code"] for slot in answer.slots for one in slot["meta"]["security"]} == answer.declared[0]


@check("cpts_validate_slot_type")
def cpts_labels(answer: Answer) -> None:
    labels(answer)


@check("ps_validate_motif_type")
def acts(answer: Answer) -> None:
    found: set[str] = set()
    for slot in answer.slots:
        found |= _codes(slot["serviceType"], "v3-ActCode")
    assert found == answer.declared[1]


@check("cpts_validate_healthcare_service_cardinality")
def two_services(answer: Answer) -> None:
    assert len(answer.of(SERVICE)) >= 2


@check("cpts_validate_organization_cardinality")
def two_cpts(answer: Answer) -> None:
    assert len(answer.of(CPTS)) >= 2


@check("cpts_validate_meta")
def only_cpts(answer: Answer) -> None:
    assert {one["code"] for slot in answer.of(CPTS_SLOT) for one in slot["meta"]["security"]} == {"CPTS"}


@check("cpts_validate_service_type")
def marked(answer: Answer) -> None:
    assert all("604" in _codes(one["serviceType"], "TRE-R66-CategorieEtablissement") for one in answer.of(CPTS_SLOT))


@check("cpts_validate_service_type_healthcare_service_ref")
def offered(answer: Answer) -> None:
    assert set(_offered(answer)) == _ids(answer, SERVICE)


@check("cpts_validate_service_type_multiple_healthcare_service_ref")
def offered_to_two(answer: Answer) -> None:
    assert any(len(set(_of_slot(one))) == 2 for one in answer.of(CPTS_SLOT))
    offered(answer)


@check("cpts_validate_healthcare_service_organization_ref")
def provided(answer: Answer) -> None:
    referred = {one["providedBy"]["reference"] for one in answer.of(SERVICE)}
    assert referred <= _ids(answer, CPTS) and len(referred) >= 2


@check("orga_optionnel_group Test02")
def cpts_name(answer: Answer) -> None:
    assert all(one["name"] for one in answer.of(CPTS))


@check("orga_optionnel_group Test03")
def cpts_phone(answer: Answer) -> None:
    assert all(one["telecom"][0]["value"] for one in answer.of(CPTS))


def _offered(answer: Answer) -> Iterator[str]:
    return (one for slot in answer.of(CPTS_SLOT) for one in _of_slot(slot))


def _of_slot(slot: Json) -> Iterator[str]:
    for one in slot["serviceType"]:
        for extension in one.get("extension", []):
            yield extension["valueReference"]["reference"]
