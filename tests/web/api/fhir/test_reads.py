"""The platform read as an editor is: the three queries of the guide, and what each resource tells."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.rooms.availability.models import AgendaSlot
from sas.rooms.directory.models import Place
from tests.factories import agenda, care, houses
from tests.web.api.fhir.scene import PERSON, RPPS, STRUCTURE, Reading, of

pytestmark = [pytest.mark.django_db]
LABELS = "https://mos.esante.gouv.fr/NOS/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
FORMS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.000", "%Y-%m-%dT%H:%M:%S.000+01:00", "%Y-%m-%d")


def test_the_slots_of_a_professional_are_told_with_their_place(reading: Reading) -> None:
    found = reading.slots()
    (doctor,), (role,), (schedule,) = (of(found, kind) for kind in ("Practitioner", "PractitionerRole", "Schedule"))
    creneau, plage = of(found, "Slot")
    number, place = doctor["identifier"][0], reading.place
    assert (found["total"], number["system"], number["value"]) == (2, PERSON, RPPS)
    assert doctor["name"] == [{"family": "MARTIN", "given": ["Claire"]}]
    assert [one["reference"] for one in schedule["actor"]] == [
        f"Practitioner/{doctor['id']}",
        f"PractitionerRole/{place.id}",
    ]
    assert role["practitioner"]["reference"] == f"Practitioner/{doctor['id']}"
    assert role["organization"]["identifier"] | {"type": 0} == {"system": STRUCTURE, "value": "1350001234", "type": 0}
    assert role["telecom"] == [{"system": "phone", "value": "+33261910012"}]
    (inside,) = role["contained"]
    assert role["location"] == [{"reference": f"#{inside['id']}"}]
    assert inside["address"] | {"country": "FR"} == {
        "line": [place.address],
        "city": "Rennes",
        "postalCode": place.postal_code,
        "country": "FR",
    }
    assert creneau["meta"]["security"] == [{"system": LABELS, "code": "PUBLIC"}]
    assert [way["coding"][0]["code"] for way in creneau["serviceType"]] == ["AMB", "VR"]
    assert creneau["specialty"][0]["coding"][0]["code"] == "SM54"
    assert creneau["start"].startswith(f"{reading.day}T09:00:00.000+") and creneau["end"][11:16] == "09:15"
    assert plage["start"][11:16] == "14:00" and plage["end"][11:16] == "16:00"
    slot = AgendaSlot.objects.get(start=time(9))
    assert creneau["comment"] == f"http://127.0.0.1:8000/sas/orienter/creneau/{slot.id}/{reading.day}"


def test_the_bundle_repeats_the_question_and_an_empty_one_is_not_an_error(reading: Reading) -> None:
    answer = reading.get("Slot", ("schedule.actor:Practitioner.identifier", f"{PERSON}|810009999999"))
    assert (answer.status_code, answer.json()["total"], "entry" in answer.json()) == (200, 0, False)
    asked = f"Slot?{answer.wsgi_request.META['QUERY_STRING']}"
    assert answer.json()["link"] == [{"relation": "self", "url": f"http://127.0.0.1:8000/fhir/{asked}"}]
    assert reading.slots("810009999999")["total"] == 0
    assert reading.get("Slot", ("schedule", f"Schedule/{reading.place.id}"), ("status", "busy")).json()["total"] == 0


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_date_is_understood(reading: Reading, form: str) -> None:
    noon = datetime.combine(reading.day, time(12))
    who = f"schedule.actor:Practitioner.identifier={RPPS}"
    since, until = noon.strftime(form), (noon + timedelta(days=1)).strftime(form)
    starts = [
        [one["start"][11:16] for one in of(reading.client.get(f"/fhir/Slot?{who}&start={bound}").json(), "Slot")]
        for bound in (f"ge{since}", f"lt{since}", f"ge{since}&start=le{until}")
    ]
    day_only = form == "%Y-%m-%d"
    assert starts == ([["09:00", "14:00"], [], ["09:00", "14:00"]] if day_only else [["14:00"], ["09:00"], ["14:00"]])


def test_what_cannot_be_given_is_not_told(reading: Reading) -> None:
    agenda.operations.set_unavailable(actor=reading.owner, place_id=reading.place.id, unavailable=True, now=reading.now)
    assert reading.slots()["total"] == 0
    Place.objects.filter(id=reading.place.id).update(lat=None, lon=None)
    reading.announced()
    for kind in ("Practitioner", "PractitionerRole", "Schedule"):
        number = reading.place.professional_id if kind == "Practitioner" else reading.place.id
        assert reading.get(f"{kind}/{number}").status_code == 404


def test_a_place_declared_in_a_cpts_tells_it_to_whoever_asks(reading: Reading) -> None:
    cpts = houses.house("cpts")
    houses.declare(cpts, reading.place)
    reading.announced()
    plain = reading.slots()
    assert (plain["total"], of(plain, "HealthcareService")) == (2, [])
    more = (("_include", "Slot:service-type-reference"), ("_include:iterate", "HealthcareService:organization"))
    found = reading.slots(more=more)
    (service,), (owner,) = of(found, "HealthcareService"), of(found, "Organization")
    first = of(found, "Slot")[0]
    assert [one["code"] for one in first["meta"]["security"]] == ["PUBLIC", "CPTS"]
    marked = next(one for one in first["serviceType"] if one["coding"][0]["code"] == "604")
    assert marked["extension"][0]["valueReference"] == {"reference": f"HealthcareService/{cpts.id}"}
    assert service["providedBy"] == {"reference": f"Organization/{owner['id']}"}
    assert re.fullmatch(r"1[0-9]{9}", owner["identifier"][0]["value"]) and owner["name"] == cpts.name
    for kind in ("HealthcareService", "Organization"):
        name = "organization.identifier" if kind == "HealthcareService" else "identifier"
        (one,) = of(reading.get(kind, (name, f"{STRUCTURE}|1{cpts.finess}")).json(), kind)
        assert reading.get(f"{kind}/{cpts.id}").json() == one


def sos_query(number: str, reading: Reading, *, days: int) -> list[tuple[str, str]]:
    """The guide's, for three days, so many days ahead."""
    since = reading.now + timedelta(days=days)
    return [
        ("_revinclude", "Slot:schedule"),
        ("_include", "Schedule:actor:Location"),
        ("_include:iterate", "Location:Organization"),
        ("_has:Slot:schedule:start", f"ge{since.isoformat()}"),
        ("_has:Slot:schedule:start", f"le{(since + timedelta(days=3)).isoformat()}"),
        ("_has:Slot:schedule:status", "free"),
        ("actor:Location.organization.identifier", f"{STRUCTURE}|{number}"),
    ]


