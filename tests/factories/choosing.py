"""A doctor who chooses how to take part: his places, and the structures and editors around him."""

from dataclasses import dataclass
from itertools import count

from django.db import transaction

from sas import changes
from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Editor, Place, Structure
from sas.rooms.participation import operations, queries
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from sas.rooms.participation.rules import SettingsDraft
from tests.factories import care
from tests.factories.agenda import make_place

_number = count(1)


@dataclass(frozen=True)
class Doctor:
    """Somebody with an account: a place of his own and one in a health centre, and no settings yet."""

    actor: Actor
    professional_id: int
    place: Place
    in_centre: Place

    @property
    def email(self) -> str:
        """What he signs in with."""
        return User.objects.get(id=self.actor.user_id).email

    @property
    def stamp(self) -> str:
        """What names his settings as they are."""
        return queries.own_settings(actor=Actor.SYSTEM, professional_id=self.professional_id).stamp

    @property
    def draft(self) -> SettingsDraft:
        """His settings as they are."""
        return queries.own_settings(actor=Actor.SYSTEM, professional_id=self.professional_id).draft

    def stored(self) -> dict | None:
        """What is kept of his settings, in the words of the truth table: lists by whether they hold something."""
        row = ProfessionalSettings.objects.filter(professional_id=self.professional_id).first()
        if row is None:
            return None
        found = {name: getattr(row, name) for name in ("via", "has_software", "hours_pledged", "editor_slots_refused")}
        lists = {"places": bool(row.cpts_places), "editors": bool(row.editors)}
        return found | lists | {"structure": row.structure_id is not None}

    def save(self, *, now, actor: Actor | None = None, seen: str | None = None, **said) -> bool:
        """Save settings that say this, having seen those that are kept."""
        return operations.save_settings(
            actor=actor or self.actor,
            professional_id=self.professional_id,
            draft=SettingsDraft(**said),
            seen=self.stamp if seen is None else seen,
            now=now,
        )


def structure(kind: str, *, name: str = "", **fields) -> Structure:
    """An open structure of that kind, with its number: a SIRET for SOS Médecins, else a FINESS."""
    number = next(_number)
    named = name or f"{kind.upper()} du Pays de Rennes {number}"
    ids = {"siret": f"35{number:012d}"} if kind == "sos" else {"finess": f"35{number:07d}"}
    key = {"source": "structures", "source_key": f"choosing-{kind}-{number}"}
    known = {"name": named, "name_key": named.lower(), "commune_id": "35238"} | ids | key
    return Structure.objects.create(kind=kind, **known | fields)


def house(kind: str = "msp", **fields) -> tuple[Structure, Place]:
    """A structure with a place of its own."""
    made = structure(kind, **fields)
    town = {"lat": 48.11, "lon": -1.68}
    where = {"name": made.name, "name_key": made.name_key, "activities": [1]}
    return made, make_place(structure=made, **where, **town)


def editor(name: str = "", *, active: bool = True) -> Editor:
    """A publisher of scheduling software."""
    return Editor.objects.create(name=name or f"Éditeur {next(_number)}", active=active)


def doctor(*, places: int = 1) -> Doctor:
    """A doctor of Rennes; `places` counts those outside the health centre."""
    place = care.doctor_place(via=None)
    for _ in range(places - 1):
        make_place(professional=place.professional, lat=place.lat, lon=place.lon, activities=place.activities)
    centre = structure("cds", name="Centre de santé des Lilas")
    in_centre = make_place(professional=place.professional, site_finess=centre.finess, site_name=centre.name)
    with transaction.atomic():
        changes.place_changed([place.id], now=care.LONG_AGO)
    return Doctor(care.keeper(place), place.professional_id or 0, place, in_centre)


def without_software(**said) -> dict:
    """Who takes part individually, without scheduling software: the agenda of the platform is open."""
    return {"accepts": True, "via": Via.INDIVIDUAL, "has_software": False, "hours_pledged": True} | said
