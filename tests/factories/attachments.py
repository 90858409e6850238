"""Files as people join them to a request, made byte by byte; and some that nobody should."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import cache

import openpyxl

_SECTOR, _FREE, _END_OF_CHAIN, _FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
PPTX_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", after: bytes = b"\n") -> bytes:
    """One empty page, and these objects."""
    body = b"1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n"
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        + body
        + b"\n".join(objects)
        + b"\ntrailer\n<<"
        + trailer
        + b">>\n%%EOF"
        + after
    )


def object_stream(content: bytes) -> bytes:
    """Objects packed together, as recent software writes them."""
    packed = zlib.compress(content)
    return b"9 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>>\nstream\n" + packed + b"\nendstream\nendobj"


def jpeg(*segments: bytes, data: bytes = b"\x12\xff\x00\x34\xff\xd0\x56", after: bytes = b"") -> bytes:
    """A frame, a scan with a stuffed byte and a restart marker, an end."""
    head = b"\xff\xd8" + _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + b"".join(segments)
    return head + _segment(0xC0, bytes(15)) + _segment(0xDA, bytes(10)) + data + b"\xff\xd9" + after


def comment(text: bytes) -> bytes:
    """Of a JPEG."""
    return _segment(0xFE, text)


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def png(*, padding: int = 0, after: bytes = b"") -> bytes:
    """One pixel, and a text of that many bytes."""
    header = (1).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunks = [(b"IHDR", header), (b"tEXt", b"Comment\0" + b" " * padding), (b"IDAT", zlib.compress(bytes(4)))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in (*chunks, (b"IEND", b""))) + after


def png_of(size: int) -> bytes:
    """Exactly that many bytes."""
    return png(padding=size - len(png()))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


@cache
def xlsx() -> bytes:
    """A workbook as openpyxl writes it."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "Bonjour"  # type: ignore[index]
    book.save(kept)
    return kept.getvalue()


def package(main: str = XLSX_MAIN, *, types: Sequence[str] = (), **others: bytes) -> bytes:
    """A package with this main part, these further types, and parts named with __ for a slash."""
    told = "".join(f'<Override PartName="/p{at}.xml" ContentType="{one}"/>' for at, one in enumerate((main, *types)))
    parts = {"[Content_Types].xml": f"<Types>{told}</Types>".encode(), "p0.xml": b"<a/>"}
    return zipped(parts | {name.replace("__", "/").replace("_dot_", "."): one for name, one in others.items()})


def pptx() -> bytes:
    """A presentation whose chart carries its data, as PowerPoint writes it."""
    return package(PPTX_MAIN, ppt__embeddings__data_dot_xlsx=xlsx())


def zipped(parts: Mapping[str, bytes], *, comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return kept.getvalue()


def encrypted(content: bytes) -> bytes:
    """A ZIP whose parts say that they are encrypted."""
    plain = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = plain.find(mark)
        while at >= 0:
            plain[at + flags] |= 1
            at = plain.find(mark, at + 4)
    return bytes(plain)


def xls(*records: tuple[int, bytes], storages: Sequence[str] = ()) -> bytes:
    """A workbook of 1997: its records, after the one that begins it and a sheet."""
    sheet = (0x0085, bytes(4) + b"\0\0\x06\0Feuil1")
    return compound({"Workbook": _records((0x0809, bytes(16)), sheet, *records)}, storages=storages)


def macro_sheet() -> tuple[int, bytes]:
    """An Excel 4.0 macro sheet."""
    return 0x0085, bytes(4) + b"\x02\x01\x06\0Macro1"


def _records(*records: tuple[int, bytes]) -> bytes:
    return b"".join(kind.to_bytes(2, "little") + len(one).to_bytes(2, "little") + one for kind, one in records)


def ppt(*kinds: int, user: int = 0xE391C05F, storages: Sequence[str] = ()) -> bytes:
    """A presentation of 1997: a document, with records of these kinds inside."""
    inside = b"".join(bytes(2) + kind.to_bytes(2, "little") + (4).to_bytes(4, "little") + bytes(4) for kind in kinds)
    document = b"\x0f\0" + (0x03E8).to_bytes(2, "little") + len(inside).to_bytes(4, "little") + inside
    current = bytes(12) + user.to_bytes(4, "little") + bytes(12)
    return compound({"PowerPoint Document": document, "Current User": current}, storages=storages)


def compound(streams: Mapping[str, bytes], *, storages: Sequence[str] = ()) -> bytes:
    """A compound file (MS-CFB, version 3) of these streams, each padded beyond the size of the small ones."""
    padded = {name: one + bytes(max(0, 4096 - len(one))) for name, one in streams.items()}
    sectors, chains, starts = b"", [], {}
    for name, one in padded.items():
        count = -(-len(one) // _SECTOR)
        starts[name] = len(chains)
        chains += [*range(len(chains) + 1, len(chains) + count), _END_OF_CHAIN]
        sectors += one.ljust(count * _SECTOR, b"\0")
    entries = [_entry("Root Entry", _ROOT, child=1)]
    names = [*padded, *storages]
    for at, name in enumerate(names, start=1):
        kind = _STREAM if name in padded else _STORAGE
        right = at + 1 if at < len(names) else _FREE
        entries.append(_entry(name, kind, right=right, start=starts.get(name, 0), size=len(padded.get(name, b""))))
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = len(chains)
    count = len(entries) // 4
    chains += [*range(directory + 1, directory + count), _END_OF_CHAIN, _FAT]
    table = b"".join(one.to_bytes(4, "little") for one in chains).ljust(_SECTOR, b"\xff")
    assert len(table) == _SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(6)
    numbers = (0, 1, directory, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0, len(chains) - 1)
    header += b"".join(one.to_bytes(4, "little") for one in numbers)
    return header.ljust(_SECTOR, b"\xff") + sectors + b"".join(entries) + table


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    linked = b"".join(one.to_bytes(4, "little") for one in (_FREE, right, child))
    start = _END_OF_CHAIN if kind == _ROOT else start
    where = start.to_bytes(4, "little") + size.to_bytes(8, "little")
    return text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1]) + linked + bytes(36) + where
