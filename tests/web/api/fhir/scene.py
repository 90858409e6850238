"""A program with its token, and a doctor with a créneau and a plage tomorrow."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from django.utils import timezone

from sas import changes
from sas.actor import Actor
from sas.rooms.directory.models import Place, Professional
from sas.timetable.modality import Modality
from tests.factories import care, fhir

PERSON, STRUCTURE = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.71.4.2.2"
RPPS = "810000000017"


@dataclass(frozen=True)
class Reading:
    """A program with its token, a doctor with a créneau and a plage tomorrow."""

    client: Client
    bearer: str
    place: Place
    owner: Actor
    day: date
    now: datetime

    def announced(self, *others: Place) -> None:
        """What was changed behind the operations, or long ago, is projected anew."""
        with transaction.atomic():
            changes.place_changed([self.place.id, *(one.id for one in others)], now=self.now)

    def get(self, path: str, *parameters: tuple[str, Any]) -> Any:
        """The answer to a question."""
        return self.client.get(f"/fhir/{path}?{urlencode(parameters)}" if parameters else f"/fhir/{path}")

    def slots(self, *numbers: str, more: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
        """The query INT_R01 for these professionals, over three days."""
        since, until = self.now, self.now + timedelta(days=3)
        answer = self.get(
            "Slot",
            ("start", f"ge{since.astimezone().isoformat(timespec='milliseconds')}"),
            ("start", f"le{until.astimezone().isoformat(timespec='milliseconds')}"),
            ("schedule.actor:Practitioner.identifier", ",".join(f"{PERSON}|{one}" for one in numbers or (RPPS,))),
            ("status", "free"),
            ("_include", "Slot:schedule"),
            ("_include:iterate", "Schedule:actor"),
            *more,
        )
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/fhir+json; charset=utf-8")
        found: dict[str, Any] = answer.json()
        return found


def of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Its resources of this type."""
    found = [entry["resource"] for entry in bundle.get("entry", ())]
    return [one for one in found if one["resourceType"] == kind]


def token(client_id: str, secret: str, **more: str) -> Any:
    asked = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Client().post("/fhir/token", asked | more)


def make_reading() -> Reading:
    """The agenda is seen at once."""
    now = timezone.now().replace(microsecond=0)
    place = care.doctor_place()
    Professional.objects.filter(id=place.professional_id).update(national_id=RPPS)
    Place.objects.filter(id=place.id).update(site_finess="350001234")
    day = timezone.localdate(now) + timedelta(days=1)
    owner = care.keeper(place)
    two: dict[str, Any] = {"place": place, "owner": owner, "day": day, "now": now}
    care.published(start=time(9), end=time(9, 15), patients=None, modalities=Modality.OFFICE | Modality.VIDEO, **two)
    care.published(**two)
    made = fhir.reader(now=now)
    bearer = f"Bearer {token(made.client_id, made.secret).json()['access_token']}"
    return Reading(Client(headers={"Authorization": bearer}), bearer, place, owner, day, now)
