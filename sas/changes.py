"""The one announcement: these places changed.

Whoever changes an agenda, a setting, a snapshot or a capacity says so once, inside the transaction. The offer room
subscribes at start-up and re-projects those places in the same transaction.
"""

from collections.abc import Callable, Iterable

_subscribers: list[Callable[[frozenset[int]], None]] = []


def subscribe(callback: Callable[[frozenset[int]], None]) -> None:
    """Register what runs, synchronously, at each announcement."""
    if callback not in _subscribers:
        _subscribers.append(callback)


def place_changed(place_ids: Iterable[int]) -> None:
    """Announce that what a regulator may be shown of these places changed."""
    changed = frozenset(place_ids)
    if changed:
        for callback in _subscribers:
            callback(changed)
