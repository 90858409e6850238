"""Reading the geolocated FINESS extract, in its two layouts (F-260)."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator

from sas.errors import Impossible
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.loaders import text
from sas.rooms.directory.loaders.gazetteer import CommuneIndex, CommuneRow
from sas.rooms.directory.loaders.projection import to_degrees
from sas.rooms.directory.loaders.rows import Reject, StructureRow, refuse

MEMBER = re.compile(r"(finess|cs1100507).*\.csv$", re.IGNORECASE)

BAD_FINESS = "Numéro FINESS absent ou illisible"
BAD_NAME = "Raison sociale absente"
WRONG_COLUMNS = "Nombre de colonnes inattendu"
UNKNOWN_COMMUNE = "Commune introuvable"

# Categories of establishments that the platform knows; the others are passed over.
KINDS = {
    "124": StructureKind.CDS,
    "603": StructureKind.MSP,
    "604": StructureKind.CPTS,
    "101": StructureKind.ESTABLISHMENT,
    "106": StructureKind.ESTABLISHMENT,
    "128": StructureKind.ESTABLISHMENT,
    "355": StructureKind.ESTABLISHMENT,
    "365": StructureKind.ESTABLISHMENT,
}
_STRUCTURE = (
    "kind", "nofinesset", "nofinessej", "rs", "rslongue", "complrs", "compldistrib", "numvoie", "typvoie", "voie",
    "compvoie", "lieuditbp", "commune", "departement", "libdepartement", "ligneacheminement", "telephone", "telecopie",
    "categetab", "libcategetab", "categagretab", "libcategagretab", "siret", "codeape", "codemft", "libmft", "codesph",
    "libsph", "dateouv", "dateautor", "datemaj", "numuai",
)  # fmt: skip
_LEAST = _STRUCTURE.index("siret")
_FLAT_REQUIRED = frozenset({"nofinesset", "rs", "departement", "categetab"})

Point = tuple[str, str, str]
Fields = dict[str, str]


def points(lines: Iterable[bytes]) -> dict[str, Point]:
    """First pass: projected coordinates by FINESS number, with the name of their source.

    They stand at the end of the file, behind the structures; some 100,000 establishments bound their number.
    """
    found: dict[str, Point] = {}
    for line in lines:
        if line.startswith(b"geolocalisation;"):
            fields = _decode(line).split(";")
            if len(fields) >= 5:
                found[fields[1]] = (fields[2], fields[3], fields[4])
    return found


def read(lines: Iterable[bytes], communes: CommuneIndex, located: dict[str, Point]) -> Iterator[StructureRow | Reject]:
    """Second pass: a row or a reject per establishment of a category that is known.

    Raises Impossible when the first line announces neither layout.
    """
    numbered = enumerate(lines, start=1)
    cut = _layout(_decode(next(numbered, (1, b""))[1]))
    for number, line in numbered:
        fields = cut(_decode(line))
        if fields is None:
            yield refuse(number, WRONG_COLUMNS)
        elif fields and (kind := KINDS.get(fields["categetab"])) is not None:
            yield _row(number, fields, kind=kind, communes=communes, located=located)


def _decode(line: bytes) -> str:
    """UTF-8 or Latin-1, told line by line: accented Latin-1 is hardly ever valid UTF-8."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _layout(first: str) -> Callable[[str], Fields | None]:
    if first.startswith("finess;"):
        return _cut_typed
    names = [name.strip().strip('"').lower() for name in first.split(";")]
    if not set(names) >= _FLAT_REQUIRED:
        raise Impossible("Ce fichier n'est pas un extrait FINESS : première ligne inattendue.")
    return lambda line: _cut_flat(names, line)


def _cut_typed(line: str) -> Fields | None:
    """Fields of a `structureet` line, nothing for the other kinds of line, None for a broken one."""
    fields = line.split(";")
    if fields[0] != "structureet":
        return {} if fields[0] == "geolocalisation" or not line.strip() else None
    if not _LEAST < len(fields) <= len(_STRUCTURE):
        return None
    padded = fields + [""] * (len(_STRUCTURE) - len(fields))
    return dict(zip(_STRUCTURE, padded, strict=True))


def _cut_flat(names: list[str], line: str) -> Fields | None:
    if not line.strip():
        return {}
    try:
        fields = next(csv.reader([line], delimiter=";"), [])
    except csv.Error:
        return None
    return dict(zip(names, fields, strict=True)) if len(fields) == len(names) else None


def _row(
    number: int, fields: Fields, *, kind: StructureKind, communes: CommuneIndex, located: dict[str, Point]
) -> StructureRow | Reject:
    finess = text.finess(fields["nofinesset"])
    if not finess:
        return refuse(number, BAD_FINESS, value=fields["nofinesset"])
    name = text.clean(fields.get("rslongue", "") or fields["rs"])
    if not name:
        return refuse(number, BAD_NAME, subject=finess)
    commune = _commune(fields, communes)
    if commune is None:
        return refuse(number, UNKNOWN_COMMUNE, subject=finess, value=fields["departement"] + fields.get("commune", ""))
    point = located.get(finess) or (
        fields.get("coordx", ""),
        fields.get("coordy", ""),
        fields.get("sourcegeocod", ""),
    )
    degrees = to_degrees(point[0], point[1], source=point[2], departement=commune.departement)
    street = (fields.get(part, "") for part in ("numvoie", "compvoie", "typvoie", "voie"))
    return StructureRow(
        line=number,
        kind=kind,
        finess=finess,
        siret=text.siret(fields.get("siret", "")),
        name=name[:160],
        address=text.street_line(*street)[:200],
        postal_code=text.postal_code(fields.get("codepostal", ""), fields.get("ligneacheminement", "")),
        commune_code=commune.code,
        departement=commune.departement,
        phones=text.phones(fields.get("telephone", "")),
        lat=degrees[0] if degrees else None,
        lon=degrees[1] if degrees else None,
    )


def _commune(fields: Fields, communes: CommuneIndex) -> CommuneRow | None:
    """`commune` ends the INSEE code (three digits); overseas the département is 974, or 9D in some editions."""
    departement, end = fields["departement"].strip().upper(), fields.get("commune", "").strip()
    codes = (fields.get("cog", "").strip(), departement + end, departement + end[-2:], "97" + end)
    tried = codes if departement.startswith("9") and not departement.isdigit() else codes[:3]
    known = next((found for code in tried if (found := communes.by_code(code))), None)
    delivery = fields.get("ligneacheminement", "")
    postal_code = text.postal_code(fields.get("codepostal", ""), delivery)
    name = fields.get("libcommune", "") or delivery.removeprefix(postal_code)
    return known or communes.by_name(postal_code=postal_code, name=name)
