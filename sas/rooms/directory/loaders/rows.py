"""What readers yield: rows, or lines refused with their reason."""

from typing import NamedTuple

from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.loaders.text import clean

EXCERPT_LENGTH = 120


class Reject(NamedTuple):
    """A line that is not kept. `reason` is a French sentence shared by all lines refused alike.

    `excerpt` lets an operator find the line again and holds no more than an identifier and the faulty value: no name,
    phone or street. `subject` is the identifier of the person or structure when it could be read, else empty.
    """

    line: int
    reason: str
    excerpt: str = ""
    subject: str = ""


def refuse(line: int, reason: str, *, subject: str = "", value: str = "") -> Reject:
    """A reject whose excerpt is bounded and printable."""
    shown = clean(value[:60])
    parts = [part for part in (subject, shown and f"« {shown} »") if part]
    return Reject(line, reason, " ; ".join(parts)[:EXCERPT_LENGTH], subject)


class StructureRow(NamedTuple):
    """A structure that is kept. `lat` and `lon` are WGS84 degrees, None when the file does not locate it."""

    line: int
    kind: StructureKind
    finess: str
    siret: str
    name: str
    address: str
    postal_code: str
    commune_code: str
    departement: str
    phones: tuple[str, ...]
    lat: float | None
    lon: float | None
