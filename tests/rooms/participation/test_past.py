"""Settings as they stood at an instant are those that were kept then, whichever operation changed them."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.directory.models import Structure
from sas.rooms.participation import operations, queries
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings, StructureSettings
from sas.rooms.participation.operations import ProfessionalSettingsDraft, StructureSettingsDraft
from sas.rooms.participation.queries import CentreThen, SettingsThen
from sas.rooms.participation.rules import HouseDraft, HouseSettings
from tests.factories import choosing, houses
from tests.factories.choosing import Doctor, without_software

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-110"), pytest.mark.shows("F-266")]
HOUR = timedelta(hours=1)
DRAWS = 12


def kept_of(doctor: Doctor) -> SettingsThen | None:
    """What is kept at this moment, read from the row itself."""
    row = ProfessionalSettings.objects.filter(professional_id=doctor.professional_id).first()
    if row is None:
        return None
    told = (bool(row.has_software), row.hours_pledged, row.editor_slots_refused)
    return SettingsThen(Via(row.via), row.structure_id, *told)


def kept_of_structure(structure: Structure) -> CentreThen | None:
    row = StructureSettings.objects.filter(structure=structure).first()
    return CentreThen(row.participates, row.hours_pledged, row.gp_count) if row else None


def loaded(doctor: Doctor, chance: random.Random, *, msp: Structure, now: datetime) -> None:
    """Settings that a file brings, among those that the database lets in."""
    via = chance.choice([Via.NONE, Via.INDIVIDUAL, Via.MSP])
    draft = ProfessionalSettingsDraft(
        doctor.professional_id,
        via,
        structure_id=msp.id if via == Via.MSP else None,
        has_software=chance.random() < 0.5,
        hours_pledged=chance.random() < 0.5,
        editor_slots_refused=chance.random() < 0.5,
    )
    operations.load_settings(actor=Actor.SYSTEM, professionals=[draft], structures=[], now=now)


def chosen(doctor: Doctor, chance: random.Random, *, msp: Structure, now: datetime) -> None:
    """Settings that the doctor saves himself."""
    through = {"via": Via.MSP, "structure_id": msp.id} if chance.random() < 0.5 else {}
    said = chance.choice([{}, without_software(**through), without_software(**through, reorientation_package=True)])
    doctor.save(now=now, **said)


@pytest.mark.parametrize("seed", range(5))
def test_the_settings_of_each_moment_are_found_again(seed: int, now: datetime) -> None:
    chance, doctor, msp = random.Random(seed), choosing.doctor(), choosing.structure("msp")
    expected = {now: None}
    for hours in range(1, DRAWS):
        at = now + hours * HOUR
        chance.choice([loaded, chosen])(doctor, chance, msp=msp, now=at)
        expected[at] = kept_of(doctor)
    for at, kept in expected.items():
        for moment in (at, at + HOUR / 2):
            asked = {"professional_ids": [doctor.professional_id], "at": moment}
            found = queries.professional_settings_at(actor=Actor.SYSTEM, **asked)
            assert found.get(doctor.professional_id) == kept


@pytest.mark.parametrize("seed", range(5))
def test_so_are_those_of_a_health_centre(seed: int, now: datetime) -> None:
    chance, centre = random.Random(seed), houses.house("cds")
    manager, expected = houses.manager_of(centre), {now: None}
    for hours in range(1, DRAWS):
        at, gps = now + hours * HOUR, chance.randint(1, 3)
        accepts = chance.random() < 0.5
        if chance.random() < 0.5:
            draft = StructureSettingsDraft(
                centre.id, accepts, hours_pledged=accepts, practitioner_count=4, gp_count=gps
            )
            operations.load_settings(actor=Actor.SYSTEM, professionals=[], structures=[draft], now=at)
        else:
            seen = getattr(queries.house(actor=manager, structure_id=centre.id), "settings", HouseSettings()).stamp
            said = HouseDraft(practitioners=4, general_practitioners=gps, accepts=accepts, pledged=accepts)
            operations.save_structure_settings(actor=manager, structure_id=centre.id, draft=said, seen=seen, now=at)
        expected[at] = kept_of_structure(centre)
    for at, kept in expected.items():
        found = queries.structure_settings_at(actor=Actor.SYSTEM, structure_ids=[centre.id], at=at)
        assert found.get(centre.id) == kept


def test_an_establishment_whose_package_changes_said_nothing_else(now: datetime) -> None:
    hospital = houses.house("establishment")
    for hours, takes_part in enumerate((True, False), start=1):
        acts = {"structure_id": hospital.id, "takes_part": takes_part, "now": now + hours * HOUR}
        operations.save_package(actor=Actor.SYSTEM, **acts)
    found = queries.structure_settings_at(actor=Actor.SYSTEM, structure_ids=[hospital.id], at=now + HOUR)
    assert found == {hospital.id: CentreThen(participates=False, hours_pledged=False, gp_count=0)}


@pytest.mark.parametrize("number", [1, 3])
def test_changes_are_noted_in_a_number_of_questions_that_does_not_depend_on_theirs(number: int, now: datetime) -> None:
    doctors, costs = [choosing.doctor() for _ in range(number)], []
    for hours, via in enumerate((Via.INDIVIDUAL, Via.NONE, Via.NONE)):
        drafts = [ProfessionalSettingsDraft(one.professional_id, via) for one in doctors]
        with CaptureQueriesContext(connection) as asked:
            operations.load_settings(actor=Actor.SYSTEM, professionals=drafts, structures=[], now=now + hours * HOUR)
        costs.append(len([one for one in asked if "participation_" in one["sql"]]))
    assert costs == [5, 5, 4]
    assert ParticipationChange.objects.count() == 2 * number
