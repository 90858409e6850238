"""The folder of prepared files: names drawn at random, readable by the platform's own account alone."""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sas.errors import Unavailable

SERVICE = "Le stockage des extractions"
_OURS, _FOLDERS = 0o600, 0o700


def drawn_name(suffix: str) -> str:
    """A name that nobody can guess; `suffix` without its point."""
    return f"{secrets.token_urlsafe(24)}.{suffix}"


@contextmanager
def writing(name: str) -> Iterator[BinaryIO]:
    """A new file of this name, to be written; raises Unavailable when the disk does not take it."""
    try:
        opened = os.open(made_folder() / name, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OURS)
        with os.fdopen(opened, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except OSError as refusal:
        raise Unavailable(SERVICE) from refusal


def made_folder() -> Path:
    """The folder itself, which is made when absent: what nobody knows there is swept away. Raises OSError."""
    _folder().mkdir(mode=_FOLDERS, parents=True, exist_ok=True)
    return _folder()


def size_and_checksum(name: str) -> tuple[int, str]:
    """Bytes, and their SHA-256 as written in hexadecimal; raises FileNotFoundError when there is no such file."""
    with path_of(name).open("rb") as file:
        return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()


def opened(name: str) -> BinaryIO:
    """To be read, even once its name is removed; raises FileNotFoundError when there is no such file."""
    return path_of(name).open("rb")


def remove(name: str) -> None:
    """Take the file away; one that is not there is no fault."""
    with suppress(FileNotFoundError, NotADirectoryError):
        path_of(name).unlink()


def remove_others(*, kept: Collection[str], before: datetime) -> int:
    """Take away the files that nobody knows and that were last written before; returns how many."""
    if not _folder().exists():
        return 0
    others = [one for one in _folder().iterdir() if one.name not in kept and _written(one) < before.timestamp()]
    for one in others:
        remove(one.name)
    return len(others)


def path_of(name: str) -> Path:
    """Where a file is: its name is one of ours, and never a path."""
    return _folder() / Path(name).name


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _folder() -> Path:
    return Path(settings.EXTRACTS_FOLDER)
