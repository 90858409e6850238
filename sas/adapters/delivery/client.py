"""Bringing a file where the settings say: a folder of this machine, or an SFTP server whose key is known beforehand.

Written under another name first, so that who watches the folder never sees half a file.
"""

import asyncio
import os
import shutil
from pathlib import Path

from django.conf import settings

from sas import traces
from sas.adapters.delivery.sftp import put
from sas.adapters.delivery.values import Destination, Obstacle, Undelivered, destination

_GROUP_READS = 0o640


def bring(*, source: Path, name: str, checksum: str) -> None:
    """Put the file there under this name, with its SHA-256 beside it; one that was there already is replaced.

    Raises Undelivered, FileNotFoundError when there is nothing to bring.
    """
    where, size = destination(settings.EXTRACTS_MONTHLY_TO), source.stat().st_size
    told = f"{checksum}  {name}\n".encode()
    with traces.span("delivery"):
        if where.host:
            asyncio.run(put(where, source=source, size=size, name=name, told=told))
        else:
            _copy(where, source=source, name=name, told=told)


def _copy(where: Destination, *, source: Path, name: str, told: bytes) -> None:
    target = Path(where.folder) / name
    half = target.with_name(f"{name}.part")
    try:
        half.unlink(missing_ok=True)
        opened = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _GROUP_READS)
        with source.open("rb") as given, os.fdopen(opened, "wb") as copy:
            shutil.copyfileobj(given, copy)
            copy.flush()
            os.fsync(copy.fileno())
        half.chmod(_GROUP_READS)  # whatever the mask of the process takes away
        half.replace(target)
        beside = target.with_name(f"{name}.sha256")
        beside.write_bytes(told)
        beside.chmod(_GROUP_READS)
    except OSError as refusal:
        raise Undelivered(Obstacle.NOT_TAKEN) from refusal
