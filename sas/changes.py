"""What is announced: these places changed; so many places of this occurrence are taken.

Whoever changes an agenda, a setting, a snapshot or a capacity says so once, inside the transaction. The offer room
subscribes at start-up and brings its read model up to date in the same transaction: the whole of a place that changed,
one opening of a place of which only a count did.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime

Subscriber = Callable[[frozenset[int], datetime], None]
_subscribers: list[Subscriber] = []
_held: ContextVar[bool] = ContextVar("announcements held back", default=False)


@dataclass(frozen=True, slots=True)
class Count:
    """Of the occurrence of a slot on a local day, `taken` places are taken."""

    place_id: int
    slot_id: int
    day: date
    taken: int


CountSubscriber = Callable[[Count, datetime], None]
_counters: list[CountSubscriber] = []


def subscribe(callback: Subscriber) -> None:
    """Register what runs, synchronously, at each announcement of places."""
    if callback not in _subscribers:
        _subscribers.append(callback)


def subscribe_to_counts(callback: CountSubscriber) -> None:
    """Register what runs, synchronously, at each announcement of a count."""
    if callback not in _counters:
        _counters.append(callback)


def place_changed(place_ids: Iterable[int], *, now: datetime) -> None:
    """Announce that what a regulator may be shown of these places changed, at the instant of the request."""
    changed = frozenset(place_ids)
    if changed and not _held.get():
        for callback in _subscribers:
            callback(changed, now)


def count_changed(count: Count, *, now: datetime) -> None:
    """Announce how many places of an occurrence are taken, where nothing else of its place changed."""
    if not _held.get():
        for callback in _counters:
            callback(count, now)


@contextmanager
def held() -> Iterator[None]:
    """Announce nothing meanwhile: only to load a whole population whose read model is rebuilt right after."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)
