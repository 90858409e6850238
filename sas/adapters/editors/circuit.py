"""Circuit breakers: an editor that keeps failing is left alone for a while, then tried by one request."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FAILURES_IN_A_ROW = 5
PAUSE_SECONDS = 30.0


@dataclass(slots=True)
class _State:
    failures: int = 0
    shut_until: float = 0.0


class Circuits:
    """One breaker per editor's address, in this process; may be used by several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` in seconds, never going back."""
        self._clock = clock
        self._states: dict[str, _State] = {}
        self._lock = threading.Lock()

    def lets(self, address: str) -> bool:
        """Whether it may be asked now. After the pause one request goes first, the others wait for another pause."""
        now = self._clock()
        with self._lock:
            state = self._states.get(address)
            if state is None or state.failures < FAILURES_IN_A_ROW:
                return True
            if now < state.shut_until:
                return False
            state.shut_until = now + PAUSE_SECONDS
            return True

    def tell(self, address: str, *, well: bool) -> None:
        """How a request went."""
        with self._lock:
            if well:
                self._states.pop(address, None)
                return
            state = self._states.setdefault(address, _State())
            state.failures += 1
            if state.failures >= FAILURES_IN_A_ROW:
                state.shut_until = self._clock() + PAUSE_SECONDS

    def forget(self) -> None:
        """Shut none."""
        with self._lock:
            self._states.clear()
