"""Patients sent to a structure: a CPTS through its members, an MSP, a health centre or SOS Médecins at its place."""

from datetime import datetime
from uuid import uuid4

import pytest

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.models import Place
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.models import Orientation
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.participation.enums import Via
from tests.factories import associations, care, houses

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-183")]
EVENING = datetime(2026, 11, 23, 18)


@pytest.fixture
def regulator() -> Actor:
    return care.regulator(care.territory())


def sent(place: Place, *, by: Actor, now: datetime) -> Orientation:
    asked = {"actor": by, "key": uuid4(), "place_id": place.id, "local": EVENING}
    outcome = operations.orient_surnumeraire(**asked, now=now)
    return Orientation.objects.get(id=outcome.orientation_id)


def test_a_member_of_a_cpts_gives_way_to_the_cpts_at_the_declared_place_only(regulator: Actor, now: datetime) -> None:
    """E20: the other place of the same professional keeps its own orientations."""
    cpts = houses.house("cpts", name="CPTS du Canal")
    own, member, manager = houses.place_of(cpts), houses.member_of(cpts), houses.manager_of(cpts)
    made = sent(member.declared, by=regulator, now=now)
    assert (made.place_id, sent(member.other, by=regulator, now=now).place_id) == (own.id, member.other.id)
    told = queries.one(actor=regulator, orientation_id=made.id)
    assert told is not None and (told.place_name, told.local_start) == ("CPTS du Canal", EVENING)
    (trace,) = AuditEntry.objects.filter(verb="orient", subject_id=str(made.id))
    assert trace.details["place"] == own.id
    addressees = OutgoingMail.objects.filter(kind="orientation_received").values_list("user_id", flat=True)
    assert list(addressees) == [manager.user_id]


def test_its_manager_reads_it_and_names_the_member_who_is_then_counted(regulator: Actor, now: datetime) -> None:
    cpts = houses.house("cpts")
    own, member, manager = houses.place_of(cpts), houses.member_of(cpts), houses.manager_of(cpts)
    made = sent(member.declared, by=regulator, now=now)
    (received,) = queries.received(actor=manager, place_id=own.id, monday=now.date(), now=now)
    assert (received.facts.id, received.member, received.may_name) == (made.id, "", True)
    named = {"orientation_id": made.id, "professional_id": member.professional.id, "now": now}
    operations.name_member(actor=manager, **named)
    days = {"first_day": now.date(), "last_day": now.date()}
    (counted,) = queries.addressed(actor=Actor.SYSTEM, professional_ids=[member.professional.id], **days)
    assert (counted.id, counted.structure_id, counted.professional_id) == (made.id, cpts.id, member.professional.id)


def test_the_same_form_gives_the_same_orientation_again(regulator: Actor, now: datetime) -> None:
    cpts = houses.house("cpts")
    houses.place_of(cpts)
    place, key = houses.member_of(cpts).declared, uuid4()
    asked = {"actor": regulator, "key": key, "place_id": place.id, "local": EVENING, "now": now}
    first = operations.orient_surnumeraire(**asked)
    assert operations.orient_surnumeraire(**asked) == first and Orientation.objects.count() == 1


def test_a_cpts_without_open_address_leaves_the_orientation_to_the_member(regulator: Actor, now: datetime) -> None:
    cpts = houses.house("cpts")
    own, member = houses.place_of(cpts), houses.member_of(cpts)
    Place.objects.filter(id=own.id).update(closed_at=now)
    assert sent(member.declared, by=regulator, now=now).place_id == member.declared.id
    with pytest.raises(Impossible, match="en sus"):
        sent(houses.place_of(cpts), by=regulator, now=now)


@pytest.mark.parametrize("kind", ["msp", "cds", "sos"])
def test_other_structures_receive_at_their_own_place_and_their_manager_names_the_member(
    kind: str, regulator: Actor, now: datetime
) -> None:
    structure = houses.house(kind)
    place, manager = houses.place_of(structure), houses.manager_of(structure)
    with pytest.raises(Impossible, match="en sus"):
        sent(place, by=regulator, now=now)
    member = associations.takes_part_through(structure, Via.SOS if kind == "sos" else Via.MSP)
    if kind != "msp":
        associations.centre_settings(structure, practitioners=1)
    made = sent(place, by=regulator, now=now)
    operations.name_member(actor=manager, orientation_id=made.id, professional_id=member.id, now=now)
    assert made.place_id == place.id
    assert queries.member_names(actor=manager, orientation_ids=[made.id]) == {made.id: "MARTIN Claire"}
    with pytest.raises(Impossible, match="en sus"):
        sent(Place.objects.get(professional=member), by=regulator, now=now)
