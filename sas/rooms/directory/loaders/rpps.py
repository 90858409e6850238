"""Reading PS_LibreAcces_Personne_activite: one line per professional, place and know-how (F-260)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sas.rooms.directory.enums import ExerciseMode
from sas.rooms.directory.loaders import text
from sas.rooms.directory.loaders.columns import Layout, layout
from sas.rooms.directory.loaders.gazetteer import CommuneIndex, CommuneRow
from sas.rooms.directory.loaders.rows import Reject, refuse
from sas.rooms.directory.rules import search_key

MEMBER = re.compile(r"PS_LibreAcces_Personne_activite.*\.txt$", re.IGNORECASE)

BAD_IDENTIFIER = "Identification nationale absente ou illisible"
BAD_PROFESSION = "Code profession absent ou illisible"
BAD_NAME = "Nom d'exercice absent ou trop long"
BAD_PLACE = "Identifiant technique de la structure illisible"
BAD_POSTAL_CODE = "Code postal illisible"
UNKNOWN_COMMUNE = "Commune introuvable"
FOREIGN = "Adresse hors de France"
STUDENT = "Étudiant : hors de l'annuaire"

_COLUMNS = {
    "kind": "type identifiant pp",
    "number": "identifiant pp",
    "national_id": "identification nationale pp",
    "title": "libelle civilite exercice",
    "family_name": "nom exercice",
    "given_name": "prenom exercice",
    "profession": "code profession",
    "profession_label": "libelle profession",
    "category": "code categorie professionnelle",
    "know_how_kind": "code type savoir faire",
    "know_how": "code savoir faire",
    "know_how_label": "libelle savoir faire",
    "exercise_mode": "code mode exercice",
    "siret": "numero siret site",
    "finess": "numero finess site",
    "place": "identifiant technique structure",
    "site_name": "raison sociale site",
    "sign": "enseigne commerciale site",
    "house": "numero voie structure",
    "repetition": "indice repetition voie structure",
    "street_kind": "libelle type voie structure",
    "street": "libelle voie structure",
    "cedex_office": "bureau cedex structure",
    "postal_code": "code postal structure",
    "commune": "code commune structure",
    "commune_name": "libelle commune structure",
    "country": "libelle pays structure",
    "phone": "telephone structure",
    "phone_2": "telephone 2 structure",
}
_REQUIRED = ("national_id", "family_name", "profession", "place", "postal_code")
_PROFESSION = re.compile(r"[0-9]{2}")
_KNOW_HOW = re.compile(r"[A-Z]{1,4}[0-9]{1,4}")
_PLACE = re.compile(r"[A-Z]?[0-9A-Z]{1,29}")
_NAME_LENGTH = 80


class _Fields(NamedTuple):
    """The wanted columns of one line, as they stand, in the order of _COLUMNS."""

    kind: str
    number: str
    national_id: str
    title: str
    family_name: str
    given_name: str
    profession: str
    profession_label: str
    category: str
    know_how_kind: str
    know_how: str
    know_how_label: str
    exercise_mode: str
    siret: str
    finess: str
    place: str
    site_name: str
    sign: str
    house: str
    repetition: str
    street_kind: str
    street: str
    cedex_office: str
    postal_code: str
    commune: str
    commune_name: str
    country: str
    phone: str
    phone_2: str


class ActivityRow(NamedTuple):
    """A line that is kept. Without `place_key` it tells of a professional who has no known place.

    `specialty_code` is empty when the line bears none (other kinds of know-how are not ordinal specialties),
    `exercise_mode` when it tells none that is known.
    """

    line: int
    national_id: str
    profession_code: str
    profession_label: str
    title: str
    family_name: str
    given_name: str
    specialty_code: str
    specialty_label: str
    place_key: str
    rpps_rang: str
    site_name: str
    site_finess: str
    site_siret: str
    address: str
    postal_code: str
    commune_code: str
    departement: str
    phones: tuple[str, ...]
    exercise_mode: str


class _Location(NamedTuple):
    commune: CommuneRow | None
    postal_code: str


def read_header(line: bytes) -> Layout:
    """Where the columns stand in this edition. Raises Impossible when it is another kind of file."""
    return layout(line, _COLUMNS, required=_REQUIRED, subject="national_id")


def read(lines: Iterable[bytes], communes: CommuneIndex) -> Iterator[ActivityRow | Reject]:
    """Every line after the header gives exactly one row or one reject; line numbers count the header as 1.

    Raises Impossible when the header is not that of the extract.
    """
    numbered = enumerate(lines, start=1)
    columns = read_header(next(numbered, (1, b""))[1])
    for number, line in numbered:
        yield parse(columns, number, line, communes)


def has_know_how(columns: Layout) -> bool:
    """False for the editions that tell the know-how in a file of its own."""
    return "know_how" in columns.present


def parse(columns: Layout, number: int, line: bytes, communes: CommuneIndex) -> ActivityRow | Reject:
    """One line."""
    cut = columns.cut(number, line)
    if isinstance(cut, Reject):
        return cut
    fields = _Fields._make(cut)
    national_id = text.national_id(fields.national_id) or text.national_id(fields.kind + fields.number)
    if not national_id:
        return refuse(number, BAD_IDENTIFIER, value=fields.national_id)
    if refusal := _refusal(fields):
        return refuse(number, refusal[0], subject=national_id, value=refusal[1])
    where = _locate(fields, communes)
    if isinstance(where, str):
        return refuse(number, where, subject=national_id, value=fields.postal_code or fields.commune)
    return _row(number, national_id, fields, where)


def _refusal(fields: _Fields) -> tuple[str, str] | None:
    """The reason and the faulty value, which is never a name."""
    if not _PROFESSION.fullmatch(fields.profession):
        return BAD_PROFESSION, fields.profession
    if not 0 < len(fields.family_name.strip()) <= _NAME_LENGTH or len(fields.given_name) > _NAME_LENGTH:
        return BAD_NAME, ""
    if fields.place and not _PLACE.fullmatch(fields.place):
        return BAD_PLACE, fields.place
    if fields.category == "E":
        return STUDENT, ""
    return None


def _locate(fields: _Fields, communes: CommuneIndex) -> _Location | str:
    """Commune and postal code, or the reason why the address cannot be kept.

    An address abroad is refused: no search ever reaches it, and its postal code could pass for a French one.
    """
    postal_code = text.postal_code(fields.postal_code, fields.cedex_office)
    if commune := communes.by_code(fields.commune.strip().upper()):
        only = commune.postal_codes[0] if len(commune.postal_codes) == 1 else ""
        return _Location(commune, postal_code or only)
    at_home = search_key(fields.country) in ("", "france")
    named = communes.by_name(postal_code=postal_code, name=fields.commune_name or fields.cedex_office)
    if named and (at_home or postal_code.startswith(("97", "98"))):
        return _Location(named, postal_code)
    if not at_home:
        return FOREIGN
    if fields.postal_code.strip() and not postal_code:
        return BAD_POSTAL_CODE
    told = fields.postal_code + fields.commune + fields.commune_name + fields.cedex_office
    return UNKNOWN_COMMUNE if told.strip() else _Location(None, "")


def _row(number: int, national_id: str, fields: _Fields, where: _Location) -> ActivityRow:
    specialty = fields.know_how if fields.know_how_kind == "S" and _KNOW_HOW.fullmatch(fields.know_how) else ""
    address = text.street_line(fields.house, fields.repetition, fields.street_kind, fields.street)
    finess, siret = text.finess(fields.finess), text.siret(fields.siret)
    return ActivityRow(
        line=number,
        national_id=national_id,
        profession_code=fields.profession,
        profession_label=text.clean(fields.profession_label)[:160],
        title=text.clean(fields.title)[:20],
        family_name=text.clean(fields.family_name),
        given_name=text.given_name(fields.given_name),
        specialty_code=specialty,
        specialty_label=text.clean(fields.know_how_label)[:160] if specialty else "",
        place_key=_place_key(fields.place, finess=finess, siret=siret, address=address, where=where),
        rpps_rang=fields.place[1:] if fields.place.startswith("R") else "",
        site_name=text.clean(fields.site_name or fields.sign)[:160],
        site_finess=finess,
        site_siret=siret,
        address=address[:200],
        postal_code=where.postal_code,
        commune_code=where.commune.code if where.commune else "",
        departement=where.commune.departement if where.commune else "",
        phones=text.phones(fields.phone, fields.phone_2),
        exercise_mode=fields.exercise_mode if fields.exercise_mode in ExerciseMode.values else "",
    )


def _place_key(place: str, *, finess: str, siret: str, address: str, where: _Location) -> str:
    """What tells this place from the professional's others, from one edition to the next."""
    if place:
        return place
    if finess or siret:
        return f"F{finess}" if finess else f"S{siret}"
    if where.commune is None:
        return ""
    return f"A{where.commune.code} {search_key(address)}"[:60].rstrip()
