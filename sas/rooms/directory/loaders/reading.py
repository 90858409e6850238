"""Opening the files an operator gives: bare or zipped, one decoded line at a time, with the place reached in bytes."""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sas.errors import Impossible

MAX_LINE = 16_384
_BLOCK = 1 << 20
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, NotImplementedError, struct.error)
"""What zipfile raises on an archive that is not what it says."""
_PACKED, _ENCRYPTED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}), 0x1


@dataclass(frozen=True)
class TextSource:
    """An open text: its lines, and how many bytes of the file on disk have been read of how many."""

    raw: IO[bytes]
    binary: IO[bytes]
    size: int

    def position(self) -> int:
        """Bytes of the file on disk read so far."""
        return self.raw.tell()

    def lines(self) -> Iterator[bytes]:
        """Lines without their end. One longer than MAX_LINE is cut there and the rest of it dropped."""
        buffered = io.BufferedReader(self.binary, _BLOCK)  # type: ignore[type-var]
        for line in iter(lambda: buffered.readline(MAX_LINE), b""):
            end = line
            while not end.endswith(b"\n") and len(end) == MAX_LINE:
                end = buffered.readline(MAX_LINE)
            yield line.rstrip(b"\r\n")


@contextmanager
def open_text(path: Path, member: re.Pattern[str]) -> Iterator[TextSource]:
    """Open a bare file, or in a zip the one member whose base name matches.

    Raises Impossible when the file is missing or the zip is damaged or has no such member.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise Impossible(f"Le fichier {path.name} ne peut pas être lu : {error.strerror}.") from error
    with raw:
        size = path.stat().st_size
        if not zipfile.is_zipfile(raw):
            raw.seek(0)
            yield TextSource(raw, raw, size)
            return
        try:
            with zipfile.ZipFile(raw) as archive, _opened(archive, _member(archive, member, path)) as binary:
                yield TextSource(raw, binary, size)
        except _DAMAGED as error:
            raise Impossible(f"L'archive {path.name} est endommagée.") from error


def has_member(path: Path, member: re.Pattern[str]) -> bool:
    """True when the file is a zip that holds such a member. Raises Impossible when the zip is damaged."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(member.search(Path(name).name) for name in archive.namelist())
    except _DAMAGED as error:
        raise Impossible(f"L'archive {path.name} est endommagée.") from error


def _member(archive: zipfile.ZipFile, member: re.Pattern[str], path: Path) -> zipfile.ZipInfo:
    found = sorted((one for one in archive.infolist() if member.search(Path(one.filename).name)), key=_by_name)
    if not found:
        raise Impossible(f"L'archive {path.name} ne contient pas le fichier attendu.")
    if found[-1].compress_type not in _PACKED or found[-1].flag_bits & _ENCRYPTED:
        raise Impossible(f"L'archive {path.name} est chiffrée, ou compressée d'une façon qui n'est pas lue.")
    return found[-1]


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """Raises BadZipFile for a member that its archive places outside of itself: zipfile looks for it all the same."""
    try:
        return archive.open(member)
    except (OSError, ValueError) as error:
        raise zipfile.BadZipFile from error


def _by_name(member: zipfile.ZipInfo) -> str:
    return member.filename


def identity(*paths: Path) -> str:
    """What makes two files the same for a resumed import: their content (SHA-256, hexadecimal)."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as content:
            for block in iter(lambda: content.read(_BLOCK), b""):
                digest.update(block)
    return digest.hexdigest()
