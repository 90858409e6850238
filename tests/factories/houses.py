"""Structures with their places and managers, and the members of a CPTS."""

from dataclasses import dataclass
from itertools import count, product

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Activity, Commune, Place, Professional, Structure
from sas.rooms.participation.enums import Via
from sas.rooms.participation.operations import ProfessionalSettingsDraft, load_settings, save_package
from tests.factories import care
from tests.factories.agenda import make_place

_number = count(1)
_NAMES = {
    "cds": "Centre de santé des Lilas",
    "msp": "Maison de santé du Canal",
    "cpts": "CPTS du Pays de Rennes",
    "sos": "SOS Médecins Rennes",
    "establishment": "Centre hospitalier de Rennes",
}


def house(kind: str = "cds", *, name: str = "", commune: str | None = "35238") -> Structure:
    """An open structure of Rennes, with a FINESS number, or a SIRET for an SOS association."""
    number = next(_number)
    named = name or f"{_NAMES[kind]} {number}"
    sos = kind == "sos"
    return Structure.objects.create(
        kind=kind,
        name=named,
        name_key=named.lower(),
        finess="" if sos else f"36{number:07d}",
        siret=f"360{number:06d}00011" if sos else "",
        commune=Commune.objects.get(code=commune) if commune else None,
        phones=["02 99 00 00 01"],
        source="structures",
        source_key=f"test-house-{number}",
    )


def place_of(structure: Structure, **fields: object) -> Place:
    """A place of the structure that a search can find."""
    activity = Activity.objects.get(kind="structure", code=structure.kind)
    facts = {"name": structure.name, "name_key": structure.name_key, "activities": [activity.id]}
    return make_place(structure=structure, **(facts | {"lat": 48.1159, "lon": -1.6884} | fields))


def manager_of(*structures: Structure, also: tuple[Role, ...] = ()) -> Actor:
    """Who answers for these structures."""
    made = care.account(Role.GESTIONNAIRE_STRUCTURE, *also)
    User.objects.get(id=made.user_id).structures.set(structures)
    return care.acting(made.user_id or 0)


def with_package(establishment: Structure, *, takes_part: bool = True) -> Structure:
    """The establishment takes part in the reorientation package, or no longer does."""
    save_package(actor=Actor.SYSTEM, structure_id=establishment.id, takes_part=takes_part, now=care.LONG_AGO)
    return establishment


def nurse_of(establishment: Structure, *territories: int, also: tuple[Role, ...] = ()) -> Actor:
    """An IOA of this establishment."""
    made = care.account(Role.IOA, *also, territories=territories)
    User.objects.get(id=made.user_id).structures.add(establishment)
    return care.acting(made.user_id or 0)


@dataclass(frozen=True)
class Member:
    """A professional who takes part via a CPTS, with a declared place and another that is not (E20)."""

    professional: Professional
    declared: Place
    other: Place


def member_of(cpts: Structure, *, editor_slots_refused: bool = True) -> Member:
    """Dr Claire MARTIN takes part via this CPTS for the first of her two places."""
    declared = care.doctor_place()
    assert declared.professional
    other = make_place(professional=declared.professional, lat=48.1159, lon=-1.6884, activities=declared.activities)
    declare(cpts, declared, editor_slots_refused=editor_slots_refused)
    return Member(declared.professional, declared, other)


def declare(cpts: Structure, *places: Place, editor_slots_refused: bool = True) -> None:
    """The professional of these places declares them in the CPTS."""
    draft = ProfessionalSettingsDraft(
        places[0].professional_id or 0,
        Via.CPTS,
        structure_id=cpts.id,
        cpts_places=tuple(place.id for place in places),
        hours_pledged=True,
        editor_slots_refused=editor_slots_refused,
    )
    load_settings(actor=Actor.SYSTEM, professionals=[draft], structures=[], now=care.LONG_AGO)


COMBINATIONS = list(product([None, 0, 1, 4], [None, 0, 1, 2, 5], [False, True], [False, True]))
"""Of a health centre's form: practitioners, general practitioners, acceptance, pledge."""

Kept = tuple[bool, bool, int, int]


def expected_of_centre(
    practitioners: int | None, gps: int | None, accepts: bool, pledged: bool
) -> tuple[set[str], Kept | None]:
    """The fields that are wrong, or what is kept: written from sas-domain §2.6 and the structure guide, chapter II."""
    if practitioners in (None, 0):
        # The acceptance is hidden while nobody takes part: said all the same, it is refused.
        return ({"practitioners"}, None) if accepts or pledged else (set(), (False, False, 0, 0))
    wrong = set()
    if gps is None or gps > practitioners:
        wrong.add("general_practitioners")
    if (accepts, pledged) == (True, False):
        wrong.add("pledged")
    return (wrong, None) if wrong else (set(), (accepts, pledged, practitioners, gps or 0))
