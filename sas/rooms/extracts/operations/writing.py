"""Writing a file: CSV, XLSX and Parquet from the same cells, none of which holds more than a few thousand lines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sas import sheets
from sas.adapters.storage import client as storage
from sas.paging import chunked
from sas.rooms.extracts.enums import FileFormat
from sas.rooms.extracts.queries.sources import Cell, Chunk
from sas.rooms.extracts.rules import Column, Kind

GROUP = 20_000
"""Lines of a row group of Parquet: few enough to be held, enough to be well compressed."""

_PARIS = ZoneInfo("Europe/Paris")
_SHOWN = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm"}


def as_csv(file: BinaryIO, chunks: Iterable[Chunk], *, columns: Sequence[Column]) -> None:
    """The lines as text."""
    plain = ([[_plain(cell) for cell in row] for row in chunk] for chunk in chunks)
    file.writelines(text.encode() for text in sheets.csv_lines([one.label for one in columns], plain))


def as_xlsx(file: BinaryIO, chunks: Iterable[Chunk], *, columns: Sequence[Column]) -> None:
    """A workbook of one sheet; lines go to the disk as they come, and every text is a text: none is a formula."""
    import xlsxwriter  # noqa: PLC0415  the worker alone writes

    # A preparation that dies leaves its lines there, where what nobody knows is swept away.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": str(storage.made_folder())})
    sheet = book.add_worksheet("Extraction")
    formats: dict[type, Any] = {one: book.add_format({"num_format": told}) for one, told in _SHOWN.items()}
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.label)
    for number, row in enumerate(chain.from_iterable(chunks), start=1):
        for at, cell in enumerate(row):
            _write(sheet, (number, at), cell, formats)
    book.close()


def as_parquet(file: BinaryIO, chunks: Iterable[Chunk], *, columns: Sequence[Column]) -> None:
    """Typed columns by name, one row group for each twenty thousand lines."""
    import pyarrow as pa  # noqa: PLC0415  forty megabytes that no page needs
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {
        Kind.TEXT: pa.string(),
        Kind.LIST: pa.list_(pa.string()),
        Kind.INTEGER: pa.int64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DAY: pa.date32(),
        Kind.INSTANT: pa.timestamp("us", tz="UTC"),
    }
    fields = [pa.field(one.name, types[one.kind], metadata={"titre": one.label}) for one in columns]
    schema = pa.schema(fields)
    with pq.ParquetWriter(file, schema, compression="zstd") as target:
        for rows in chunked(chain.from_iterable(chunks), size=GROUP):
            arrays = [pa.array(column, one.type) for column, one in zip(zip(*rows, strict=True), fields, strict=True)]
            target.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)


WRITERS = {
    FileFormat.CSV: as_csv,
    FileFormat.XLSX: as_xlsx,
    FileFormat.PARQUET: as_parquet,
}


def counted(chunks: Iterator[Chunk], *, tell: Callable[[int], None], most: int) -> Iterator[Chunk]:
    """The same chunks, telling how many lines have gone by; raises OverflowError above `most`."""
    done = 0
    for chunk in chunks:
        done += len(chunk)
        if done > most:
            raise OverflowError(most)
        yield chunk
        tell(done)


def _plain(cell: Cell) -> sheets.Cell:
    if isinstance(cell, bool):
        return "Oui" if cell else "Non"
    if isinstance(cell, datetime):
        return f"{cell.astimezone(_PARIS):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return "" if cell is None else cell


def _write(sheet: Any, where: tuple[int, int], cell: Cell, formats: dict[type, Any]) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(*where, cell.astimezone(_PARIS).replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, date):
        sheet.write_datetime(*where, datetime(cell.year, cell.month, cell.day), formats[date])  # noqa: DTZ001  a day
    elif isinstance(cell, int) and not isinstance(cell, bool):
        sheet.write_number(*where, cell)
    elif plain := _plain(cell):
        sheet.write_string(*where, str(plain))
