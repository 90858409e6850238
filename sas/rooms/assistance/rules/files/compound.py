"""xls and ppt: a compound file (MS-CFB), whose streams are walked record by record."""

from collections.abc import Iterator
from io import BytesIO
from struct import Struct

import olefile

from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files.faults import Fault, Faulty, need

_MACROS = frozenset({"vba", "_vba_project_cur", "_vba_project", "macros"})
_RECORD, _SLIDE_RECORD = Struct("<HH"), Struct("<HHI")
_BOUND_SHEET, _FILE_PASS, _END, _MACRO_SHEET = 0x0085, 0x002F, 0x000A, 0x01
_EMBEDDED, _CONTAINER = 0x1011, 0x0F
_ENCRYPTED_USER = 0xF3D1C4DF
_BROKEN = (OSError, ValueError, IndexError, KeyError, TypeError, RecursionError)
"""What olefile raises on a file that is not what it says; its own errors are OSError."""


def read(content: bytes) -> FileKind:
    """A workbook or a presentation; a document, an installer, a mail are other compound files: not accepted."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            return _read(file)
    except _BROKEN:
        raise Faulty(Fault.BROKEN) from None


def _read(file: olefile.OleFileIO) -> FileKind:
    paths = [[part.lower() for part in path] for path in file.listdir(streams=True, storages=True)]
    names = {part for path in paths for part in path}
    need("encryptedpackage" not in names and "encryptedsummary" not in names, Fault.ENCRYPTED)
    need(not names & _MACROS, Fault.MACRO)
    need(not any(name.startswith("mbd") or name == "\x01ole10native" for name in names), Fault.ACTIVE)
    for book in ("workbook", "book"):
        if [book] in paths:
            _check_workbook(file.openstream([book]).read())
            return FileKind.XLS
    need(["powerpoint document"] in paths and ["current user"] in paths, Fault.UNKNOWN)
    user = file.openstream(["current user"]).read()
    need(int.from_bytes(user[12:16], "little") != _ENCRYPTED_USER, Fault.ENCRYPTED)
    _check_presentation(file.openstream(["powerpoint document"]).read())
    return FileKind.PPT


def _check_workbook(stream: bytes) -> None:
    """Excel 4.0 macros are sheets of their own; FilePass says that what follows is encrypted."""
    for kind, body in _workbook_records(stream):
        need(kind != _FILE_PASS, Fault.ENCRYPTED)
        need(kind != _BOUND_SHEET or body[5:6] != bytes([_MACRO_SHEET]), Fault.MACRO)


def _workbook_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Those of the book itself, which come first and tell of its sheets; Excel reads them nowhere else."""
    at, kind = 0, 0
    while at + _RECORD.size <= len(stream) and kind != _END:
        kind, length = _RECORD.unpack_from(stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += _RECORD.size + length


def _check_presentation(stream: bytes) -> None:
    """VBA projects, ActiveX controls and embedded objects all stand in records of one kind."""
    at = 0
    while at + _SLIDE_RECORD.size <= len(stream):
        version, kind, length = _SLIDE_RECORD.unpack_from(stream, at)
        need(kind != _EMBEDDED, Fault.ACTIVE)
        at += _SLIDE_RECORD.size + (0 if version & 0x0F == _CONTAINER else length)
