"""Places with an open agenda, and whoever keeps them."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from sas.actor import Actor, Role
from sas.rooms.availability import operations
from sas.rooms.directory.models import Place, Professional, Structure
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft

PUBLISHED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
_number = count(500_001)  # apart from the other factories: national identifiers are unique


def make_professional(*, open_agenda: bool = True, via: Via = Via.INDIVIDUAL) -> Professional:
    """A general practitioner who takes part; his agenda is open unless editor slots are shown."""
    number = next(_number)
    professional = Professional.objects.create(
        national_id=f"8{number:011d}",
        family_name="DELAUNAY",
        given_name="Anne",
        profession_code="10",
        name_key="delaunay anne",
    )
    ProfessionalSettings.objects.create(
        professional=professional, via=via, editor_slots_refused=open_agenda, updated_at=PUBLISHED
    )
    return professional


def make_place(*, professional: Professional | None = None, structure: Structure | None = None, **fields: Any) -> Place:
    """A place in Rennes, of a new professional unless one or a structure is given."""
    number = next(_number)
    owner = professional or (None if structure else make_professional())
    facts = {
        "name": "Dr Anne DELAUNAY",
        "name_key": "dr anne delaunay",
        "address": f"{number} rue des Lilas",
        "postal_code": "35000",
        "commune_id": "35238",
        "departement_id": "35",
        "phones": ["0299000000"],
        "source": "rpps",
        "source_key": f"place-{number}",
        "updated_at": PUBLISHED,
    }
    return Place.objects.create(professional=owner, structure=structure, **(facts | fields))


def keeper(places: Collection[int], role: Role = Role.EFFECTEUR) -> Actor:
    """Somebody who acts for these places."""
    return Actor(user_id=None, roles=frozenset({role}), places=frozenset(places))


def draft(**fields: Any) -> SlotDraft:
    """Tuesday 24 November 2026, 9h to 12h, a plage of three patients in the office, not repeated."""
    facts: dict[str, Any] = {
        "day": TUESDAY,
        "start": time(9),
        "end": time(12),
        "weekdays": frozenset(),
        "patients": 3,
        "modalities": Modality.OFFICE,
    }
    return SlotDraft(**(facts | fields))


def publish(place: Place, **fields: Any) -> int:
    """Publish a draft in the agenda of the place; the id of its first slot."""
    return operations.publish(actor=keeper([place.id]), place_id=place.id, draft=draft(**fields), now=PUBLISHED)[0]
