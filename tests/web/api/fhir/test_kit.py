"""The State's kit before the platform's own FHIR server, by the queries that the platform itself sends to editors."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from sas.adapters.editors import bundles, protocol, reader
from sas.adapters.editors.values import Endpoint, Kind
from sas.rooms.directory.models import Place, Professional
from tests.factories import care, houses
from tests.simulators.editor.kit import CHECKS, Answer
from tests.simulators.editor.test_slots_kit import ANY, CPTS, RUN, SEVERAL
from tests.web.api.fhir.scene import RPPS, Reading

pytestmark = pytest.mark.django_db
SITE = Endpoint(1, "http://127.0.0.1:8000/fhir", hosts=("127.0.0.1:8000",))
OTHER = "810000000025"
ACTS = frozenset({"AMB", "VR"})
Numbers = tuple[str, ...]


def one_place(reading: Reading) -> Numbers:
    return (RPPS,)


def two_places(reading: Reading) -> Numbers:
    _second(reading, professional_id=reading.place.professional_id)
    return (RPPS,)


def two_people(reading: Reading) -> Numbers:
    place = _second(reading)
    Professional.objects.filter(id=place.professional_id).update(national_id=OTHER)
    return RPPS, OTHER


def one_cpts(reading: Reading) -> Numbers:
    houses.declare(houses.house("cpts"), reading.place)
    reading.announced()
    return (RPPS,)


def two_cpts(reading: Reading) -> Numbers:
    """A place is declared in one CPTS at most: here are two places."""
    place = _second(reading)
    Professional.objects.filter(id=place.professional_id).update(national_id=OTHER)
    houses.declare(houses.house("cpts"), reading.place)
    houses.declare(houses.house("cpts"), place)
    reading.announced(place)
    return RPPS, OTHER


def _second(reading: Reading, **fields: object) -> Place:
    place = care.doctor_place()
    Place.objects.filter(id=place.id).update(site_finess="350005678", **fields)
    owner = care.acting(reading.owner.user_id or 0) if fields else care.keeper(place)
    care.published(place=place, owner=owner, day=reading.day, now=reading.now)
    return place


SCENES: dict[str, tuple[Kind, Callable[[Reading], Numbers], list[str]]] = {
    "one place": (Kind.PRACTITIONERS, one_place, RUN["one place"]),
    "two places": (Kind.PRACTITIONERS, two_places, RUN["two places"]),
    "two people": (Kind.PRACTITIONERS, two_people, RUN["two people"]),
    "open too": (Kind.CPTS, one_cpts, RUN["open too"]),
    "two cpts": (Kind.CPTS, two_cpts, [*ANY, *CPTS[1:], *SEVERAL]),
}
ASKED = [(name, one) for name, (_, _, identifiers) in SCENES.items() for one in identifiers]
_answers: dict[str, Answer] = {}


@pytest.fixture
def answer(request: pytest.FixtureRequest) -> Callable[[str], Answer]:
    """The answer of a scene, which is set once for all the checks that look at it."""
    return partial(_asked, request=request)


def _asked(name: str, *, request: pytest.FixtureRequest) -> Answer:
    if name not in _answers:
        reading: Reading = request.getfixturevalue("reading")
        kind, furnish, _ = SCENES[name]
        numbers = furnish(reading)
        end = reading.now + timedelta(days=2)
        (asked,) = protocol.requests(kind, numbers, start=reading.now, end=end)
        url = protocol.address(SITE, asked)
        found = reading.client.get(url.removeprefix("http://127.0.0.1:8000"))
        assert (found.status_code, found["Content-Type"].partition(";")[0]) == (200, "application/fhir+json")
        labels = frozenset({"PUBLIC", "CPTS"} if kind is Kind.CPTS else {"PUBLIC"})
        _answers[name] = Answer(url, found.json(), numbers, reading.now, end, (labels, ACTS))
        sites, dropped = reader.read([bundles.page(found.content)], endpoint=SITE, asked=asked)
        slots = sum(len(one.slots) for one in sites)
        assert (slots, dropped) == (len(_answers[name].slots), {})
    return _answers[name]


@pytest.mark.parametrize(("name", "identifier"), ASKED)
def test_the_platform_passes_what_the_kit_checks(
    answer: Callable[[str], Answer], *, name: str, identifier: str
) -> None:
    CHECKS[identifier](answer(name))


def test_performance_group_a_search_takes_less_than_a_second(reading: Reading) -> None:
    began = time.monotonic()
    assert reading.slots()["total"] == 2
    assert time.monotonic() - began < 1


def test_capability_statement_read(reading: Reading) -> None:
    answer = reading.get("metadata")
    told = answer.json()
    assert (answer.status_code, told["resourceType"], told["fhirVersion"]) == (200, "CapabilityStatement", "4.0.1")
