"""The three forms of a file: what is read back by programs that did not write it."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sas.rooms.extracts.enums import FileFormat
from sas.rooms.extracts.operations import writing
from sas.rooms.extracts.operations.writing import WRITERS, counted
from sas.rooms.extracts.rules import Column, Kind

pytestmark = pytest.mark.shows("F-266")

COLUMNS = tuple(Column(kind.name.lower(), f"Titre {kind.value}", kind, "", "") for kind in Kind)
SUMMER, WINTER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
FULL = ("Écluse à l'œuvre ; « Ñandú »\n", ("a", "=b"), -7, True, date(2026, 12, 31), SUMMER)
EMPTY: tuple[Any, ...] = ("", (), None, None, None, None)
FORMULAS = ("=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(A1)")


def written(form: FileFormat, *rows: tuple[Any, ...]) -> io.BytesIO:
    """Each row in a chunk of its own."""
    file = io.BytesIO()
    WRITERS[form](file, [[row] for row in rows], columns=COLUMNS)
    return io.BytesIO(file.getvalue())


def test_csv_is_what_a_french_spreadsheet_opens() -> None:
    content = written(FileFormat.CSV, FULL, (*EMPTY[:5], WINTER)).getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    titles, full, empty = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert titles == [one.label for one in COLUMNS]
    assert full == [FULL[0], "a, =b", "-7", "Oui", "31/12/2026", "02/07/2026 00:30"]
    assert empty == ["", "", "", "", "", "01/01/2027 00:00"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_csv_is_a_formula(formula: str) -> None:
    rows = [(formula, (formula, "b"), *EMPTY[2:])]
    text = written(FileFormat.CSV, *rows).getvalue().decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert row[:2] == [f"'{formula}", f"'{formula}, b"]


def test_a_workbook_holds_texts_numbers_and_dates_and_no_formula() -> None:
    book = written(FileFormat.XLSX, FULL, EMPTY, *((one, (one,), *EMPTY[2:]) for one in FORMULAS))
    with zipfile.ZipFile(book) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    titles, full, empty, *formulas = openpyxl.load_workbook(book).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    assert list(titles) == [one.label for one in COLUMNS]
    there = datetime(2026, 7, 2, 0, 30)
    assert full == (FULL[0], "a, =b", -7, "Oui", datetime(2026, 12, 31), there)
    assert empty == (None,) * 6
    assert [row[0] for row in formulas] == [row[1] for row in formulas]
    assert [row[0] for row in formulas][:4] == list(FORMULAS[:4])


def test_parquet_says_its_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "GROUP", 2)
    file = pq.ParquetFile(written(FileFormat.PARQUET, FULL, EMPTY, (*FULL[:5], WINTER)))
    assert file.num_row_groups == 2
    schema = file.schema_arrow
    assert schema.names == [one.name for one in COLUMNS]
    kinds = [pa.string(), pa.list_(pa.string()), pa.int64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")]
    assert schema.types == kinds
    assert schema.field("day").metadata[b"titre"].decode() == "Titre jour"
    full, empty, third = file.read().to_pylist()
    assert list(full.values()) == [FULL[0], ["a", "=b"], -7, True, date(2026, 12, 31), SUMMER]
    assert list(empty.values()) == ["", [], None, None, None, None]
    assert third["instant"] == WINTER


@pytest.mark.parametrize("form", FileFormat)
def test_a_file_without_lines_has_its_titles(form: FileFormat) -> None:
    file = written(form)
    if form == FileFormat.PARQUET:
        assert pq.read_table(file).num_rows == 0
    else:
        assert COLUMNS[0].label.encode() in (file.getvalue() if form == FileFormat.CSV else _strings(file))


def _strings(book: io.BytesIO) -> bytes:
    with zipfile.ZipFile(book) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def test_lines_are_counted_as_they_go_by_and_too_many_stop() -> None:
    told: list[int] = []
    chunks = [[EMPTY] * 2, [EMPTY] * 3]
    assert [len(one) for one in counted(iter(chunks), tell=told.append, most=5)] == [2, 3]
    assert told == [2, 5]
    with pytest.raises(OverflowError):
        list(counted(iter(chunks), tell=told.append, most=4))
