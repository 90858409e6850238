"""The file of one's own data: an archive that holds each kind as JSON, the files joined, and a page for people."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from pathlib import PurePosixPath
from uuid import UUID
from zoneinfo import ZoneInfo

from sas.held import Held
from sas.web.public.own_data_words import COLUMNS, KINDS

SHOWN = 200
"""Rows of one kind that the page shows; its JSON holds all."""
_PARIS = ZoneInfo("Europe/Paris")
_BYTES = (bytes, memoryview)


@dataclass(slots=True)
class Kind:
    """One kind as the page tells it; `count` is of all its rows."""

    title: str
    file: str
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    count: int = 0


class Archive:
    """Written to the disk as it comes: a regulator's years hold tens of thousands of rows."""

    def __init__(self) -> None:
        """Begin it, in the temporary folder: the answer that sends it removes it."""
        self._target = tempfile.NamedTemporaryFile(suffix=".zip")  # noqa: SIM115  closed by the answer that sends it
        self._zip = zipfile.ZipFile(self._target, "w", zipfile.ZIP_DEFLATED)
        self.kinds: list[Kind] = []
        self._joined = 0

    def add(self, one: Held) -> int:
        """Write a kind; returns how many rows it has. One that is empty is not written."""
        rows = iter(one.rows)
        first = list(islice(rows, 1))
        if not first:
            return 0
        told = Kind(KINDS[one.kind], f"donnees/{one.kind}.json", [COLUMNS[name] for name in first[0]])
        # An archive takes one file at a time: those joined go in as they come, the lines once all are there.
        with tempfile.TemporaryFile() as lines:
            for row in chain(first, rows):
                kept = self._without_bytes(row)
                lines.write((",\n" if told.count else "[\n").encode() + _json(kept))
                told.count += 1
                if told.count <= SHOWN:
                    told.rows.append([_words(value) for value in kept.values()])
            lines.write(b"\n]\n")
            lines.seek(0)
            with self._zip.open(told.file, "w") as file:
                shutil.copyfileobj(lines, file)
        self.kinds.append(told)
        return told.count

    def _without_bytes(self, row: Mapping[str, object]) -> dict[str, object]:
        """The row, its bytes replaced by the name under which they are joined to the archive."""
        kept = dict(row)
        for name, value in row.items():
            if isinstance(value, _BYTES):
                label = PurePosixPath(str(row.get("name", ""))).name or "fichier"
                self._joined += 1
                kept[name] = f"fichiers/{self._joined}-{label}"
                self._zip.writestr(str(kept[name]), bytes(value))
        return kept

    def closed(self, page: str) -> "tempfile._TemporaryFileWrapper[bytes]":
        """The whole file, with its page, to be read from its beginning."""
        self._zip.writestr("mes-donnees.html", page)
        self._zip.close()
        self._target.seek(0)
        return self._target


def _json(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, default=_plain, ensure_ascii=False).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not written")


def _words(value: object) -> str:
    """A value as a person reads it."""
    told = str(value)
    match value:
        case None | "" | []:
            told = "–"
        case bool():
            told = "oui" if value else "non"
        case datetime():
            told = f"{value.astimezone(_PARIS):%d/%m/%Y %Hh%M}"
        case date():
            told = f"{value:%d/%m/%Y}"
        case list():
            told = ", ".join(map(_words, value))
        case dict():
            told = json.dumps(value, default=_plain, ensure_ascii=False)
    return told
