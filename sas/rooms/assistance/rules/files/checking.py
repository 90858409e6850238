"""From what a browser sends to what may be kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sas.errors import Impossible
from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files import compound, images, packages, pdf
from sas.rooms.assistance.rules.files.faults import Fault, Faulty, need
from sas.rooms.assistance.rules.files.naming import shown_name

MOST_FILES, MOST_BYTES = 3, 1_048_576
"""Three files of 1 MB: of 1,048,576 bytes, as file managers count."""
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.xls,.xlsx,.ppt,.pptx"
"""For the file dialog of browsers; nothing else rests on names."""

_READERS: tuple[tuple[bytes, Callable[[bytes], FileKind]], ...] = (
    (b"%PDF-", pdf.read),
    (b"\xff\xd8\xff", images.read_jpeg),
    (b"\x89PNG\r\n\x1a\n", images.read_png),
    (b"PK\x03\x04", packages.read),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", compound.read),
)
# What opens another format, or a page of the Web, somewhere inside.
_FOREIGN = (b"%pdf-", b"<html", b"<script", b"<!doctype html", b"<?php", b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """As the browser sends it; `content` may stop one byte after the limit."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Of a kind that is accepted, under a name that can be shown."""

    name: str
    kind: FileKind
    content: bytes


def checked_files(given: Sequence[GivenFile]) -> tuple[CheckedFile, ...]:
    """All of them; raises Impossible (field "files") that names the first one that is not accepted, and why."""
    if len(given) > MOST_FILES:
        raise Impossible(f"{MOST_FILES} pièces jointes au plus : vous en avez choisi {len(given)}.", field="files")
    return tuple(map(_checked, given))


def _checked(given: GivenFile) -> CheckedFile:
    try:
        kind = _kind(given.content)
    except Faulty as refused:
        raise Impossible(f"« {shown_name(given.name)} » {refused.fault.value}", field="files") from None
    return CheckedFile(shown_name(given.name, extension=kind.value), kind, given.content)


def _kind(content: bytes) -> FileKind:
    need(content, Fault.EMPTY)
    need(len(content) <= MOST_BYTES, Fault.TOO_LARGE)
    start, read = next(((start, read) for start, read in _READERS if content.startswith(start)), (b"", None))
    if read is None:
        raise Faulty(Fault.UNKNOWN)
    lowered = content.lower()
    need(not any(one in lowered for one in _FOREIGN if one != start.lower()), Fault.MIXED)
    need(start == b"PK\x03\x04" or not (b"PK\x03\x04" in content and b"PK\x05\x06" in content), Fault.MIXED)
    return read(content)
