"""The read model never says otherwise than the settings of structures, whatever their managers change, in any order."""

import random
from datetime import datetime, timedelta

import pytest

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.models import Place, Structure
from sas.rooms.offer import operations as offer
from sas.rooms.participation import queries
from sas.rooms.participation.enums import Via
from sas.rooms.participation.operations import (
    ProfessionalSettingsDraft,
    load_settings,
    save_package,
    save_structure_settings,
)
from sas.rooms.participation.rules import HouseDraft, structure_flags
from tests.factories import care, houses
from tests.rooms.offer.test_projection import rows

pytestmark = pytest.mark.django_db


@pytest.mark.shows("F-263")
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12))])
def test_rows_kept_change_by_change_are_those_of_a_rebuild(seed: int, now: datetime) -> None:
    chance = random.Random(seed)
    made = [houses.house(kind) for kind in ("cds", "cds", "sos", "msp", "cpts", "establishment")]
    for house in made:
        for _ in range(2 if house.kind == "sos" else 1):
            houses.place_of(house)
    doctors = [care.doctor_place() for _ in range(2)]
    manager = houses.manager_of(*made)
    offer.rebuild(actor=Actor.SYSTEM, now=now)
    saved = sum(
        _change(chance, (made, doctors), manager=manager, now=now + timedelta(minutes=step)) for step in range(25)
    )
    assert saved, "the sample must not be empty"
    later = now + timedelta(minutes=25)
    assert offer.differences(actor=Actor.SYSTEM, now=later) == 0
    kept = rows()
    assert kept[0]
    offer.rebuild(actor=Actor.SYSTEM, now=later)
    assert rows() == kept


def _change(
    chance: random.Random, scene: tuple[list[Structure], list[Place]], *, manager: Actor, now: datetime
) -> bool:
    made, doctors = scene
    house = chance.choice(made)
    if house.kind == "establishment":
        return save_package(actor=Actor.SYSTEM, structure_id=house.id, takes_part=chance.random() < 0.5, now=now)
    if house.kind in {"msp", "cpts"}:
        return _join(chance, house, chance.choice(doctors), now)
    draft = HouseDraft(chance.randrange(3), chance.randrange(3), chance.random() < 0.5, chance.random() < 0.7)
    known = queries.house(actor=manager, structure_id=house.id)
    assert known
    try:
        save_structure_settings(actor=manager, structure_id=house.id, draft=draft, seen=known.settings.stamp, now=now)
    except Impossible:
        return False
    return True


def _join(chance: random.Random, house: Structure, place: Place, now: datetime) -> bool:
    """A professional takes part through the MSP or the CPTS, or individually again."""
    via = chance.choice([Via.INDIVIDUAL, Via.MSP if house.kind == "msp" else Via.CPTS])
    through = house.id if via != Via.INDIVIDUAL else None
    own = (place.id,) if via == Via.CPTS else ()
    draft = ProfessionalSettingsDraft(place.professional_id or 0, via, through, own, editor_slots_refused=True)
    load_settings(actor=Actor.SYSTEM, professionals=[draft], structures=[], now=now)
    return True


@pytest.mark.shows("F-102")
@pytest.mark.parametrize(("count", "takes_part"), [(0, False), (1, True), (9, True)])
def test_a_health_centre_that_counts_nobody_does_not_take_part(count: int, takes_part: bool) -> None:
    """E23: whatever an older file said of its participation."""
    flags = structure_flags(kind="cds", participates=True, practitioners=count)
    assert (flags.participates, flags.overbooking, flags.agenda_open) == (takes_part, takes_part, True)
