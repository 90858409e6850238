"""Reading the CSV set of `import-structures`: what the national files lack (docs/imports.md gives the columns)."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import NamedTuple

from sas.errors import Impossible
from sas.rooms.directory.enums import ConventionSector, StructureKind
from sas.rooms.directory.loaders import text
from sas.rooms.directory.loaders.gazetteer import CommuneIndex, CommuneRow
from sas.rooms.directory.loaders.rows import Reject, StructureRow, refuse

BAD_KEY = "Identifiant absent ou illisible"
BAD_NAME = "Nom absent"
BAD_KIND = "Type de structure inconnu"
UNKNOWN_COMMUNE = "Commune introuvable"
WRONG_COLUMNS = "Nombre de colonnes inattendu"
NOT_UTF8 = "Caractères illisibles (UTF-8 attendu)"
BAD_DATE = "Date illisible (AAAA-MM-JJ attendu)"
BAD_HOURS = "Jour ou heures illisibles"
BAD_SECTOR = "Secteur de conventionnement inconnu"
BAD_MAIL = "Adresse MS Santé illisible"

Fields = Mapping[str, str]
_MAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")
_PLACE = re.compile(r"[0-9A-Za-z/-]{1,30}")
KINDS = {
    "cds": StructureKind.CDS,
    "msp": StructureKind.MSP,
    "cpts": StructureKind.CPTS,
    "sos": StructureKind.SOS,
    "etablissement": StructureKind.ESTABLISHMENT,
}
SECTORS = {
    "non_conventionne": ConventionSector.NONE,
    "secteur_1": ConventionSector.SECTOR_1,
    "secteur_1_depassement": ConventionSector.SECTOR_1_EXCESS,
    "secteur_2": ConventionSector.SECTOR_2,
    "non_defini": ConventionSector.UNKNOWN,
}


class ZoneRow(NamedTuple):
    """A commune of a CPTS's intervention zone."""

    line: int
    finess: str
    commune_code: str


class MemberRow(NamedTuple):
    """A professional registered in a CPTS, since when if told."""

    line: int
    finess: str
    national_id: str
    since: date | None


class PointRow(NamedTuple):
    """A fixed consultation point (PFG) of an SOS Médecins association."""

    line: int
    siret: str
    point: str
    name: str
    address: str
    postal_code: str
    commune_code: str
    departement: str
    phones: tuple[str, ...]
    lat: float | None
    lon: float | None


class HoursRow(NamedTuple):
    """One opening of a weekday (1 is Monday), wall times of the place."""

    line: int
    national_id: str
    place: str
    day: int
    start: time
    end: time


class SectorRow(NamedTuple):
    """The convention sector of one place, or of all places of a professional when `place` is empty."""

    line: int
    national_id: str
    place: str
    sector: ConventionSector


class MsSanteRow(NamedTuple):
    """A secure mail address, likewise."""

    line: int
    national_id: str
    place: str
    mail: str


SetRow = StructureRow | ZoneRow | MemberRow | PointRow | HoursRow | SectorRow | MsSanteRow
Parser = Callable[[int, Fields, CommuneIndex], "SetRow | Reject"]


def read(name: str, lines: Iterable[bytes], communes: CommuneIndex) -> Iterator[SetRow | Reject]:
    """Rows of one file of the set, `name` being a key of FILES; every line that is not blank gives a row or a reject.

    Raises Impossible when the header lacks a column.
    """
    required, parse = FILES[name]
    numbered = enumerate(lines, start=1)
    header = next(numbered, (1, b""))[1].decode("utf-8-sig", "replace")
    names = [column.strip().strip('"').lower() for column in header.split(";")]
    if missing := [column for column in required if column not in names]:
        raise Impossible(f"{name} : colonnes absentes : {', '.join(missing)}.")
    for number, line in numbered:
        if line.strip():
            fields = _cut(number, names, line)
            yield fields if isinstance(fields, Reject) else parse(number, fields, communes)


def _cut(number: int, names: list[str], line: bytes) -> dict[str, str] | Reject:
    try:
        values = next(csv.reader([line.decode("utf-8")], delimiter=";"), [])
    except (UnicodeDecodeError, csv.Error):
        return refuse(number, NOT_UTF8)
    if len(values) != len(names):
        return refuse(number, WRONG_COLUMNS, value=f"{len(values)} colonnes")
    return {name: text.clean(value) for name, value in zip(names, values, strict=True)}


def _structure(number: int, fields: Fields, communes: CommuneIndex) -> StructureRow | Reject:
    kind = KINDS.get(fields["type"].lower())
    finess, siret = text.finess(fields["finess"]), text.siret(fields["siret"])
    if kind is None:
        return refuse(number, BAD_KIND, value=fields["type"])
    if not (siret if kind is StructureKind.SOS else finess):
        return refuse(number, BAD_KEY, value=fields["finess"] or fields["siret"])
    located = _located(number, fields, communes, finess or siret)
    if isinstance(located, Reject):
        return located
    return StructureRow(number, kind, finess, siret, *located)


def _point(number: int, fields: Fields, communes: CommuneIndex) -> PointRow | Reject:
    siret, point = text.siret(fields["siret"]), fields["point"]
    if not siret or not _PLACE.fullmatch(point):
        return refuse(number, BAD_KEY, value=fields["siret"])
    located = _located(number, fields, communes, siret)
    if isinstance(located, Reject):
        return located
    return PointRow(number, siret, point, *located)


