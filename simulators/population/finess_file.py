"""The demonstration's FINESS extract: health centres, MSP and hospitals, with projected coordinates."""

from collections.abc import Iterable
from pathlib import Path

from sas.rooms.directory.loaders.projection import to_metres
from simulators.population.houses import House

# Category of establishment and its label.
CATEGORIES = {
    "cds": ("124", "Centre de Santé"),
    "msp": ("603", "Maison de santé (L.6223-3)"),
    "etablissement": ("355", "Centre Hospitalier (C.H.)"),
}
_FIRST = "finess;etalab;93;2026-11-20"
_COLUMNS = 32
_SOURCES = {"974": "UTM_S40"}


def write(path: Path, houses: Iterable[House]) -> None:
    """The structures, then their points, as the real file has them."""
    kept = [house for house in houses if house.kind in CATEGORIES]
    path.write_text("\n".join([_FIRST, *map(_structure, kept), *map(_point, kept), ""]), encoding="utf-8")


def _structure(house: House) -> str:
    where, town = house.address, house.address.commune
    kind, _, street = where.street.partition(" ")
    category, label = CATEGORIES[house.kind]
    fields = [
        "structureet", house.finess, house.finess, house.name, house.name, "", "", str(where.number), kind, street, "",
        "", town.code.removeprefix(town.departement), town.departement, "", f"{where.postal_code} {town.name.upper()}",
        house.phone, "", category, label,
    ]  # fmt: skip
    return ";".join(fields + [""] * (_COLUMNS - len(fields)))


def _point(house: House) -> str:
    departement = house.address.commune.departement
    east, north = to_metres(house.address.lat, house.address.lon, departement=departement)
    source = f"1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,{_SOURCES.get(departement, 'LAMBERT_93')}"
    return f"geolocalisation;{house.finess};{east:.1f};{north:.1f};{source};2026-11-20"
