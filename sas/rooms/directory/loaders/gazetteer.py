"""The reference files shipped with the platform, as frozen rows, and the commune meant by an address."""

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sas.rooms.directory.rules import departement_of, search_key

_AROUND_NAME = re.compile(r"^[0-9]{5} |\bcedex\b.*$")
_ARRONDISSEMENTS = {"751": "75056", "6938": "69123", "132": "13055"}


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune or arrondissement; coordinates in degrees (WGS84), None where none is published."""

    code: str
    name: str
    is_arrondissement: bool
    departement: str
    postal_codes: tuple[str, ...]
    population: int
    lat: float | None
    lon: float | None

    @property
    def parent_code(self) -> str:
        """The commune of an arrondissement, else nothing."""
        if not self.is_arrondissement:
            return ""
        return next(commune for prefix, commune in _ARRONDISSEMENTS.items() if self.code.startswith(prefix))


@dataclass(frozen=True, slots=True)
class DepartementRow:
    """A département or overseas collectivity."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class RadiusRow:
    """Published search centre and radii (km); zeros where nothing usable is published."""

    departement: str
    lat: float
    lon: float
    county_radius_km: int
    city_radius_km: int


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A code of a nomenclature; `profession_code` is that of a specialty's profession."""

    code: str
    label: str
    profession_code: str = ""


def _rows(name: str) -> Iterator[dict[str, str]]:
    content = files("sas.rooms.directory").joinpath("data", name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    yield from csv.DictReader(io.StringIO(content.decode("utf-8")))


def _degrees(text: str) -> float | None:
    return float(text) if text else None


@lru_cache(maxsize=1)
def communes() -> tuple[CommuneRow, ...]:
    """All communes and arrondissements."""
    return tuple(
        CommuneRow(
            code=row["code_insee"],
            name=row["nom"],
            is_arrondissement=row["type"] == "ARM",
            departement=row["departement"],
            postal_codes=tuple(row["codes_postaux"].split()),
            population=int(row["population"] or 0),
            lat=_degrees(row["lat"]),
            lon=_degrees(row["lon"]),
        )
        for row in _rows("communes.csv.gz")
    )


def departements() -> tuple[DepartementRow, ...]:
    """All départements and collectivities."""
    return tuple(DepartementRow(row["code"], row["nom"], row["region_nom"]) for row in _rows("departements.csv"))


def radii() -> dict[str, RadiusRow]:
    """Published radii by département code, the shifted column realigned (sas-domain §1.3)."""
    return {
        row["departement_code"]: RadiusRow(
            departement=row["departement_code"],
            lat=float(row["county_center_lat"]),
            lon=float(row["county_center_lon"]),
            county_radius_km=int(row["county_radius_realigned_km"]),
            city_radius_km=int(row["city_default_radius_km"]),
        )
        for row in _rows("search_radii.csv")
    }


def specialties() -> tuple[ConceptRow, ...]:
    """Ordinal specialties that are still in force."""
    return tuple(
        ConceptRow(row["code"], row["libelle_court"], row["profession_g15"])
        for row in _rows("nos_specialites.csv")
        if not row["fin_validite"]
    )


def professions() -> tuple[ConceptRow, ...]:
    """Professions that are still in force, each code once."""
    rows = _rows("nos_professions.csv")
    return tuple(ConceptRow(row["code"], row["libelle"]) for row in rows if not row["fin_validite"])


class CommuneIndex:
    """Which commune an address of a national file means."""

    def __init__(self, rows: Iterable[CommuneRow]) -> None:
        """Index communes by code, postal code and name."""
        self._by_code: dict[str, CommuneRow] = {}
        self._by_postal_code: dict[str, list[CommuneRow]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], CommuneRow] = {}
        for row in sorted(rows, key=lambda row: (row.is_arrondissement, row.population)):
            self._by_code[row.code] = row
            for postal_code in row.postal_codes:
                self._by_postal_code[postal_code].insert(0, row)
            self._by_name[row.departement, search_key(row.name)] = row

    def by_code(self, code: str) -> CommuneRow | None:
        """The commune or arrondissement of an INSEE code."""
        return self._by_code.get(code)

    def by_name(self, *, postal_code: str, name: str) -> CommuneRow | None:
        """By postal code, the name choosing among its communes; else by name in the département (CEDEX codes)."""
        key = _AROUND_NAME.sub("", search_key(name)).strip()
        if candidates := self._by_postal_code.get(postal_code):
            named = (row for row in candidates if search_key(row.name) == key)
            return next(named, candidates[0])
        return self._by_name.get((departement_of(postal_code), key))


@lru_cache(maxsize=1)
def commune_index() -> CommuneIndex:
    """The index of the shipped communes."""
    return CommuneIndex(communes())