def test_an_association_is_asked_by_its_siret(reading: Reading) -> None:
    house = houses.house("sos")
    own = houses.place_of(house)
    manager = houses.manager_of(house)
    slot = care.published(place=own, owner=manager, day=reading.day, now=reading.now)
    number = f"3{house.siret}" if house.siret else f"1{house.finess}"
    found = reading.get("Schedule", *sos_query(number, reading, days=0)).json()
    (schedule,), (point,), (owner,), (opening,) = (
        of(found, kind) for kind in ("Schedule", "Location", "Organization", "Slot")
    )
    modes = {entry["resource"]["resourceType"]: entry["search"]["mode"] for entry in found["entry"]}
    assert modes == {"Schedule": "match", "Location": "include", "Organization": "include", "Slot": "include"}
    assert schedule["actor"] == [{"reference": f"Location/{own.id}"}]
    assert point["managingOrganization"] == {"reference": f"Organization/{owner['id']}"}
    assert (owner["identifier"][0]["value"], point["name"]) == (number, own.name)
    assert opening["id"].startswith(f"{slot}-") and opening["schedule"] == {"reference": f"Schedule/{own.id}"}
    assert reading.get("Schedule", *sos_query(number, reading, days=9)).json()["total"] == 0


def test_pages_follow_each_other_and_lose_nothing(reading: Reading) -> None:
    first = reading.slots(more=(("_count", "1"),))
    assert (first["total"], len(of(first, "Slot"))) == (2, 1)
    path = next(one["url"] for one in first["link"] if one["relation"] == "next").removeprefix("http://127.0.0.1:8000")
    second = reading.client.get(path).json()
    assert [link["relation"] for link in second["link"]] == ["self"]
    both = {one["id"] for page in (first, second) for one in of(page, "Slot")}
    assert both == {one["id"] for one in of(reading.slots(), "Slot")}
    assert len(of(second, "Practitioner")) == 1


def test_each_resource_found_is_read_by_its_id(reading: Reading) -> None:
    for one in (entry["resource"] for entry in reading.slots()["entry"]):
        assert reading.get(f"{one['resourceType']}/{one['id']}").json() == one
    for path in ("Slot/1-20200101", "Slot/abc", "Location/1", "Practitioner/99999999", f"Location/{reading.place.id}"):
        assert (path, reading.get(path).status_code) == (path, 404)


def test_questions_are_as_many_for_three_professionals_as_for_one(reading: Reading) -> None:
    numbers = [RPPS]
    for _ in range(2):
        place = care.doctor_place()
        care.published(place=place, owner=care.keeper(place), day=reading.day, now=reading.now)
        numbers.append(place.professional.national_id)
    counts = []
    for asked in (numbers[:1], numbers):
        with CaptureQueriesContext(connection) as made:
            found = reading.slots(*asked)
        counts.append((len(of(found, "Practitioner")), len(made)))
    assert counts[0][0] == 1 and counts[1][0] == 3 and counts[0][1] == counts[1][1]


REFUSED = {
    "nobody": "start=ge2026-11-23",
    "twice": "schedule=1&schedule.actor:Practitioner.identifier=1",
    "unknown": "schedule=1&patient=3",
    "too many": "schedule=" + ",".join("1" * 26),
    "date": "schedule=1&start=gedemain",
    "impossible date": "schedule=1&start=ge2026-02-31",
    "include": "schedule=1&_include=Slot:patient",
    "revinclude": "schedule=1&_revinclude=Slot:schedule",
    "count": "schedule=1&_count=-1",
    "three bounds": "schedule=1&start=ge2026-11-23&start=le2026-11-23&start=le2026-11-24",
    "nul": "schedule.actor:Practitioner.identifier=%00&start=x",
}


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_a_question_that_is_not_understood_is_refused(reading: Reading, query: str) -> None:
    answer = reading.client.get(f"/fhir/Slot?{query}")
    assert (answer.status_code, answer.json()["resourceType"]) == (400, "OperationOutcome")
