"""Saving the settings of a structure: who may, what is kept, what a search shows of it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.models import Delegation
from sas.rooms.directory.models import Structure
from sas.rooms.journal.models import AuditEntry
from sas.rooms.offer import operations as offer
from sas.rooms.offer import queries as search
from sas.rooms.participation import queries
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, StructureSettings
from sas.rooms.participation.operations import ProfessionalSettingsDraft, load_settings, save_structure_settings
from sas.rooms.participation.rules import HouseDraft, HouseSettings
from tests.factories import care, houses
from tests.factories.agenda import make_place

pytestmark = pytest.mark.django_db
NONE, TAKES_PART = HouseSettings(), HouseDraft(4, 2, accepts=True, pledged=True)
PARTICIPATES = HouseSettings(participates=True, hours_pledged=True, practitioner_count=4, gp_count=2)


def save(
    actor: Actor, house: Structure, draft: HouseDraft = TAKES_PART, *, now: datetime, seen: HouseSettings = NONE
) -> HouseSettings:
    return save_structure_settings(actor=actor, structure_id=house.id, draft=draft, seen=seen.stamp, now=now)


def shown(place_id: int, now: datetime) -> str:
    """What a regulator reads of the participation of a place."""
    card = search.card_of(actor=Actor(1, frozenset({Role.REGULATEUR_OSNP})), place_id=place_id, now=now)
    return card.participation if card else "absent"


@pytest.mark.shows("F-101", "F-102", "F-103", "F-110")
def test_settings_are_kept_told_and_shown_to_regulators_at_once(now: datetime) -> None:
    centre = houses.house("cds")
    place, manager = houses.place_of(centre), houses.manager_of(centre)
    offer.rebuild(actor=Actor.SYSTEM, now=now)
    assert shown(place.id, now) == ""
    assert save(manager, centre, now=now) == PARTICIPATES
    assert shown(place.id, now) == "Participe au SAS"
    save(manager, centre, HouseDraft(0), now=now, seen=PARTICIPATES)
    assert shown(place.id, now) == ""
    assert offer.differences(actor=Actor.SYSTEM, now=now) == 0
    told = ParticipationChange.objects.filter(structure=centre).order_by("id").values_list("user_id", "before", "after")
    off = {"participates": False, "hours_pledged": False, "practitioner_count": 0, "gp_count": 0}
    on = {"participates": True, "hours_pledged": True, "practitioner_count": 4, "gp_count": 2}
    assert list(told) == [(manager.user_id, {}, on), (manager.user_id, on, off)]
    first, _ = AuditEntry.objects.filter(verb="save_structure_settings").order_by("id")
    assert (first.subject_id, first.details) == (str(centre.id), on)


def test_the_same_settings_twice_leave_one_trace(now: datetime) -> None:
    centre = houses.house("cds")
    manager = houses.manager_of(centre)
    save(manager, centre, now=now)
    save(manager, centre, now=now + timedelta(hours=1), seen=PARTICIPATES)
    assert ParticipationChange.objects.count() == 1
    assert StructureSettings.objects.get().updated_at == now


def test_two_managers_do_not_overwrite_each_other(now: datetime) -> None:
    centre = houses.house("cds")
    first, second = houses.manager_of(centre), houses.manager_of(centre)
    save(first, centre, now=now)
    with pytest.raises(Impossible, match=f"modifiés par {first.name} le 23/11/2026 à 09h00"):
        save(second, centre, HouseDraft(9, 9), now=now)
    assert queries.house(actor=second, structure_id=centre.id).settings == PARTICIPATES  # type: ignore[union-attr]
    save(second, centre, HouseDraft(9, 9), now=now, seen=PARTICIPATES)


@pytest.mark.parametrize("kind", ["msp", "cpts", "establishment"])
def test_a_structure_without_a_form_has_nothing_to_save(kind: str, now: datetime) -> None:
    house = houses.house(kind)
    with pytest.raises(Impossible, match="n'a pas de paramètres"):
        save(houses.manager_of(house), house, now=now)
    assert StructureSettings.objects.count() == 0


def test_a_closed_structure_keeps_the_settings_it_had(now: datetime) -> None:
    centre = houses.house("cds")
    manager = houses.manager_of(centre)
    Structure.objects.update(closed_at=now)
    with pytest.raises(Impossible, match="fermée dans l'annuaire"):
        save(manager, centre, now=now)


def people(centre: Structure) -> dict[str, Actor]:
    delegate = care.account(Role.DELEGATAIRE)
    Delegation.objects.create(delegate_id=delegate.user_id, structure=centre)
    elsewhere = houses.manager_of(houses.house("cds"), also=(Role.DELEGATAIRE,))
    Delegation.objects.create(delegate_id=elsewhere.user_id, structure=centre)
    return {
        "a délégataire of the centre": care.acting(delegate.user_id or 0),
        "who manages another centre and is a délégataire of this one": care.acting(elsewhere.user_id or 0),
        "a doctor of the centre": care.keeper(make_place(site_finess=centre.finess)),
        "an account manager": care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),)),
        "nobody": Actor.NOBODY,
    }


@pytest.mark.shows("F-125")
def test_only_its_managers_read_and_change_the_settings_and_administrators_read(now: datetime) -> None:
    centre = houses.house("cds")
    for who, actor in people(centre).items():
        with pytest.raises(Refused):
            save(actor, centre, now=now)
        with pytest.raises(Refused):
            queries.house(actor=actor, structure_id=centre.id)
        with pytest.raises(Refused):
            queries.house_changes(actor=actor, structure_id=centre.id), who
    for role in (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL):
        administrator = care.account(role)
        assert queries.house(actor=administrator, structure_id=centre.id)
        with pytest.raises(Refused):
            save(administrator, centre, now=now)
    assert StructureSettings.objects.count() == AuditEntry.objects.filter(verb="save_structure_settings").count() == 0


@pytest.mark.shows("F-109", "F-106")
def test_an_msp_takes_part_with_its_first_participant_and_sos_by_its_pledge_at_every_point(now: datetime) -> None:
    """E22, E24."""
    msp, sos = houses.house("msp"), houses.house("sos")
    of_msp, points = houses.place_of(msp), [houses.place_of(sos), houses.place_of(sos)]
    manager = houses.manager_of(msp, sos)
    offer.rebuild(actor=Actor.SYSTEM, now=now)
    assert [shown(place.id, now) for place in (of_msp, *points)] == ["", "", ""]
    save(manager, sos, HouseDraft(pledged=True), now=now)
    doctor = care.doctor_place()
    draft = ProfessionalSettingsDraft(doctor.professional_id or 0, Via.MSP, structure_id=msp.id)
    load_settings(actor=Actor.SYSTEM, professionals=[draft], structures=[], now=now)
    offer.rebuild(actor=Actor.SYSTEM, now=now)
    assert [shown(place.id, now) for place in (of_msp, *points)] == ["Participe au SAS"] * 3
    found = {one.structure.kind.value: one for one in queries.houses(actor=manager, structure_ids=[msp.id, sos.id])}
    assert (found["msp"].participates, found["msp"].members, found["msp"].has_settings) == (True, 1, False)
    assert (found["sos"].participates, found["sos"].has_settings) == (True, True)


def test_three_structures_cost_the_questions_of_one(now: datetime) -> None:
    centres = [houses.house("cds") for _ in range(3)]
    manager = houses.manager_of(*centres)
    for centre in centres:
        save(manager, centre, now=now)
    costs = []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.houses(actor=manager, structure_ids=[one.id for one in centres[:size]])) == size
        costs.append(len(captured))
    assert costs[0] == costs[1]
