"""Settings of professionals, then of structures (F-266)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.extracts.queries.reach import Reach
from sas.rooms.participation import queries as participation
from sas.rooms.participation.enums import Via
from sas.rooms.participation.queries import ProfessionalRow, StructureRow

_SYSTEM = Actor.SYSTEM


def expected(reach: Reach) -> int:
    """Exact."""
    return participation.count_of_settings(
        actor=_SYSTEM, departements=reach.departements, structure_ids=_standing(reach)
    )


def rows(reach: Reach) -> Iterator[list[tuple[Any, ...]]]:
    """Two thousand at a time, with the names of editors as they are now."""
    editors = {one.id: one.name for one in directory.editor_states(actor=_SYSTEM)}
    for people in participation.professional_rows(actor=_SYSTEM, departements=reach.departements):
        yield [_professional(one, editors) for one in people]
    for houses in participation.structure_rows(actor=_SYSTEM, structure_ids=_standing(reach)):
        yield [_structure(one) for one in houses]


def _standing(reach: Reach) -> Collection[int] | None:
    if reach.departements is None:
        return None
    return directory.structure_ids_in(actor=_SYSTEM, departements=reach.departements)


def _professional(one: ProfessionalRow, editors: Mapping[int, str]) -> tuple[Any, ...]:
    return (
        "Professionnel",
        one.national_id[1:],
        one.name,
        one.departements,
        one.via != Via.NONE,
        one.via.label,
        one.structure,
        one.structure_finess,
        one.has_software,
        tuple(editors[number] for number in one.editors if number in editors),
        one.hours_pledged,
        one.editor_slots_refused,
        one.reorientation_package,
        None,
        None,
        one.updated_at,
    )


def _structure(one: StructureRow) -> tuple[Any, ...]:
    return (
        "Structure",
        one.finess,
        one.name,
        (one.departement,) if one.departement else (),
        one.participates,
        "",
        "",
        "",
        None,
        (),
        one.hours_pledged,
        None,
        one.reorientation_package,
        one.practitioners,
        one.general_practitioners,
        one.updated_at,
    )
