"""Reading the second file of recent editions, which tells the know-how apart from the activities."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sas.rooms.directory.loaders import text
from sas.rooms.directory.loaders.columns import layout
from sas.rooms.directory.loaders.rows import Reject, refuse
from sas.rooms.directory.loaders.rpps import BAD_IDENTIFIER, BAD_PROFESSION

MEMBER = re.compile(r"PS_LibreAcces_SavoirFaire.*\.txt$", re.IGNORECASE)
BAD_KNOW_HOW = "Code savoir-faire absent ou illisible"

_COLUMNS = {
    "national_id": "identification nationale pp",
    "profession": "code profession",
    "kind": "code type savoir faire",
    "code": "code savoir faire",
    "label": "libelle savoir faire",
}
_REQUIRED = ("national_id", "profession", "kind", "code")
_PROFESSION = re.compile(r"[0-9]{2}")
_KNOW_HOW = re.compile(r"[A-Z]{1,4}[0-9]{1,4}")


class KnowHowRow(NamedTuple):
    """An ordinal specialty of a professional, for all the places of that profession."""

    line: int
    national_id: str
    profession_code: str
    specialty_code: str
    specialty_label: str


def read(lines: Iterable[bytes]) -> Iterator[KnowHowRow | Reject]:
    """Ordinal specialties (kind `S`); the lines of other kinds of know-how are passed over.

    Raises Impossible when the header is not that of the extract.
    """
    numbered = enumerate(lines, start=1)
    columns = layout(next(numbered, (1, b""))[1], _COLUMNS, required=_REQUIRED, subject="national_id")
    for number, line in numbered:
        cut = columns.cut(number, line)
        if isinstance(cut, Reject):
            yield cut
        elif (row := _parse(number, cut)) is not None:
            yield row


def _parse(number: int, cut: tuple[str, ...]) -> KnowHowRow | Reject | None:
    national_id, profession, kind, code, label = cut
    subject = text.national_id(national_id)
    if not subject:
        return refuse(number, BAD_IDENTIFIER, value=national_id)
    if not _PROFESSION.fullmatch(profession):
        return refuse(number, BAD_PROFESSION, subject=subject, value=profession)
    if kind != "S":
        return None
    if not _KNOW_HOW.fullmatch(code):
        return refuse(number, BAD_KNOW_HOW, subject=subject, value=code)
    return KnowHowRow(number, subject, profession, code, text.clean(label)[:160])
