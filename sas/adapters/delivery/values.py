"""Where monthly files go, and why one could not be brought there."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from sas.errors import Unavailable

_PORT = 22


class Obstacle(StrEnum):
    """Why a file was not brought."""

    AWAY = "away"
    HOST_KEY = "host_key"
    NOT_TAKEN = "not_taken"


class Undelivered(Unavailable):
    """A file that is not where it should be; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__("La destination des extractions")
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder of this machine (no host), or one of an SFTP server with the account that writes there."""

    folder: str
    host: str = ""
    port: int = _PORT
    user: str = ""


def destination(address: str) -> Destination:
    """`sftp://user@host:port/folder` or `file:///folder`; raises ValueError for anything else.

    A password has no place there: an account is known by its key.
    """
    parts = urlsplit(address)
    folder = unquote(parts.path)
    if parts.scheme == "file" and not parts.netloc and len(folder) > 1:
        return Destination(folder)
    if parts.scheme == "sftp" and parts.hostname and parts.username and not parts.password and folder:
        return Destination(folder, parts.hostname, parts.port or _PORT, unquote(parts.username))
    raise ValueError(address)
