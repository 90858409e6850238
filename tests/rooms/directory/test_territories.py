"""SAS territories: what one may be, whose places it holds, and changes that never overwrite each other (F-227)."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.directory import operations
from sas.rooms.directory import queries as directory
from sas.rooms.directory.models import Place, Territory
from sas.rooms.directory.rules import checked_phone
from sas.rooms.journal.models import AuditEntry
from tests.factories import agenda, care, delegation
from tests.factories.configuration import stamp_of, territory_draft

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-227")]


@pytest.fixture
def admin() -> Actor:
    return care.account(Role.ADMINISTRATEUR)


def made(admin: Actor, now: datetime, *departements: str, **changed: str) -> int:
    return operations.create_territory(actor=admin, draft=territory_draft(*departements, **changed), now=now)


def test_a_territory_is_kept_as_it_must_be_read_and_traced(admin: Actor, now: datetime) -> None:
    number = made(admin, now, "35", "22", name="  SAS   Bretagne ")
    (found,) = directory.territory_states(actor=admin)
    assert found.draft.name == "SAS Bretagne"
    assert (found.draft.contact_phone, found.draft.contact_email) == ("02 61 91 00 12", "sas@ars.example")
    assert [one.label for one in found.departements] == ["22 – Côtes-d'Armor", "35 – Ille-et-Vilaine"]
    trace = AuditEntry.objects.get(subject="territory", subject_id=str(number))
    assert (trace.verb, trace.details) == ("create_territory", {"departements": ["22", "35"]})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "ab"}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"contact_phone": "02 61"}, "contact_phone"),
        ({"contact_email": "ars"}, "contact_email"),
        ({"contact_phone": "", "contact_email": ""}, "contact_phone"),
        ({"contact_name": "x" * 121}, "contact_name"),
    ],
)
def test_what_no_territory_may_be(admin: Actor, now: datetime, changed: dict[str, str], field: str) -> None:
    with pytest.raises(Impossible) as problem:
        made(admin, now, **changed)
    assert problem.value.field == field
    assert Territory.objects.count() == 0


def test_a_departement_that_does_not_exist_and_a_name_that_is_taken_are_refused(admin: Actor, now: datetime) -> None:
    with pytest.raises(Impossible, match="n'existe pas"):
        made(admin, now, "35", "00")
    made(admin, now)
    with pytest.raises(Impossible, match="porte déjà ce nom"):
        made(admin, now, "44", name="sas-35 ILLE-et-vilaine")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("02.61.91.00.12", "02 61 91 00 12"),
        ("+33 2 61 91 00 12", "02 61 91 00 12"),
        ("0033 (0)2 61 91 00 12", "02 61 91 00 12"),
        ("+262 262 91 00 12", "+262262910012"),
        (" ", ""),
    ],
)
def test_a_telephone_is_kept_as_it_is_read(typed: str, kept: str) -> None:
    assert checked_phone(typed, field="contact_phone") == kept


def test_who_read_an_older_state_overwrites_nothing(admin: Actor, now: datetime) -> None:
    number = made(admin, now)
    stamp = stamp_of(number)
    change = {"actor": admin, "territory_id": number, "stamp": stamp, "now": now}
    operations.edit_territory(draft=territory_draft("35", "22"), **change)
    with pytest.raises(Impossible, match="modifié entre-temps"):
        operations.edit_territory(draft=territory_draft("44"), **change)
    assert directory.territory_states(actor=admin)[0].draft.departements == {"35", "22"}
    trace = AuditEntry.objects.get(verb="edit_territory")
    assert trace.details == {"gained": ["22"], "lost": []}


def test_saving_the_same_thing_writes_nothing(admin: Actor, now: datetime) -> None:
    number = made(admin, now)
    operations.edit_territory(
        actor=admin, territory_id=number, draft=territory_draft("35"), stamp=stamp_of(number), now=now
    )
    assert not AuditEntry.objects.filter(verb="edit_territory").exists()


@pytest.mark.parametrize("role", [role for role in Role if not role.value.startswith("administrateur")])
def test_only_administrators_keep_territories(role: Role, now: datetime) -> None:
    somebody = care.account(role, territories=(care.territory(),))
    with pytest.raises(Refused):
        operations.create_territory(actor=somebody, draft=territory_draft("44"), now=now)
    about = {"actor": somebody, "territory_id": Territory.objects.get().id, "stamp": "", "now": now}
    with pytest.raises(Refused):
        operations.edit_territory(draft=territory_draft("44"), **about)
    with pytest.raises(Refused):
        accounts.delete_territory(**about)
    with pytest.raises(Refused):
        queries.planned_territory(actor=somebody, territory_id=None, departements=["44"])


def test_places_structures_and_accounts_follow_from_the_departements(admin: Actor, now: datetime) -> None:
    number = made(admin, now, "29")
    doctor = care.keeper(care.doctor_place(commune="35238"))
    care.doctor_place(commune="29019")
    delegation.manager_of(delegation.structure(commune="35238"))
    plan = queries.planned_territory(actor=admin, territory_id=number, departements=["35"])
    assert (plan.gained, plan.lost, plan.key) == (("35 – Ille-et-Vilaine",), ("29 – Finistère",), "+35 -29")
    assert (plan.attached.places, plan.attached.structures, plan.attached.accounts) == (1, 1, 2)
    assert (plan.detached.places, plan.detached.structures, plan.detached.accounts) == (1, 0, 0)
    place = next(iter(doctor.places))
    assert directory.territories_of_place(actor=admin, place_id=place) == frozenset()
    operations.edit_territory(
        actor=admin, territory_id=number, draft=territory_draft("35"), stamp=stamp_of(number), now=now
    )
    assert directory.territories_of_place(actor=admin, place_id=place) == {number}
    found = queries.territory_detail(actor=admin, territory_id=number)
    assert found and (found.extent.places, found.extent.structures, found.extent.accounts) == (1, 1, 2)


def test_an_account_that_also_stands_where_the_territory_stays_is_not_detached(admin: Actor, now: datetime) -> None:
    number, here = made(admin, now, "35", "29"), care.doctor_place(commune="35238")
    care.keeper(here)
    other = agenda.make_place(professional=here.professional)
    Place.objects.filter(id=other.id).update(departement_id="29")
    plan = queries.planned_territory(actor=admin, territory_id=number, departements=["35"])
    assert (plan.detached.places, plan.detached.accounts) == (1, 0)


def test_a_territory_goes_only_when_nobody_has_it_and_no_request_waits(admin: Actor, now: datetime) -> None:
    scene = delegation.make_scene()
    delegation.asked(scene.doctor, now=now)
    about = {"actor": admin, "territory_id": scene.territory, "now": now}
    with pytest.raises(Impossible, match="2 compte"):
        accounts.delete_territory(stamp=stamp_of(scene.territory), **about)
    detail = queries.territory_detail(actor=admin, territory_id=scene.territory)
    assert detail and detail.attached_count == 2 and not detail.may_be_deleted
    Territory.objects.get(id=scene.territory)
    for actor in (scene.manager, scene.referent):
        accounts.close_account(actor=admin, user_id=actor.user_id or 0, now=now)
    with pytest.raises(Impossible, match="1 demande"):
        accounts.delete_territory(stamp=stamp_of(scene.territory), **about)
    free = made(admin, now, "44")
    with pytest.raises(Impossible, match="modifié entre-temps"):
        accounts.delete_territory(actor=admin, territory_id=free, stamp="older", now=now)
    accounts.delete_territory(actor=admin, territory_id=free, stamp=stamp_of(free), now=now)
    assert list(Territory.objects.values_list("id", flat=True)) == [scene.territory]
    assert AuditEntry.objects.get(verb="delete_territory").subject_id == str(free)


def test_those_who_represent_a_territory_see_theirs_only(now: datetime) -> None:
    mine, other = care.territory(), care.territory(departements=("44",))
    for role in (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL):
        somebody = care.account(role, territories=(mine,))
        assert [row.state.id for row in queries.territory_list(actor=somebody)] == [mine]
        found = queries.territory_detail(actor=somebody, territory_id=mine)
        assert found and not found.may_edit
        assert queries.territory_detail(actor=somebody, territory_id=other) is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(number: int, admin: Actor) -> None:
    for _ in range(number):
        care.account(Role.REFERENT_TERRITORIAL, territories=(care.territory(),))
    with CaptureQueriesContext(connection) as asked:
        rows = queries.territory_list(actor=admin)
    assert len(rows) == number and all(row.referents for row in rows)
    assert len(asked) == 3


def test_contacts_are_those_of_the_territories_given_and_of_the_places(admin: Actor, now: datetime) -> None:
    made(admin, now, "35", name="SAS-35")
    made(admin, now, "44", name="SAS-44", contact_phone="02 40 00 00 01")
    care.territory(departements=("29",))
    doctor = care.keeper(care.doctor_place())
    lines = [(one.territory, one.line) for one in queries.own_contacts(actor=doctor)]
    assert lines == [("SAS-35", "ARS Bretagne, 02 61 91 00 12, sas@ars.example")]
    assert [one.territory for one in directory.contacts(actor=Actor.NOBODY)] == ["SAS-35", "SAS-44"]
