"""Reading a file of accounts, CSV or XLSX, as people's spreadsheets write it; and the model they start from."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from sas.errors import Impossible
from sas.rooms.accounts.operations import FileLine
from sas.rooms.accounts.rules.bulk import COLUMNS, MOST_LINES, NEEDED_COLUMNS
from sas.rooms.directory.rules import search_key

MOST_BYTES = 2 * 1024 * 1024
_MOST_UNZIPPED = 30 * MOST_BYTES
_MOST_CELL = 1000
_ASIDE = frozenset({"", "ligne", "motif"})
"""Columns that say nothing of an account: an empty one, and those that the report of refused lines adds."""
_BROKEN = (
    csv.Error,
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    SyntaxError,
)
"""What the readers raise on a file that is not what it says; a broken XML document is a SyntaxError."""
_UNREADABLE = "Ce fichier n'a pas pu être lu : enregistrez-le au format CSV ou XLSX."

TITLES = tuple(title for title, _ in COLUMNS.values())

_FIELDS = [field for _, field in COLUMNS.values()]
_PEOPLE = (
    {"email": "regulation", "family_name": "DUPONT", "given_name": "Jeanne", "roles": "Régulateur-OSNP | IOA",
     "territories": "SAS-50 Manche", "commune": "Rennes 35000"},
    {"email": "docteur", "roles": "Effecteur", "professional": "10000000123"},
    {"email": "centre", "family_name": "MARTIN", "given_name": "Paul", "roles": "Gestionnaire de structure",
     "structures": "350001234 | 350005678"},
    {"email": "secretariat", "family_name": "PETIT", "given_name": "Anne", "roles": "Délégataire",
     "delegated_professionals": "10000000123", "delegated_structures": "350001234"},
)  # fmt: skip
EXAMPLES = [[one.get(f, "") if f != "email" else f"{one[f]}@exemple.fr" for f in _FIELDS] for one in _PEOPLE]
"""A line of each kind, invented."""


def lines_of(content: bytes) -> list[FileLine]:
    """The lines under the headings, without the empty ones; raises Impossible with what is wrong with the file."""
    if len(content) > MOST_BYTES:
        raise Impossible("Ce fichier dépasse 2 Mo : partagez-le.", field="file")
    rows = _sheet_rows(content) if content[:2] == b"PK" else _text_rows(content)
    try:
        heading = next(rows, [])
        keys = _keys(heading)
        found = []
        for number, row in enumerate(rows, start=2):
            values = {key: cell for key, cell in zip(keys, row, strict=False) if key and cell}
            if values:
                found.append(FileLine(number, values))
            if len(found) > MOST_LINES:
                break
    except _BROKEN as unreadable:
        raise Impossible(_UNREADABLE, field="file") from unreadable
    return found


def _keys(heading: Sequence[str]) -> list[str]:
    """The key of each column, empty for a column left aside."""
    keys = [key if (key := search_key(title)) not in _ASIDE else "" for title in heading]
    unknown = [title for title, key in zip(heading, keys, strict=True) if key and key not in COLUMNS]
    missing = [COLUMNS[key][0] for key in NEEDED_COLUMNS if key not in keys]
    if missing:
        raise Impossible(f"La première ligne doit porter le titre « {missing[0]} » : partez du modèle.", field="file")
    if unknown:
        raise Impossible(f"La colonne « {unknown[0][:60]} » n'est pas du modèle.", field="file")
    if len({key for key in keys if key}) < len([key for key in keys if key]):
        raise Impossible("Une colonne figure deux fois.", field="file")
    return keys


def _text_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max(";\t,", key=first.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield [_cell(cell) for cell in row]


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else what Windows writes."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Impossible(_UNREADABLE, field="file")
    return text


def _sheet_rows(content: bytes) -> Iterator[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNZIPPED:
            raise Impossible("Ce fichier est trop grand une fois ouvert : partagez-le.", field="file")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True, max_col=60, max_row=10 * MOST_LINES):
        yield [_cell(cell) for cell in row]


def _cell(value: Any) -> str:
    """A number typed as one keeps its digits (an RPPS number, a FINESS); a leading zero is lost by the spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\x00", "").strip()[:_MOST_CELL]
