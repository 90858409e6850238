"""The one announcement: these places changed.

Whoever changes an agenda, a setting, a snapshot or a capacity says so once, inside the transaction. The offer room
subscribes at start-up and re-projects those places in the same transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

Subscriber = Callable[[frozenset[int], datetime], None]
_subscribers: list[Subscriber] = []
_held: ContextVar[bool] = ContextVar("announcements held back", default=False)


def subscribe(callback: Subscriber) -> None:
    """Register what runs, synchronously, at each announcement."""
    if callback not in _subscribers:
        _subscribers.append(callback)


def place_changed(place_ids: Iterable[int], *, now: datetime) -> None:
    """Announce that what a regulator may be shown of these places changed, at the instant of the request."""
    changed = frozenset(place_ids)
    if changed and not _held.get():
        for callback in _subscribers:
            callback(changed, now)


@contextmanager
def held() -> Iterator[None]:
    """Announce nothing meanwhile: only to load a whole population whose read model is rebuilt right after."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)
