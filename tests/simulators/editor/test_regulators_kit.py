"""Each check of the State's kit on regulator accounts (INT_R02), by its name, over HTTP against the simulator."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from simulators.editor import fhir
from simulators.editor.web import EditorServer

EXAMPLES = Path(__file__).parents[2] / "adapters" / "editors" / "examples"
Json = dict[str, Any]
CLIENT = httpx.Client(trust_env=False)
CODES = "http://interopsante.org/fhir/CodeSystem/fr-v2-0203"


def national(value: str) -> Json:
    return {"type": {"coding": [{"system": CODES, "code": "IDNPS"}]}, "system": fhir.IDNPS, "value": value}


def technical() -> Json:
    value = str(uuid.uuid4())
    return {"type": {"coding": [{"system": CODES, "code": "INTRN"}]}, "system": fhir.SAS, "value": value}


def account(own: Json, /, **changed: Any) -> Json:
    profile = "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition/FrPractitionerRegul"
    told = {
        "resourceType": "Practitioner",
        "meta": {"source": fhir.SAS, "profile": [profile]},
        "identifier": [own],
        "active": True,
        "name": [{"family": "Régulier", "given": ["Ana"]}],
        "telecom": [{"system": "email", "value": f"{own['value'].replace('/', '.')}@essai.example"}],
    } | changed
    return {name: value for name, value in told.items() if value is not None}


class Calls:
    """The two requests of INT_R02."""

    def __init__(self, server: EditorServer) -> None:
        self.base = f"{server.url}/fhir"
        self.known = server.editor.regulators

    def post(self, told: object) -> httpx.Response:
        """Create."""
        return CLIENT.post(f"{self.base}/Practitioner", json=told)

    def put(self, told: Json, *, of: Json) -> httpx.Response:
        """Update whom `of` names."""
        name = quote(f"{of['system']}|{of['value']}", safe=":")
        return CLIENT.put(f"{self.base}/Practitioner?identifier={name}", json=told)


CHECKS: dict[str, Callable[[Calls], None]] = {}


def check(identifier: str) -> Callable[[Callable[[Calls], None]], Callable[[Calls], None]]:
    def register(function: Callable[[Calls], None]) -> Callable[[Calls], None]:
        CHECKS[identifier] = function
        return function

    return register


def refused(answer: httpx.Response) -> bool:
    return answer.status_code >= 400 and answer.json()["resourceType"] == "OperationOutcome"


@check("creation_regulateur_idnps_test")
def created_by_number(calls: Calls) -> None:
    answer = calls.post(account(national("3456780581/11242343")))
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{calls.base}/Practitioner/{answer.json()['id']}"


@check("creation_regulateur_uuid_test")
def created_by_uuid(calls: Calls) -> None:
    assert calls.post(account(technical())).status_code == 201


@check("creation_double_regulateur_uuid_test")
def created_twice(calls: Calls) -> None:
    told = account(technical())
    assert calls.post(told).status_code == 201
    assert refused(calls.post(told))
    assert refused(calls.post(account(technical(), telecom=told["telecom"]))), "an address has one account"


@check("creation_regulateur_champs_manquants_test")
def created_without(calls: Calls) -> None:
    for name in ("identifier", "name", "telecom", "active"):
        assert refused(calls.post(account(technical(), **{name: None})))


@check("creation_regulateur_valeurs_invalides")
def created_wrong(calls: Calls) -> None:
    one, other = technical(), national("812345678901")
    for told in (
        account(one, name=[{"family": " ", "given": ["Ana"]}]),
        account(one, telecom=[{"system": "email", "value": ""}]),
        account(one, telecom=[{"system": "phone", "value": "+33612345678"}]),
        account(one | {"system": fhir.IDNPS}),
        account(other | {"system": fhir.SAS}),
        account(one, active="true"),
        account(one, resourceType="Patient"),
    ):
        assert refused(calls.post(told))
    assert refused(calls.post([]))


@check("modification_deshabilitation")
@check("modification_habilitation")
def switched(calls: Calls) -> None:
    one = technical()
    calls.post(account(one))
    for active in (False, True):
        answer = calls.put(account(one, active=active), of=one)
        assert answer.status_code == 200
        assert calls.known.known[answer.json()["id"]]["active"] is active


@check("modification_email_regulateur_test")
@check("modification_nom_regulateur_test")
@check("modification_prenom_regulateur_test")
def changed(calls: Calls) -> None:
    one = technical()
    first = calls.post(account(one)).json()["id"]
    new: list[Json] = [
        {"telecom": [{"system": "email", "value": f"{uuid.uuid4()}@essai.example"}]},
        {"name": [{"family": "Autre", "given": ["Ana"]}]},
        {"name": [{"family": "Régulier", "given": ["Léa"]}]},
    ]
    for elements in new:
        answer = calls.put(account(one, **elements), of=one)
        assert (answer.status_code, answer.json()["id"]) == (200, first)
        assert elements.items() <= calls.known.known[first].items()


@check("modification_id_regulateur_test")
@check("modification_typeid_regulateur_test")
def renamed(calls: Calls) -> None:
    """The query names the account as it was, the body as it will be: from a UUID to a national number."""
    one, then = technical(), national("812345678902")
    first = calls.post(account(one)).json()["id"]
    answer = calls.put(account(then), of=one)
    assert (answer.status_code, answer.json()["id"]) == (200, first)
    assert calls.put(account(then, active=False), of=then).json()["id"] == first


@check("modification_regulateur_champs_manquants_test")
@check("put_as_create_missing_fields_test")
def changed_without(calls: Calls) -> None:
    one = technical()
    calls.post(account(one))
    for of in (one, technical()):
        for name in ("identifier", "name", "telecom", "active"):
            assert refused(calls.put(account(of, **{name: None}), of=of))


@check("put_as_create")
def put_unknown(calls: Calls) -> None:
    one = technical()
    assert calls.put(account(one), of=one).status_code == 201
    assert calls.put(account(one), of=one).status_code == 200


@check("idnps_reattribution_test")
def given_again(calls: Calls) -> None:
    number, other = national("812345678903"), technical()
    calls.post(account(number))
    assert calls.put(account(number, active=False), of=number).status_code == 200
    second = calls.post(account(other))
    assert second.status_code == 201
    answer = calls.put(account(number), of=other)
    assert (answer.status_code, answer.json()["id"]) == (200, second.json()["id"])
    assert calls.put(account(number), of=number).json()["id"] == second.json()["id"]


@pytest.mark.parametrize("identifier", sorted(CHECKS))
def test_the_simulator_passes_what_the_kit_checks(fresh: EditorServer, identifier: str) -> None:
    CHECKS[identifier](Calls(fresh))


def test_the_guides_regulators_are_taken(fresh: EditorServer) -> None:
    calls = Calls(fresh)
    for number in (1, 3):
        told = json.loads((EXAMPLES / f"Practitioner-ExamplePractitionerRegul{number}.json").read_text("utf-8"))
        assert calls.post(told).status_code == 201
    assert [one["active"] for one in calls.known.known.values()] == [True, False]


def test_what_cannot_be_understood_is_refused_by_its_kind(fresh: EditorServer) -> None:
    calls, one = Calls(fresh), technical()
    for url, body, code in (
        ("Practitioner", b"{", "structure"),
        ("Practitioner?identifier=abc", json.dumps(account(one)).encode(), "invalid"),
        ("Patient", b"{}", "not-supported"),
    ):
        answer = CLIENT.put(f"{calls.base}/{url}", content=body)
        if url == "Practitioner":
            answer = CLIENT.post(f"{calls.base}/{url}", content=body)
        assert refused(answer)
        assert answer.json()["issue"][0]["code"] == code
