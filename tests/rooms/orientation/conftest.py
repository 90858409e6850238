"""A doctor in Rennes with a plage of three patients this afternoon, and the regulator of the territory."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from sas.actor import Actor
from sas.rooms.directory.models import Place
from tests.factories import care

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Scene:
    """Who and where."""

    territory: int
    place: Place
    owner: Actor
    regulator: Actor
    plage: int


@pytest.fixture
def scene(db: None, now: datetime) -> Scene:
    """The plage is from 14:00 to 16:00 in Paris; `now` is 9:00."""
    territory, place = care.territory(), care.doctor_place()
    owner = care.keeper(place)
    plage = care.published(place=place, owner=owner, day=TODAY, now=now)
    return Scene(territory, place, owner, care.regulator(territory), plage)
