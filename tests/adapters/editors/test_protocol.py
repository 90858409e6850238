"""The questions, letter for letter."""

from datetime import UTC, datetime

import pytest

from sas.adapters.editors import protocol
from sas.adapters.editors.values import Asked, Endpoint, Kind

pytestmark = pytest.mark.shows("F-261")
START, END = datetime(2026, 11, 23, 8, 0, 12, 345678, tzinfo=UTC), datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC)
EDITOR = Endpoint(1, "https://editeur.example/fhir/")


def test_free_slots_of_professionals_are_asked_as_the_guide_says() -> None:
    asked = Asked(Kind.PRACTITIONERS, ("810000000101", "810000000202"), START, END)
    assert protocol.address(EDITOR, asked) == (
        "https://editeur.example/fhir/Slot"
        "?start=ge2026-11-23T09:00:12.000%2B01:00&start=le2026-11-25T23:59:59.000%2B01:00"
        "&schedule.actor:Practitioner.identifier="
        "urn:oid:1.2.250.1.71.4.2.1%7C810000000101,urn:oid:1.2.250.1.71.4.2.1%7C810000000202"
        "&status=free&_include=Slot:schedule&_include:iterate=Schedule:actor"
    )


def test_those_offered_to_cpts_are_asked_with_two_more_inclusions() -> None:
    alone, with_cpts = (
        protocol.address(EDITOR, Asked(kind, ("810000000101",), START, END)) for kind in (Kind.PRACTITIONERS, Kind.CPTS)
    )
    more = "&_include=Slot:service-type-reference&_include:iterate=HealthcareService:organization"
    assert with_cpts == alone + more


def test_sos_medecins_is_asked_for_its_schedules() -> None:
    asked = Asked(Kind.SOS, ("334173748400020",), START, END)
    assert protocol.address(Endpoint(1, "https://editeur.example/fhir", page_size=1000), asked) == (
        "https://editeur.example/fhir/Schedule?_revinclude=Slot:schedule&_include=Schedule:actor:Location"
        "&_include:iterate=Location:organization"
        "&_has:Slot:schedule:start=ge2026-11-23T09:00:12.000%2B01:00"
        "&_has:Slot:schedule:start=le2026-11-25T23:59:59.000%2B01:00&_has:Slot:schedule:status=free"
        "&actor:Location.organization.identifier=urn:oid:1.2.250.1.71.4.2.2%7C334173748400020&_count=1000"
    )


@pytest.mark.parametrize(("kind", "most"), [(Kind.PRACTITIONERS, 25), (Kind.CPTS, 25), (Kind.SOS, 10)])
def test_long_lists_are_split_and_nobody_is_asked_about_twice(kind: Kind, most: int) -> None:
    everybody = [f"8{number:011}" for number in range(most * 2 + 1)]
    made = protocol.requests(kind, [*everybody, everybody[0]], start=START, end=END)
    assert [len(one.identifiers) for one in made] == [most, most, 1]
    assert [one for asked in made for one in asked.identifiers] == everybody
    assert protocol.requests(kind, [], start=START, end=END) == ()
    for wrong in ((), tuple(everybody[: most + 1])):
        with pytest.raises(ValueError, match=f"{len(wrong)} identifiers"):
            protocol.address(EDITOR, Asked(kind, wrong, START, END))


def test_twenty_five_professionals_fit_in_an_address_that_any_server_takes() -> None:
    (asked,) = protocol.requests(Kind.CPTS, [f"8{number:011}" for number in range(25)], start=START, end=END)
    assert len(protocol.address(EDITOR, asked)) < 2000
