"""Lists as files, that of accounts first: streamed as CSV, in constant memory as XLSX; no cell is a formula (§5.2)."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from sas.rooms.accounts.queries import PersonRow
from sas.sheets import Cell, csv_lines

COLUMNS = (
    "Nom", "Prénom", "Adresse électronique", "Rôles", "Territoires", "Département", "Commune", "Identifiant national",
    "Structures", "État", "Créé le", "Dernière connexion", "CGU acceptées le", "Pro Santé Connect",
)  # fmt: skip
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARIS = ZoneInfo("Europe/Paris")


def answer(kind: str, *, name: str, chunks: Iterable[Sequence[PersonRow]]) -> HttpResponse:
    """The file of that kind, « csv » or « xlsx », to be saved under this name."""
    return file_answer(kind, titles=COLUMNS, chunks=([cells(row) for row in chunk] for chunk in chunks), name=name)


def file_answer(
    kind: str, *, titles: Sequence[str], chunks: Iterable[Iterable[Sequence[Cell]]], name: str, sheet: str = "Comptes"
) -> HttpResponse:
    """Any table as a file of that kind, « csv » or « xlsx », to be saved under this name."""
    if kind == "xlsx":
        book = _sheet(titles, chunks, title=sheet)
        return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)
    return csv_answer(csv_lines(titles, chunks), name=name)


def csv_answer(lines: Iterable[str], *, name: str) -> HttpResponse:
    """Lines of CSV as a file to be saved; the mark at its head tells spreadsheets that it is UTF-8."""
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cells(row: PersonRow) -> list[str]:
    """One account, in the order of COLUMNS; instants in Paris."""
    return [
        row.family_name,
        row.given_name,
        row.email,
        row.role_labels,
        ", ".join(row.territories),
        ", ".join(row.departements),
        row.city,
        row.national_id,
        ", ".join(row.structures),
        row.status.label,
        _told(row.created_at),
        _told(row.last_login),
        _told(row.terms_at),
        "Oui" if row.has_card else "Non",
    ]


def _told(instant: datetime | None) -> str:
    return f"{instant.astimezone(_PARIS):%d/%m/%Y %H:%M}" if instant else ""


def _sheet(
    titles: Sequence[str], chunks: Iterable[Iterable[Sequence[Cell]]], *, title: str
) -> "tempfile._TemporaryFileWrapper[bytes]":
    """Rows go to the disk as they come; every text is written as a string, so none is a formula or a link."""
    target = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  closed by the answer that sends it
    book = xlsxwriter.Workbook(target.name, {"constant_memory": True})
    sheet = book.add_worksheet(title)
    _write(sheet, 0, titles)
    for at, row in enumerate(chain.from_iterable(chunks), start=1):
        _write(sheet, at, row)
    book.close()
    return target


def _write(sheet: xlsxwriter.worksheet.Worksheet, at: int, row: Sequence[Cell]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int):
            sheet.write_number(at, column, cell)
        else:
            sheet.write_string(at, column, cell)
