"""SFTP: one server, known by its key before anything is said, and our key alone as an account's proof."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from sas.adapters.delivery.values import Destination, Obstacle, Undelivered

if TYPE_CHECKING:
    from asyncssh import SFTPClient

_SECONDS = 15
_ALONE: dict[str, Any] = {
    "preferred_auth": "publickey",
    "agent_path": None,
    "config": None,
    "connect_timeout": _SECONDS,
    "login_timeout": _SECONDS,
    "keepalive_interval": _SECONDS,
    "keepalive_count_max": 4,
}
"""Nothing of this machine's own SSH is read: neither configuration, nor agent, nor known hosts."""


async def put(where: Destination, *, source: Path, size: int, name: str, told: bytes) -> None:
    """The file, then what is told of it. Raises Undelivered, which says whether the server is another than expected."""
    import asyncssh  # noqa: PLC0415  the worker alone sends, and not every month

    believed = _believed()
    try:
        async with (
            asyncssh.connect(where.host, where.port, username=where.user, **believed, **_ALONE) as connection,
            connection.start_sftp_client() as server,
        ):
            await _put(server, source=source, size=size, target=f"{where.folder.rstrip('/')}/{name}", told=told)
    except asyncssh.HostKeyNotVerifiable as stranger:
        raise Undelivered(Obstacle.HOST_KEY) from stranger
    except (asyncssh.PermissionDenied, asyncssh.SFTPError) as refusal:
        raise Undelivered(Obstacle.NOT_TAKEN) from refusal
    except (OSError, asyncssh.Error) as absence:
        raise Undelivered(Obstacle.AWAY) from absence


def _believed() -> dict[str, Any]:
    """The one key that the server may have, and ours; raises Undelivered when the settings name none."""
    import asyncssh  # noqa: PLC0415  as above

    try:
        known = asyncssh.import_public_key(settings.EXTRACTS_SFTP_HOST_KEY)
        ours = asyncssh.read_private_key(settings.EXTRACTS_SFTP_KEY)
    except (OSError, asyncssh.KeyImportError) as fault:
        raise Undelivered(Obstacle.NOT_TAKEN) from fault
    return {"known_hosts": ([known], [], []), "client_keys": [ours]}


async def _put(server: "SFTPClient", *, source: Path, size: int, target: str, told: bytes) -> None:
    import asyncssh  # noqa: PLC0415  as above

    half = f"{target}.part"
    await server.put(str(source), half)
    if (await server.stat(half)).size != size:
        raise Undelivered(Obstacle.NOT_TAKEN)
    try:
        await server.posix_rename(half, target)
    except asyncssh.SFTPOpUnsupported:
        # Without that extension a rename replaces nothing.
        if await server.exists(target):
            await server.remove(target)
        await server.rename(half, target)
    async with server.open(f"{target}.sha256", "wb") as beside:
        await beside.write(told)
