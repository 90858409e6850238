"""What is read of an answer: the guide's examples, then one fault after the other."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sas.adapters.editors import bundles, reader, resources, slots
from sas.adapters.editors.values import Asked, Endpoint, FreeSlot, Kind, Label, Site
from sas.timetable.modality import Modality

pytestmark = pytest.mark.shows("F-261")
EXAMPLES = Path(__file__).parent / "examples"
EDITOR = Endpoint(1, "https://editeur.example/fhir", hosts=("exemple.com", "www.editeur.com"))
DOCTORS = Asked(
    Kind.PRACTITIONERS,
    ("810002673899", "810100050075"),
    datetime(2021, 11, 4, 14, 19, 35, tzinfo=UTC),
    datetime(2021, 11, 6, 23, 59, 59, tzinfo=UTC),
)
CPTS = Asked(Kind.CPTS, ("810002909371",), datetime(2024, 6, 12, tzinfo=UTC), datetime(2024, 6, 13, tzinfo=UTC))
SOS = Asked(Kind.SOS, ("334173748400020",), datetime(2023, 8, 18, tzinfo=UTC), datetime(2023, 8, 20, tzinfo=UTC))


def example(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def read(told: Any, asked: Asked) -> tuple[tuple[Site, ...], dict[str, int]]:
    return reader.read([bundles.page(json.dumps(told).encode())], endpoint=EDITOR, asked=asked)


def changed(name: str, kind: str, **elements: Any) -> Any:
    """An example in which the first resource of a kind says something else; None takes an element away."""
    told = example(name)
    first = next(one["resource"] for one in told["entry"] if one["resource"]["resourceType"] == kind)
    first |= elements
    for element in [name for name, value in elements.items() if value is None]:
        del first[element]
    return told


def test_the_guides_bundle_of_professionals() -> None:
    sites, dropped = read(example("Bundle-ExampleBundlePSIndiv"), DOCTORS)
    assert dropped == {}
    assert [(site.professional, site.local_id[-1], site.line, len(site.slots)) for site in sites] == [
        ("810100050075", "2", "1 rue Mme DELMAS", 1),
        ("810100050075", "3", "30 rue Mme DELMAS", 1),
        ("810002673899", "4", "1 rue Mme DELMAS", 2),
    ]
    first, second, third = sites
    own, structures = "urn:oid:1.1.111.1.111.1.1.1", "urn:oid:1.2.250.1.71.4.2.2"
    assert first.identifiers == ((own, "1"), (structures, "1810004421"))
    assert (first.postal_code, first.city, first.phone, third.phone) == ("47000", "AGEN", "", "+33658913859")
    assert first.slots == (
        FreeSlot(
            slot_id="ExampleSlotPSIndiv1",
            start=datetime(2021, 11, 5, 9, 0, tzinfo=UTC),
            end=datetime(2021, 11, 5, 9, 30, tzinfo=UTC),
            labels=frozenset({Label.PUBLIC}),
            modalities=Modality.OFFICE | Modality.VIDEO,
            bookable=True,
            reason="Visite de contrôle",
            specialties=("SM54", "SM05"),
            url="https://exemple.com/rdv/com/",
            cpts=(),
        ),
    )
    (walk_in,) = second.slots
    assert (walk_in.bookable, walk_in.url, walk_in.labels) == (False, None, {Label.PRO})
    assert [one.modalities for one in third.slots] == [Modality.VIDEO, Modality.HOME]
    assert third.slots[0].reason == "Visite de contrôle, Consultation de suivi pneumologie"


def test_the_guides_bundle_of_a_cpts() -> None:
    (site,), dropped = read(example("Bundle-ExampleBundleCPTS1"), CPTS)
    (slot,) = site.slots
    assert dropped == {}
    assert (slot.labels, slot.cpts) == ({Label.PUBLIC, Label.CPTS}, ("950047225",))
    assert slot.start == datetime(2024, 6, 12, 14, 40, tzinfo=UTC)
    assert site.identifiers[1] == ("", "412345678912345")


def test_the_guides_bundle_of_sos_medecins() -> None:
    sites, dropped = read(example("Bundle-DerivedBundleAgregateurSOS"), SOS)
    assert [(site.professional, site.association, site.name) for site in sites] == [
        (None, "34173748400020", "Centre de consultation Rennes Nord"),
        (None, "34173748400020", "Centre de consultation Rennes Cleunay"),
    ]
    assert [one.labels for site in sites for one in site.slots] == [{Label.PUBLIC, Label.SNP}, {Label.PUBLIC}]
    assert dropped == {"link": 2}, "its links are plain http"


def test_each_published_resource_can_be_read_on_its_own() -> None:
    names = [path.stem for path in sorted(EXAMPLES.glob("*.json")) if not path.stem.startswith("Bundle")]
    assert len(names) == 27
    for name in names:
        entry = resources.entry(json.dumps({"resource": example(name)}).encode())
        assert type(entry.resource).__name__ == name.partition("-")[0]


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"status": "busy"}, "not_free"),
        ({"status": None}, "not_free"),
        ({"end": None}, "no_end"),
        ({"start": None}, "no_end"),
        ({"start": "2021-11-05T09:00:00.000"}, "no_zone"),
        ({"start": "2021-11-05T09:00"}, "unreadable"),
        ({"start": "bientôt"}, "unreadable"),
        ({"end": "2021-11-05T09:00:00.000Z"}, "backwards"),
        ({"start": "2021-11-07T09:00:00Z", "end": "2021-11-07T09:30:00Z"}, "out_of_window"),
        ({"schedule": {"reference": "Schedule/unknown"}}, "no_schedule"),
        ({"schedule": {"reference": "Practitioner/ExamplePractitioner2"}}, "no_schedule"),
        ({"schedule": None}, "no_schedule"),
        ({"meta": {"security": [{"system": slots.LABELS, "code": "PRIVE"}]}}, "no_label"),
        ({"meta": {"security": [{"system": "urn:other", "code": "PUBLIC"}]}}, "no_label"),
        ({"meta": None}, "no_label"),
        ({"id": 12}, "unreadable"),
        ({"id": None}, "unreadable"),
        ({"serviceType": "AMB"}, "unreadable"),
        ({"id": "ExampleSlotPSIndiv3"}, "duplicate"),
    ],
)
def test_a_slot_that_is_not_what_was_asked_is_left_out_with_its_reason(elements: Any, reason: str) -> None:
    sites, dropped = read(changed("Bundle-ExampleBundlePSIndiv", "Slot", **elements), DOCTORS)
    assert dropped == {reason: 1}
    assert sum(len(site.slots) for site in sites) == 3, "the others are kept"


@pytest.mark.parametrize(
    ("kind", "elements", "reason"),
    [
        ("Schedule", {"actor": None}, "no_actor"),
        ("Schedule", {"actor": [{"reference": "Practitioner/ExamplePractitioner2"}]}, "no_location"),
        (
            "Schedule",
            {
                "actor": [{"reference": f"Practitioner/ExamplePractitioner{number}"} for number in (2, 3)]
                + [{"reference": "PractitionerRole/ExamplePractitionerRoleAgregateur2"}]
            },
            "two_actors",
        ),
        ("PractitionerRole", {"contained": None, "organization": None}, "no_location"),
        ("PractitionerRole", {"practitioner": {"reference": "Practitioner/ExamplePractitioner3"}}, "two_actors"),
    ],
)
def test_a_slot_that_cannot_be_placed_is_left_out(kind: str, elements: Any, reason: str) -> None:
    sites, dropped = read(changed("Bundle-ExampleBundlePSIndiv", kind, **elements), DOCTORS)
    assert (dropped, len(sites)) == ({reason: 1}, 2)


@pytest.mark.parametrize(
    ("identifier", "reason"),
    [
        ({"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "10100050075"}, "unprefixed"),
        ({"system": "1.2.250.1.71.4.2.1", "value": "810100050075"}, "unprefixed"),
        ({"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "810100050076"}, "not_asked"),
        ({"system": "https://editeur.com", "value": "810100050075"}, "not_asked"),
    ],
)
def test_an_identifier_is_asked_for_with_its_prefixes(identifier: Any, reason: str) -> None:
    told = changed("Bundle-ExampleBundlePSIndiv", "Practitioner", identifier=[identifier])
    assert read(told, DOCTORS)[1] == {reason: 2}


def test_references_are_followed_however_they_are_written() -> None:
    told = example("Bundle-ExampleBundlePSIndiv")
    expected = read(told, DOCTORS)
    for entry in told["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Slot":
            resource["schedule"]["reference"] = (
                f"https://exemple.com/ans-sas/{resource['schedule']['reference']}/_history/3"
            )
        entry.pop("search", None)
    told["total"] = 0
    told["entry"] += [{"resource": {"resourceType": "Basic", "id": "1", "code": 3}}, {"fullUrl": "https://x/y"}]
    sites, dropped = read(told, DOCTORS)
    assert sites == expected[0]
    assert dropped == {"unreadable": 1}, "an entry without a resource; a resource of no use is passed over"


def test_an_address_may_stand_beside_its_role() -> None:
    told = example("Bundle-ExampleBundlePSIndiv")
    expected = read(told, DOCTORS)
    for number, role in enumerate(one["resource"] for one in list(told["entry"])):
        if role["resourceType"] == "PractitionerRole":
            (inside,) = role.pop("contained")
            role["location"] = [{"reference": f"Location/{number}"}]
            told["entry"].append({"resource": inside | {"id": str(number)}})
    assert read(told, DOCTORS) == expected


def test_a_cpts_that_did_not_come_is_told_and_its_slot_kept() -> None:
    for kind, elements in (("Organization", {"identifier": None}), ("HealthcareService", {"providedBy": None})):
        (site,), dropped = read(changed("Bundle-ExampleBundleCPTS1", kind, **elements), CPTS)
        assert (site.slots[0].cpts, dropped) == ((), {"cpts": 1})
        assert site.slots[0].labels == {Label.PUBLIC, Label.CPTS}
    corsican = [{"system": "urn:oid:1.2.250.1.71.4.2.2", "value": "12A0001234"}]
    (site,), dropped = read(changed("Bundle-ExampleBundleCPTS1", "Organization", identifier=corsican), CPTS)
    assert (site.slots[0].cpts, dropped) == (("2A0001234",), {})


def test_sos_medecins_has_two_labels_and_answers_for_itself() -> None:
    security = [{"system": slots.LABELS, "code": "PRO"}, {"system": slots.LABELS, "code": "SNP"}]
    (first, _), _ = read(changed("Bundle-DerivedBundleAgregateurSOS", "Slot", meta={"security": security}), SOS)
    assert first.slots[0].labels == {Label.SNP}
    for kind, elements, reason in (
        ("Slot", {"meta": {"security": security[:1]}}, {"no_label": 1, "link": 1}),
        ("Organization", {"identifier": [{"system": "urn:oid:1.2.250.1.71.4.2.2", "value": "3999"}]}, {"not_asked": 2}),
        ("Location", {"managingOrganization": None}, {"no_actor": 1, "link": 1}),
        ("Schedule", {"actor": []}, {"no_location": 1, "link": 1}),
    ):
        assert read(changed("Bundle-DerivedBundleAgregateurSOS", kind, **elements), SOS)[1] == reason


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("https://exemple.com/rdv?id=1#jour", True),
        ("HTTPS://exemple.com/rdv", False),
        ("https://EXEMPLE.com/rdv", True),
        ("https://exemple.com:443/", True),
        ("https://exemple.com:8443/", False),
        ("https://exemple.com", True),
        ("http://exemple.com/", False),
        ("http://127.0.0.1:80/", False),
        ("https://exemple.com@ailleurs.example/", False),
        ("https://exemple.com\\@ailleurs.example/", False),
        ("https://ailleurs.example/exemple.com", False),
        ("https://exemple.com.ailleurs.example/", False),
        ("https://exemple.com/a b", False),
        ('https://exemple.com/"onclick=', False),
        ("https://exemple.com/\n", False),
        ("//exemple.com/", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("", False),
        (f"https://exemple.com/{'a' * 2000}", False),
    ],
)
def test_a_link_leads_to_a_declared_host_by_https_or_nowhere(comment: str, *, kept: bool) -> None:
    assert slots.link(comment, EDITOR) == (comment if kept else None)


def test_what_an_editor_writes_stays_short_and_on_one_line() -> None:
    told = changed("Bundle-ExampleBundlePSIndiv", "Slot", serviceType=[{"text": "a\n\t\u202eb\x00" + "c" * 300}])
    (slot,) = read(told, DOCTORS)[0][0].slots
    assert slot.reason == "a b " + "c" * 196
    assert slot.modalities == Modality(0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"resourceType":"Bundle"}',
        b'{"resourceType":"Bundle","type":"history"}',
        b'{"resourceType":"Patient","id":"1"}',
        b'{"resourceType":"Bundle","type":"searchset","entry":{}}',
        b"[" * 9999,
    ],
)
def test_what_is_no_searchset_is_not_read_at_all(body: bytes) -> None:
    with pytest.raises(bundles.NotABundle):
        bundles.page(body)


def test_nothing_free_is_an_answer() -> None:
    body = b'\xef\xbb\xbf{"resourceType":"Bundle","type":"searchset","total":0}'
    assert reader.read([bundles.page(body)], endpoint=EDITOR, asked=DOCTORS) == ((), {})


def test_only_the_code_of_an_outcome_is_kept() -> None:
    def said(*issues: object) -> str:
        return bundles.outcome(msgspec.json.encode({"resourceType": "OperationOutcome", "issue": issues}))

    assert said({"severity": "error", "code": "business-rule", "diagnostics": "Mme Durand"}) == "business-rule"
    assert said({"severity": "error", "code": "Mme Durand !"}) == said() == bundles.outcome(b"<html>") == ""
