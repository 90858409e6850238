"""Structures with a place, somebody who manages them and members; orientations as they came to their state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.directory.models import Commune, Place, Professional, Structure
from sas.rooms.orientation.enums import OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings, StructureSettings
from tests.factories import agenda, care, delegation

RENNES = "35238"
_number = count(1)


@dataclass(frozen=True)
class House:
    """A structure, its own place, its manager, and a doctor who works there."""

    structure: Structure
    place: Place
    manager: Actor
    member: Professional


def house(kind: str = "cds", *, commune: str = RENNES) -> House:
    """One in Rennes with a FINESS number and a point on the map."""
    made, town = delegation.structure(kind, commune=commune), Commune.objects.get(code=commune)
    member = works_at(made)
    where = {"commune_id": commune, "departement_id": town.departement_id, "lat": town.lat, "lon": town.lon}
    place = agenda.make_place(structure=made, name=made.name, name_key=made.name_key, **where)
    return House(made, place, delegation.manager_of(made), member)


def works_at(structure: Structure, *, name: str = "DELAUNAY") -> Professional:
    """A doctor with a place in the structure, which has a FINESS number from then on."""
    if not structure.finess:
        structure.finess = f"77{next(_number):07d}"
        structure.save()
    doctor = agenda.make_professional()
    Professional.objects.filter(id=doctor.id).update(family_name=name, name_key=name.lower())
    agenda.make_place(professional=doctor, site_finess=structure.finess)
    doctor.refresh_from_db()
    return doctor


def takes_part_through(structure: Structure, via: Via) -> Professional:
    """A doctor of his own practice who takes part through the structure."""
    place = care.doctor_place()
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(via=via, structure=structure)
    return Professional.objects.get(id=place.professional_id)


def centre_settings(structure: Structure, *, practitioners: int, accepts: bool = True, pledged: bool = True) -> None:
    """What the manager of a health centre declared, long ago."""
    StructureSettings.objects.create(
        structure=structure,
        participates=accepts,
        hours_pledged=pledged,
        practitioner_count=practitioners,
        gp_count=practitioners,
        updated_at=care.LONG_AGO,
    )


def sent(
    place: Place,
    *,
    author: Actor,
    start: datetime,
    state: OrientationState = OrientationState.ORIENTED,
    lasts: timedelta = timedelta(0),
) -> int:
    """An orientation en sus, whose day is the one on the wall of the place, that came to this state at its start."""
    made = Orientation.objects.create(
        kind=OrientationKind.SURNUMERAIRE,
        state=state,
        place=place,
        day=start.astimezone(ZoneInfo(place.time_zone)).date(),
        start=start,
        end=start + lasts,
        time_zone=place.time_zone,
        author_id=author.user_id,
        created_at=start - timedelta(days=1),
    )
    OrientationEvent.objects.create(orientation=made, state=state, at=start)
    return made.id
