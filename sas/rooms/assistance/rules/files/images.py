"""JPEG and PNG, walked from the first byte to the last: nothing may follow, nothing may be missing."""

import re
import zlib

from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files.faults import Fault, Faulty, need

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers that no length follows."""
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
_FILLING = re.compile(rb"\xff+")
_MOST_PARTS = 10_000
"""Segments or chunks of one file: software writes hundreds."""


def read_jpeg(content: bytes) -> FileKind:
    """One image, or several one after the other as telephones write them (thumbnail, second lens)."""
    at = 0
    while at < len(content):
        need(content.startswith(b"\xff\xd8\xff", at), Fault.MIXED)
        at = _jpeg_end(content, at)
        while content.startswith(b"\x00", at):
            at += 1
    return FileKind.JPEG


def _jpeg_end(content: bytes, at: int) -> int:
    """Where the image that starts there ends; its segments are passed over, their lengths believed within the file."""
    at += 2
    for _ in range(_MOST_PARTS):
        need(content[at : at + 1] == b"\xff" and at + 1 < len(content), Fault.BROKEN)
        marker = content[at + 1]
        if marker == _END:
            return at + 2
        need(marker not in {0x00, _START}, Fault.BROKEN)
        if marker == 0xFF:
            at = _filled(content, at)
        elif marker in _ALONE:
            at += 2
        else:
            length = int.from_bytes(content[at + 2 : at + 4], "big")
            need(length >= 2, Fault.BROKEN)
            at += 2 + length
            at = _scan_end(content, at) if marker == _SCAN else at
    raise Faulty(Fault.BROKEN)


def _filled(content: bytes, at: int) -> int:
    """The last byte of a filling, which a marker follows."""
    found = _FILLING.match(content, at)
    return found.end() - 1 if found else at


def _scan_end(content: bytes, at: int) -> int:
    """The marker that ends compressed data: 0xFF followed by anything but a stuffed zero, a restart or a fill byte."""
    found = _MARKER.search(content, at)
    if found is None:
        raise Faulty(Fault.BROKEN)
    return found.start()


def read_png(content: bytes) -> FileKind:
    """Every chunk with its checksum, from IHDR to IEND, and nothing after."""
    at = 8
    for number in range(_MOST_PARTS):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        need(end <= len(content) and (number or kind == b"IHDR"), Fault.BROKEN)
        told = int.from_bytes(content[end - 4 : end], "big")
        need(zlib.crc32(content[at + 4 : end - 4]) == told, Fault.BROKEN)
        if kind == b"IEND":
            need(end == len(content), Fault.MIXED)
            return FileKind.PNG
        at = end
    raise Faulty(Fault.BROKEN)
