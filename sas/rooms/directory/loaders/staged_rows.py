"""From the rows of the readers to those of the temporary tables: names, keys and activities."""

from functools import lru_cache
from typing import Any

from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.loaders.rows import StructureRow
from sas.rooms.directory.loaders.rpps import ActivityRow
from sas.rooms.directory.loaders.staging import ActivityIds, array
from sas.rooms.directory.loaders.structures import PointRow
from sas.rooms.directory.rules import search_key

_TITLES = {"docteur": "Dr", "professeur": "Pr"}
Staged = tuple[Any, ...]


def place_key_of_professional(national_id: str, place_key: str) -> str:
    """`source_key` of a professional's place."""
    return f"rpps:{national_id}:{place_key}"


def structure_key(row: StructureRow) -> str:
    """`source_key` of a structure and of its own place: a SIRET for SOS Médecins, else the FINESS number."""
    return f"siret:{row.siret}" if row.kind is StructureKind.SOS else f"finess:{row.finess}"


@lru_cache(maxsize=8192)
def _person(title: str, given_name: str, family_name: str) -> tuple[str, str, str]:
    """Name as shown ("Dr Anne PLOUGASTEL"), its key, and the key of the bare name."""
    bare = f"{given_name} {family_name}".strip()
    shown = f"{_TITLES.get(title.lower(), '')} {bare}".strip()[:160]
    return shown, search_key(shown), search_key(bare)[:170]


def from_activity(row: ActivityRow, ids: ActivityIds) -> Staged:
    """A line of the Annuaire Santé."""
    name, name_key, person_key = _person(row.title, row.given_name, row.family_name)
    specialty = row.specialty_code or None
    return (
        row.national_id,
        row.line,
        place_key_of_professional(row.national_id, row.place_key) if row.place_key else None,
        row.national_id,
        row.family_name,
        row.given_name,
        row.title,
        row.profession_code,
        person_key,
        None,
        specialty and ids.specialty(specialty, row.specialty_label, row.profession_code),
        ids.profession(row.profession_code, row.profession_label),
        name,
        name_key,
        row.site_name,
        row.site_finess,
        row.site_siret,
        row.rpps_rang,
        row.address,
        row.postal_code,
        row.commune_code or None,
        row.departement or None,
        array(row.phones),
        None,
        None,
        row.exercise_mode or None,
    )


def _of_house(
    row: StructureRow | PointRow, *, source_key: str, owner_key: str, activity: int, finess: str, siret: str
) -> Staged:
    empty_person = (None, None, None, None, None, None)
    return (
        source_key,
        row.line,
        source_key,
        *empty_person,
        owner_key,
        None,
        activity,
        row.name,
        search_key(row.name),
        "",
        finess,
        siret,
        "",
        row.address,
        row.postal_code,
        row.commune_code,
        row.departement,
        array(row.phones),
        row.lat,
        row.lon,
        None,
    )


def places_of_structure(row: StructureRow, ids: ActivityIds) -> list[Staged]:
    """A structure's own address, as a place; SOS Médecins receives at its fixed points only."""
    if row.kind is StructureKind.SOS:
        return []
    key, activity = structure_key(row), ids.structure(row.kind.value)
    return [_of_house(row, source_key=key, owner_key=key, activity=activity, finess=row.finess, siret=row.siret)]


def place_of_point(row: PointRow, ids: ActivityIds) -> Staged:
    """A fixed point of SOS Médecins."""
    activity = ids.structure(StructureKind.SOS.value)
    key = f"sos:{row.siret}:{row.point}"
    return _of_house(row, source_key=key, owner_key=f"siret:{row.siret}", activity=activity, finess="", siret=row.siret)


def structure(row: StructureRow) -> Staged:
    """The structure itself."""
    return (
        row.line,
        structure_key(row),
        row.kind.value,
        row.name,
        search_key(row.name),
        row.finess,
        row.siret,
        row.address,
        row.postal_code,
        row.commune_code,
        row.lat,
        row.lon,
        array(row.phones),
    )
