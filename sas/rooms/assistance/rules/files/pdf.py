"""PDF: from its header to its last %%EOF, without what acts by itself nor what carries other files."""

import re
import zlib

from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files.faults import Fault, Faulty, need

_MOST_UNPACKED = 16 * 1024 * 1024
"""Of all the object streams of one file together."""
_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])")
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n")


def read(content: bytes) -> FileKind:
    """Names are looked for as readers see them: written with escapes, or packed in object streams, all the same."""
    need(_HEADER.match(content), Fault.BROKEN)
    end = content.rfind(b"%%EOF")
    need(end > 0, Fault.BROKEN)
    need(not content[end + 5 :].strip(b"\r\n\t \x00"), Fault.MIXED)
    need(b"%PDF-" not in content[5:1024].upper(), Fault.MIXED)
    plain = _unescaped(content)
    need(not _ENCRYPTED.search(plain), Fault.ENCRYPTED)
    need(not _ACTIVE.search(plain), Fault.ACTIVE)
    for objects in _packed(content):
        need(not _ACTIVE.search(_unescaped(objects)), Fault.ACTIVE)
    return FileKind.PDF


def _unescaped(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _packed(content: bytes) -> list[bytes]:
    """What the object streams hold; raises Faulty for one that is packed otherwise than by deflate, or too large."""
    found, left = [], _MOST_UNPACKED
    for named in _OBJECT_STREAM.finditer(content):
        start = _STREAM.search(content, named.end())
        if start is None:
            raise Faulty(Fault.BROKEN)
        described = content[max(content.rfind(b"obj", 0, named.start()), 0) : start.start()]
        if b"/Filter" in described:
            need(b"/FlateDecode" in described, Fault.BROKEN)
            objects = _inflated(content[start.end() :], most=left)
        else:
            objects = content[start.end() : content.find(b"endstream", start.end())]
        left -= len(objects)
        found.append(objects)
    return found


def _inflated(packed: bytes, *, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(packed, most + 1)
    except zlib.error:
        raise Faulty(Fault.BROKEN) from None
    need(len(objects) <= most, Fault.BOMB)
    return objects
