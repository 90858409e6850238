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


def answers(port: int) -> bool:
    """True when a connection to `port` is accepted."""
    try:
        # Not a bind: it could come in the way of the very process that is about to listen.
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def free(preferred: int) -> int:
    """`preferred` when it is free, else any free port; raises OSError when there is none."""
    port = _bind(preferred) or _bind(0)
    if port is None:
        raise OSError(errno.EADDRINUSE, "no free port on the loopback")
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
