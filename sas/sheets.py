"""Lists as text files that spreadsheets open: semicolons, a mark for UTF-8, and no cell that is a formula (§5.2)."""

import csv
from collections.abc import Iterable, Iterator, Sequence

Cell = str | int
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """What the CSV writer writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(titles: Sequence[str], chunks: Iterable[Iterable[Sequence[Cell]]]) -> Iterator[str]:
    """The file, a chunk at a time."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + str(writer.writerow(titles))
    for chunk in chunks:
        yield "".join(str(writer.writerow([harmless(cell) for cell in row])) for row in chunk)


def harmless(cell: Cell) -> Cell:
    """A spreadsheet reads as a formula the text that starts so: an apostrophe makes it text. A number stays one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
