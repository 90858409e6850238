"""A wire between a client and a server, which may be cut or lose what the server says."""

import socket
import threading
from contextlib import suppress

_BLOCK = 65_536


class Wire:
    """Listens on a port of the loopback and carries bytes to another one, both ways."""

    def __init__(self, to: int) -> None:
        """Ready at once."""
        self._to, self.deaf = to, False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def lose_answers(self, lost: bool = True) -> None:
        """What the server says from now on arrives nowhere, or everywhere again for new connections."""
        self.deaf = lost

    def close(self) -> None:
        """No new connection."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, from_server: bool) -> None:
        with source, target, suppress(OSError):
            while block := source.recv(_BLOCK):
                if not (from_server and self.deaf):
                    target.sendall(block)
