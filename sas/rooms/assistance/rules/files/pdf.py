"""PDF: from its header to its last %%EOF, without what acts by itself nor what carries other files."""

import re
import zlib
from collections.abc import Iterator

from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files.faults import Fault, Faulty, need

_MOST_UNPACKED, _MOST_STREAMS, _NEAR = 8 * 1024 * 1024, 5000, 2048
"""Of the object streams of one file: bytes together, how many, and how far their descriptions may reach."""
_ACTS = ("JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "SubmitForm", "ImportData")


def _named(*names: str) -> re.Pattern[bytes]:
    """Any of these names as readers see them: each letter may be written by its number (« #4a » for « J »)."""
    spelt = ("".join(f"(?:{one}|#{ord(one):02x}|#{ord(one):02X})" for one in name) for name in names)
    return re.compile(f"/(?:{'|'.join(spelt)})(?![A-Za-z0-9#])".encode())


_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_STREAM = re.compile(rb"stream\r?\n")
_ACTIVE, _ENCRYPTED, _OBJECTS = _named(*_ACTS), _named("Encrypt"), _named("ObjStm")


def read(content: bytes) -> FileKind:
    """Names are looked for in the file and in its object streams, which recent software packs."""
    need(_HEADER.match(content), Fault.BROKEN)
    end = content.rfind(b"%%EOF")
    need(end > 0, Fault.BROKEN)
    need(not content[end + 5 :].strip(b"\r\n\t \x00"), Fault.MIXED)
    need(b"%PDF-" not in content[5:1024].upper(), Fault.MIXED)
    need(not _ENCRYPTED.search(content), Fault.ENCRYPTED)
    need(not _ACTIVE.search(content), Fault.ACTIVE)
    for objects in _packed(content):
        need(not _ACTIVE.search(objects), Fault.ACTIVE)
    return FileKind.PDF


def _packed(content: bytes) -> Iterator[bytes]:
    """What the object streams hold; raises Faulty for one that is packed otherwise than by deflate, or too large."""
    left = _MOST_UNPACKED
    for count, named in enumerate(_OBJECTS.finditer(content), start=1):
        start = _STREAM.search(content, named.end(), named.end() + _NEAR)
        if start is None:
            raise Faulty(Fault.BROKEN)
        before = max(named.start() - _NEAR, 0)
        described = content[max(content.rfind(b"obj", before, named.start()), before) : start.start()]
        need(count <= _MOST_STREAMS and b"/Filter" in described and b"/FlateDecode" in described, Fault.BROKEN)
        objects = _inflated(memoryview(content)[start.end() :], most=left)
        left -= len(objects)
        yield objects


def _inflated(packed: memoryview, *, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(packed, most + 1)
    except zlib.error:
        raise Faulty(Fault.BROKEN) from None
    need(len(objects) <= most, Fault.BOMB)
    return objects