_Located = tuple[str, str, str, str, str, tuple[str, ...], float | None, float | None]


def _located(number: int, fields: Fields, communes: CommuneIndex, subject: str) -> _Located | Reject:
    """Name, address, postal code, commune, département, phones, latitude, longitude."""
    commune = communes.by_code(fields["code_commune"].upper())
    if commune is None:
        return refuse(number, UNKNOWN_COMMUNE, subject=subject, value=fields["code_commune"])
    if not fields["nom"]:
        return refuse(number, BAD_NAME, subject=subject)
    lat, lon = _degrees(fields)
    where = (fields["nom"][:160], fields["adresse"][:200], text.postal_code(fields["code_postal"]))
    return *where, commune.code, commune.departement, text.phones(fields["telephone"]), lat, lon


def _degrees(fields: Fields) -> tuple[float, float] | tuple[None, None]:
    try:
        lat = float(fields.get("latitude", "").replace(",", "."))
        lon = float(fields.get("longitude", "").replace(",", "."))
    except ValueError:
        return None, None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else (None, None)


def _zone(number: int, fields: Fields, communes: CommuneIndex) -> ZoneRow | Reject:
    finess = text.finess(fields["finess"])
    commune: CommuneRow | None = communes.by_code(fields["code_commune"].upper())
    if not finess:
        return refuse(number, BAD_KEY, value=fields["finess"])
    if commune is None:
        return refuse(number, UNKNOWN_COMMUNE, subject=finess, value=fields["code_commune"])
    return ZoneRow(number, finess, commune.code)


def _member(number: int, fields: Fields, communes: CommuneIndex) -> MemberRow | Reject:
    finess, national_id = text.finess(fields["finess"]), text.national_id(fields["identifiant_national"])
    if not finess or not national_id:
        return refuse(number, BAD_KEY, value=fields["finess"])
    try:
        since = date.fromisoformat(fields["inscrit_le"]) if fields["inscrit_le"] else None
    except ValueError:
        return refuse(number, BAD_DATE, subject=finess, value=fields["inscrit_le"])
    return MemberRow(number, finess, national_id, since)


def _owner(number: int, fields: Fields) -> tuple[str, str] | Reject:
    """National id and place; without national id the place is a structure's (FINESS) or an SOS point (SIRET/point)."""
    national_id, place = text.national_id(fields["identifiant_national"]), fields["identifiant_lieu"]
    told = bool(fields["identifiant_national"])
    if (told and not national_id) or not (told or place) or (place and not _PLACE.fullmatch(place)):
        return refuse(number, BAD_KEY, value=fields["identifiant_national"] or place)
    return national_id, place


def _hours(number: int, fields: Fields, communes: CommuneIndex) -> HoursRow | Reject:
    owner = _owner(number, fields)
    if isinstance(owner, Reject):
        return owner
    try:
        day, start, end = int(fields["jour"]), time.fromisoformat(fields["debut"]), time.fromisoformat(fields["fin"])
    except ValueError:
        return refuse(number, BAD_HOURS, subject=owner[0])
    if not 1 <= day <= 7 or start.tzinfo or end.tzinfo or start >= end:
        return refuse(number, BAD_HOURS, subject=owner[0])
    return HoursRow(number, *owner, day, start, end)


def _sector(number: int, fields: Fields, communes: CommuneIndex) -> SectorRow | Reject:
    owner = _owner(number, fields)
    if isinstance(owner, Reject):
        return owner
    sector = SECTORS.get(fields["secteur"])
    if sector is None:
        return refuse(number, BAD_SECTOR, subject=owner[0], value=fields["secteur"])
    return SectorRow(number, *owner, sector)


def _ms_sante(number: int, fields: Fields, communes: CommuneIndex) -> MsSanteRow | Reject:
    owner = _owner(number, fields)
    if isinstance(owner, Reject):
        return owner
    mail = fields["ms_sante"].lower()
    if not _MAIL.fullmatch(mail) or len(mail) > 120:
        return refuse(number, BAD_MAIL, subject=owner[0])
    return MsSanteRow(number, *owner, mail)


_ADDRESS = ("nom", "adresse", "code_postal", "code_commune", "telephone")
_OWNER = ("identifiant_national", "identifiant_lieu")
# Files whose rows are structures and places; the others say something of them.
HOUSES = frozenset({"structures.csv", "sos_points.csv"})
# Read in this order: later files name what earlier ones bring.
FILES: dict[str, tuple[tuple[str, ...], Parser]] = {
    "structures.csv": (("type", "finess", "siret", *_ADDRESS), _structure),
    "cpts_zones.csv": (("finess", "code_commune"), _zone),
    "cpts_members.csv": (("finess", "identifiant_national", "inscrit_le"), _member),
    "sos_points.csv": (("siret", "point", *_ADDRESS), _point),
    "opening_hours.csv": ((*_OWNER, "jour", "debut", "fin"), _hours),
    "conventions.csv": ((*_OWNER, "secteur"), _sector),
    "ms_sante.csv": ((*_OWNER, "ms_sante"), _ms_sante),
}
