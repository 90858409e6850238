"""/metadata tells what is there: no more, no less."""

from typing import Any

import pytest
from django.test import Client

from sas.web.api.fhir.kinds import KINDS
from sas.web.api.fhir.urls import urlpatterns
from tests.web.api.fhir.scene import Reading

pytestmark = [pytest.mark.django_db]
BASE = {"Appointment": {("POST", "collection"): "create", ("PUT", "collection"): "update", ("PUT", "one"): "update"}}
READ = {("GET", "collection"): "search-type", ("GET", "one"): "read"}
SAMPLES = {
    "date": "ge2026-11-23",
    "token": "free",
    "reference": "Schedule/1",
}


def statement() -> dict[str, Any]:
    answer = Client().get("/fhir/metadata")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/fhir+json; charset=utf-8")
    told: dict[str, Any] = answer.json()
    return told


def test_interactions_are_those_of_the_addresses() -> None:
    there: dict[str, set[str]] = {}
    for one in urlpatterns:
        address, methods = str(one.pattern), set(one.callback.access.methods) - {"HEAD"}  # type: ignore[union-attr]
        if address in {"metadata", "token", "<path:rest>"}:
            continue
        name, _, rest = address.partition("/")
        for kind in KINDS if name.startswith("<") else [name]:
            words = READ if kind in KINDS else BASE[kind]
            there.setdefault(kind, set()).update(words[method, "one" if rest else "collection"] for method in methods)
    (rest,) = statement()["rest"]
    told = {one["type"]: {act["code"] for act in one["interaction"]} for one in rest["resource"]}
    assert told == there


def test_each_parameter_and_include_told_is_understood_and_nothing_else_is(reading: Reading) -> None:
    (rest,) = statement()["rest"]
    for one in rest["resource"]:
        if one["type"] == "Appointment":
            continue
        for parameter in one["searchParam"]:
            name = parameter["name"]
            chooser = (("_id", "1"),) if name.endswith(("start", "status")) else ()
            answer = reading.get(one["type"], *chooser, (name, SAMPLES[parameter["type"]]))
            assert (one["type"], name, answer.status_code) == (one["type"], name, 200)
        asked = [("_include", name) for name in one.get("searchInclude", ())]
        asked += [("_revinclude", name) for name in one.get("searchRevInclude", ())]
        assert reading.get(one["type"], ("_id", "1"), *asked).status_code == 200
        assert reading.get(one["type"], ("_id", "1"), ("birthdate", "1980")).status_code == 400


def test_the_form_is_that_of_the_base_specification() -> None:
    told = statement()
    assert (told["kind"], told["fhirVersion"], told["status"]) == ("instance", "4.0.1", "active")
    appointment = next(one for one in told["rest"][0]["resource"] if one["type"] == "Appointment")
    assert (appointment["updateCreate"], appointment["conditionalUpdate"]) == (True, True)
    assert Client().get("/fhir/metadata", headers={"Accept": "text/html"}).status_code == 200
