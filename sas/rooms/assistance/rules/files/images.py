"""JPEG and PNG, walked from the first byte to the last: nothing may follow, nothing may be missing."""

import zlib

from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files.faults import Fault, Faulty, need

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers that no length follows."""
_LONGEST_CHUNK = 1 << 31


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
    while at + 1 < len(content):
        need(content[at] == 0xFF, Fault.BROKEN)
        marker = content[at + 1]
        if marker == _END:
            return at + 2
        need(marker not in {0x00, _START}, Fault.BROKEN)
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            length = int.from_bytes(content[at + 2 : at + 4], "big")
            need(length >= 2, Fault.BROKEN)
            at += 2 + length
            at = _scan_end(content, at) if marker == _SCAN else at
    raise Faulty(Fault.BROKEN)


def _scan_end(content: bytes, at: int) -> int:
    """The marker that ends compressed data: 0xFF followed by anything but a stuffed zero, a restart or a fill byte."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        after = content[at + 1]
        if after and after != 0xFF and after not in _ALONE:
            return at
        at += 1 if after == 0xFF else 2
    raise Faulty(Fault.BROKEN)


def read_png(content: bytes) -> FileKind:
    """Every chunk with its checksum, from IHDR to IEND, and nothing after."""
    at, first = 8, True
    while True:
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        need(length < _LONGEST_CHUNK and end <= len(content) and len(kind) == 4, Fault.BROKEN)
        need(not first or kind == b"IHDR", Fault.BROKEN)
        told = int.from_bytes(content[end - 4 : end], "big")
        need(zlib.crc32(content[at + 4 : end - 4]) == told, Fault.BROKEN)
        if kind == b"IEND":
            need(end == len(content), Fault.MIXED)
            return FileKind.PNG
        at, first = end, False
