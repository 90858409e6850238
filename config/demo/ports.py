"""Ports of the loopback: whether one is taken, and which one is free."""

import errno
import socket

LOOPBACK = "127.0.0.1"


def is_taken(port: int) -> bool:
    """True when some process listens on `port`.

    The web server binds with SO_REUSEPORT, so that a second one beside it would share its visitors without a word:
    this bind goes without.
    """
    return _bind(port) is None


def free(preferred: int) -> int:
    """`preferred` when it is free, else any free port."""
    bound = _bind(preferred)
    return bound if bound is not None else _any_free()


def _any_free() -> int:
    port = _bind(0)
    assert port is not None
    return port


def _bind(port: int) -> int | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Connections that ended a moment ago do not make a port taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return None
            raise
        return int(probe.getsockname()[1])
