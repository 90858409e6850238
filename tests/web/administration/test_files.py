"""Files of accounts as people's spreadsheets write them: encodings, separators, sheets, and what is none."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from sas.errors import Impossible
from sas.rooms.accounts.operations import FileLine
from sas.rooms.accounts.rules.bulk import MOST_LINES
from sas.sheets import harmless
from sas.web.administration import files

HEAD = "Adresse électronique;Rôles;Nom\n"
LINE = FileLine(2, {"adresse electronique": "a@sas.example", "roles": "IOA", "nom": "Éluard"})


def sheet(*rows: Any) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.shows("F-221")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = f"{HEAD}a@sas.example;IOA;Éluard\r\n;;\r\n".replace(";", separator)
    assert files.lines_of(text.encode(encoding)) == [LINE]


@pytest.mark.shows("F-221")
def test_a_sheet_with_numbers_and_empty_lines() -> None:
    head = ["ADRESSE ELECTRONIQUE", "roles", "RPPS ou ADELI", None, "Motif"]
    content = sheet(
        head, [None], ["a@sas.example", " Effecteur ", 10000000123, "x", "refusée"], ["b", "IOA", 10000000123.0]
    )
    number = {"rpps ou adeli": "10000000123"}
    assert files.lines_of(content) == [
        FileLine(3, {"adresse electronique": "a@sas.example", "roles": "Effecteur", **number}),
        FileLine(4, {"adresse electronique": "b", "roles": "IOA", **number}),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Adresse électronique"),
        (b"Nom;Roles\n", "Adresse électronique"),
        (f"{HEAD[:-1]};Salaire\n".encode(), "Salaire"),
        (f"{HEAD[:-1]};Nom\n".encode(), "deux fois"),
        (b"Adresse \x00lectronique;R\n", "pas pu être lu"),
        (b"PK\x03\x04 not a workbook", "pas pu être lu"),
        (b"x" * (files.MOST_BYTES + 1), "2 Mo"),
    ],
)
def test_what_is_no_file_of_accounts_is_said(content: bytes, sentence: str) -> None:
    with pytest.raises(Impossible) as problem:
        files.lines_of(content)
    assert sentence in problem.value.reason and problem.value.field == "file"


def test_a_workbook_that_swells_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (61 * 1024 * 1024))
    assert len(target.getvalue()) < files.MOST_BYTES
    with pytest.raises(Impossible, match="trop grand"):
        files.lines_of(target.getvalue())


def test_a_broken_workbook_is_said() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types")
    with pytest.raises(Impossible, match="pas pu être lu"):
        files.lines_of(target.getvalue())


def with_entities(declared: str) -> bytes:
    """A workbook whose sheet declares these entities, and holds `&x;`."""
    sound, target = zipfile.ZipFile(io.BytesIO(sheet(["Adresse électronique", "Rôles"], ["ICI", "IOA"]))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sound.namelist():
            text = sound.read(name).decode()
            if "ICI" in text:
                text = f"<!DOCTYPE a [{declared}]>{text[text.index('?>') + 2 :] if '?>' in text else text}"
                text = text.replace("ICI", "&x;")
            archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY a "' + "a" * 1000 + '">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 100}">' for a, b in zip("abc", "bcx", strict=True)),
    ],
    ids=["a file", "an address", "a thousand million letters"],
)  # fmt: skip
def test_a_workbook_fetches_nothing_and_does_not_swell(declared: str) -> None:
    try:
        found = str(files.lines_of(with_entities(declared)))
    except Impossible:
        return
    assert "root:" not in found and len(found) < 10_000


def test_reading_stops_past_the_most_lines() -> None:
    text = HEAD + "a;IOA;x\n" * (MOST_LINES + 50)
    assert len(files.lines_of(text.encode())) == MOST_LINES + 1


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_what_a_spreadsheet_would_compute_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"x{cell}") == f"x{cell}"
