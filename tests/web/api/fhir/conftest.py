"""A doctor, the regulator who sends him patients, and an editor that reports what it books."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Place, Professional
from tests.factories import care, fhir
from tests.web.api.fhir.scene import Reading, make_reading

CARD = "3456780581/11242343"


@dataclass(frozen=True)
class Booking:
    """Who reports about whom; `start` is in two hours."""

    place: Place
    regulator: Actor
    doctor: str
    territory: int
    start: datetime
    now: datetime

    def told(self, **facts: Any) -> dict[str, Any]:
        """The appointment in two hours, booked."""
        return fhir.appointment(**({"regulator": CARD, "doctor": self.doctor, "start": self.start} | facts))


@pytest.fixture
def booking(db: None, settings: Any, now: datetime) -> Booking:
    settings.FHIR_PROXY_SECRET = fhir.PROOF
    territory, place = care.territory(), care.doctor_place()
    regulator = care.regulator(territory)
    User.objects.filter(id=regulator.user_id).update(cpx_number=CARD)
    number = "810000000017"
    Professional.objects.filter(id=place.professional_id).update(national_id=number)
    fhir.editor_client(now=now)
    return Booking(place, regulator, number, territory, now + timedelta(hours=2), now)


@pytest.fixture
def reading(db: None) -> Reading:
    return make_reading()
