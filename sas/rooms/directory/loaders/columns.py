"""Cutting the lines of an Annuaire Santé extract: `|` between columns, columns known by the names of the header."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from sas.errors import Impossible
from sas.rooms.directory.loaders.rows import Reject, refuse
from sas.rooms.directory.loaders.text import header_key

NOT_UTF8 = "Caractères illisibles (UTF-8 attendu)"
WRONG_COLUMNS = "Nombre de colonnes inattendu"
TOO_LONG = "Ligne trop longue"
_MAX_CHARACTERS = 8_192


@dataclass(frozen=True)
class Layout:
    """Where the wanted columns stand in this edition of the file."""

    count: int
    pick: Callable[[list[str]], tuple[str, ...]]
    subject_at: int
    present: frozenset[str]

    def cut(self, number: int, line: bytes) -> tuple[str, ...] | Reject:
        """The wanted columns of a line, in the order asked; missing columns are empty."""
        text = line.decode("utf-8", "replace")
        fields = text.split("|")
        if "\ufffd" in text:
            return refuse(number, NOT_UTF8, subject=self._subject(fields))
        if len(text) > _MAX_CHARACTERS:
            return refuse(number, TOO_LONG, subject=self._subject(fields))
        if len(fields) == self.count:
            fields.append("")
        if len(fields) != self.count + 1 or fields[-1].strip():
            return refuse(number, WRONG_COLUMNS, subject=self._subject(fields), value=f"{len(fields) - 1} colonnes")
        return self.pick(fields)

    def _subject(self, fields: list[str]) -> str:
        value = fields[self.subject_at].strip() if len(fields) > self.subject_at else ""
        return value if value.isascii() and value.isalnum() and len(value) <= 12 else ""


def layout(header: bytes, wanted: Mapping[str, str], *, required: Iterable[str], subject: str) -> Layout:
    """Find the wanted columns (our name -> key of the header) in the first line of a file.

    `subject` is our name of the column that identifies the person. Raises Impossible when a required column is missing.
    """
    names = [header_key(name) for name in header.decode("utf-8-sig", "replace").split("|")]
    if names[-1] == "":
        names.pop()
    missing = [name for name in required if wanted[name] not in names]
    if missing:
        raise Impossible(f"Colonnes absentes du fichier : {', '.join(wanted[name] for name in missing)}.")
    # The column after the last one is the empty text behind the trailing bar: it stands for what is missing.
    places = [names.index(key) if key in names else len(names) for key in wanted.values()]
    present = frozenset(name for name, key in wanted.items() if key in names)
    return Layout(len(names), itemgetter(*places), names.index(wanted[subject]), present)
