"""Settings as their changes keep them: the columns by name, the structure under its own."""

from typing import Any

from sas.rooms.participation.models import ProfessionalSettings, StructureSettings

_COLUMNS = (
    "via",
    "structure_id",
    "cpts_places",
    "has_software",
    "editors",
    "hours_pledged",
    "editor_slots_refused",
    "reorientation_package",
)
_LISTS = ("cpts_places", "editors")
_OF_STRUCTURE = ("participates", "hours_pledged", "practitioner_count", "gp_count", "reorientation_package")


def told(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns of a professional's settings, as a change keeps them."""
    return {name.removesuffix("_id"): value for name, value in columns.items()}


def facts_of(row: ProfessionalSettings) -> dict[str, Any]:
    """The settings of a professional, as a change keeps them."""
    columns = {name: getattr(row, name) for name in _COLUMNS}
    return told(columns | {name: sorted(columns[name]) for name in _LISTS})


def facts_of_structure(row: StructureSettings) -> dict[str, Any]:
    """The settings of a structure, as a change of many at once keeps them."""
    return {name: getattr(row, name) for name in _OF_STRUCTURE}
