"""xlsx and pptx: a ZIP whose every part is opened within a budget, down to a package inside the package."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files.faults import Fault, Faulty, need

MOST_PARTS, MOST_UNPACKED, MOST_RATIO, RATIO_FROM = 2000, 32 * 1024 * 1024, 150, 1024 * 1024
"""Parts, bytes once unpacked, and how many times larger a part of more than a megabyte may become."""

_TYPES = "[Content_Types].xml"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": FileKind.PPTX,
}
_CONTENT_TYPE = re.compile(r"""ContentType\s*=\s*["']([^"']*)["']""")
_MACRO, _ACTIVE = ("macro", "vba"), ("activex", "oleobject")
_COMPOUND, _PACKAGE = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_UNPACKED_WITHIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The two ways of packing that Office writes; of the others, zipfile unpacks whole blocks before it counts."""
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises on a file that is not what it says."""


@dataclass(slots=True)
class _Budget:
    parts: int = MOST_PARTS
    unpacked: int = MOST_UNPACKED


def read(content: bytes) -> FileKind:
    """The kind that its main part has; raises Faulty for anything that is no plain workbook or presentation."""
    try:
        return _read(content, budget=_Budget(), is_inside=False)
    except _BROKEN:
        raise Faulty(Fault.BROKEN) from None


def _read(content: bytes, *, budget: _Budget, is_inside: bool) -> FileKind:
    _need_nothing_around(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        _spend(parts, budget)
        need(len({part.filename for part in parts}) == len(parts), Fault.MIXED)
        for part in parts:
            _check_part(part.filename.lower(), archive.read(part), budget=budget, is_inside=is_inside)
        need(_TYPES in archive.namelist(), Fault.UNKNOWN)
        return _kind(archive.read(_TYPES))


def _need_nothing_around(content: bytes) -> None:
    """Starts with its first part, ends with its directory, without a comment: nothing else hides beside."""
    end = content.rfind(b"PK\x05\x06")
    need(end >= 0, Fault.BROKEN)
    need(content.startswith(_PACKAGE) and end + 22 == len(content), Fault.MIXED)


def _spend(parts: list[zipfile.ZipInfo], budget: _Budget) -> None:
    """Sizes as the directory tells them: reading stops there, whatever the parts hold."""
    need(not any(part.flag_bits & 1 for part in parts), Fault.ENCRYPTED)
    need(all(part.compress_type in _UNPACKED_WITHIN for part in parts), Fault.BROKEN)
    budget.parts -= len(parts)
    budget.unpacked -= sum(part.file_size for part in parts)
    large = [part for part in parts if part.file_size > RATIO_FROM]
    swollen = any(part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in large)
    need(budget.parts >= 0 and budget.unpacked >= 0 and not swollen, Fault.BOMB)


def _check_part(name: str, content: bytes, *, budget: _Budget, is_inside: bool) -> None:
    need(not any(word in name for word in _MACRO), Fault.MACRO)
    need(not any(word in name for word in _ACTIVE) and not content.startswith(_COMPOUND), Fault.ACTIVE)
    need(not content.startswith(_PROGRAMS), Fault.ACTIVE)
    if content.startswith(_PACKAGE):
        # The data of a chart is a workbook of its own; nothing is put into that one.
        need(not is_inside, Fault.BOMB)
        _read(content, budget=budget, is_inside=True)


def _kind(types: bytes) -> FileKind:
    """Of the table of contents, which is plain UTF-8 without definitions of its own."""
    need(b"<!" not in types.replace(b"<!--", b""), Fault.BROKEN)
    told = [one.lower() for one in _CONTENT_TYPE.findall(types.decode("utf-8-sig"))]
    need(not any(word in one for one in told for word in _MACRO), Fault.MACRO)
    need(not any(word in one for one in told for word in _ACTIVE), Fault.ACTIVE)
    kinds = {_MAIN[one] for one in told if one in _MAIN}
    need(len(kinds) == 1, Fault.UNKNOWN)
    return kinds.pop()
