"""The FHIR server as its own CapabilityStatement tells it: each resource, parameter and include, said wrongly."""

from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.asking import ODD
from tests.fuzz.conftest import Cases
from tests.web.api.fhir.scene import PERSON, RPPS, STRUCTURE, Reading, make_reading

pytestmark = [pytest.mark.long, pytest.mark.django_db]
CASES = 3_000
SOUND = (
    f"{PERSON}|{RPPS}".encode(), f"{STRUCTURE}|1350001234".encode(), b"ge2026-11-23T09:00:00.000+01:00", b"free",
    b"le2026-11-30", b"Schedule/1", b"1", b"1-20261124", b"Slot:schedule", b"Schedule:actor:Location", b"50",
    b"gt2026-12-31T23:59:59Z", b"lt2000-01-01", b"eq9999-12-31", b"|", b",,", b"a|b|c", b"*", b"Slot:*", b"0", b"1000",
)  # fmt: skip
CONTROLS = ("_id", "_count", "_offset", "_include", "_include:iterate", "_revinclude", "_format", "_sort", "_summary")


@pytest.fixture
def reading(db: None) -> Reading:
    return make_reading()


def told(statement: dict[str, Any]) -> dict[str, list[str]]:
    """The parameters of each resource that is read."""
    resources = statement["rest"][0]["resource"]
    return {one["type"]: [each["name"] for each in one.get("searchParam", ())] for one in resources}


@st.composite
def questions(draw: st.DrawFn, parameters: dict[str, list[str]]) -> str:
    kind = draw(st.sampled_from(sorted(parameters)))
    if draw(st.integers(0, 5)) == 0:
        identity = st.sampled_from((*SOUND, *ODD)).filter(lambda one: b"/" not in one)
        return f"/fhir/{kind}/{quote_from_bytes(draw(identity))}"
    name = st.sampled_from((*parameters[kind], *CONTROLS)) | st.sampled_from((":", "a", "\0", "start:missing"))
    value = st.sampled_from(SOUND) | st.sampled_from(SOUND) | st.sampled_from(ODD) | st.binary(max_size=6)
    pairs = draw(st.lists(st.tuples(name, value), max_size=5))
    return f"/fhir/{kind}?" + "&".join(f"{quote(one)}={quote_from_bytes(two)}" for one, two in pairs)


def test_whatever_is_asked_is_answered(reading: Reading, cases: Cases) -> None:
    parameters = told(reading.client.get("/fhir/metadata").json())

    @settings(max_examples=CASES, database=None, suppress_health_check=list(HealthCheck))
    @given(questions(parameters))
    def one(path: str) -> None:
        answer = reading.client.get(path)
        cases.answered(answer)
        assert answer.status_code in {200, 400, 404, 405, 406}, answer.status_code
        assert answer.json()["resourceType"] in {*parameters, "Bundle", "OperationOutcome"}

    one()
    assert cases.ended["200"] > CASES // 100
