"""What the platform sends, judged by the guide's profiles: its FHIR server, and what it tells editors of regulators."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sas.adapters.editors import protocol
from sas.adapters.editors.accounts import protocol as accounts
from sas.adapters.editors.accounts.values import Identifier, Regulator
from sas.adapters.editors.values import Kind
from tests.conformance.validator import problems
from tests.factories import care, houses
from tests.web.api.fhir.conftest import reading
from tests.web.api.fhir.scene import Reading
from tests.web.api.fhir.test_kit import SCENES, SITE, Numbers

__all__ = ["reading"]
pytestmark = [pytest.mark.long, pytest.mark.django_db]
GUIDE = "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition"
OF_KIND = {Kind.CPTS: f"{GUIDE}/sas-cpts-bundle-aggregator", Kind.SOS: f"{GUIDE}/sas-sos-bundle-aggregator"}


def sos(reading: Reading) -> Numbers:
    house = houses.house("sos")
    own = houses.place_of(house)
    care.published(place=own, owner=houses.manager_of(house), day=reading.day, now=reading.now)
    return (f"3{house.siret}",)


def nobody(reading: Reading) -> Numbers:
    return ("810009999999",)


ASKED: dict[str, tuple[Kind, Callable[[Reading], Numbers]]] = {
    **{name: (kind, furnish) for name, (kind, furnish, _) in SCENES.items()},
    "sos": (Kind.SOS, sos),
    "nobody": (Kind.PRACTITIONERS, nobody),
}


@pytest.mark.parametrize("name", ASKED)
def test_slot_group_test02_a_bundle_is_of_its_profile(reading: Reading, name: str) -> None:
    kind, furnish = ASKED[name]
    numbers, end = furnish(reading), reading.now + timedelta(days=2)
    (asked,) = protocol.requests(kind, numbers, start=reading.now, end=end)
    bundle = reading.client.get(protocol.address(SITE, asked).removeprefix("http://127.0.0.1:8000")).json()
    assert ("entry" in bundle) == (name != "nobody")
    assert problems(bundle) == []
    if kind in OF_KIND:
        assert problems(bundle, OF_KIND[kind]) == []
    for resource in (entry["resource"] for entry in bundle.get("entry", ())):
        assert (resource["id"], problems(resource)) == (resource["id"], [])
        assert [problems(inside) for inside in resource.get("contained", ())] == [
            [] for _ in resource.get("contained", ())
        ]


@pytest.mark.parametrize("system", [accounts.NATIONAL, accounts.PLATFORM])
def test_a_regulator_is_told_by_the_profile(system: str) -> None:
    known = Identifier(system, "3456780581/11242343")
    told: Any = json.loads(accounts.practitioner(Regulator(known, "Le Goff", "Anne", "a@sas.example", active=False)))
    assert problems(told) == []
    del told["active"]
    assert problems(told) != []
