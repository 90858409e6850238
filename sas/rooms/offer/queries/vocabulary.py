"""From the words of the first field to what is searched: activities, an RPPS number, or a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import ActivityKind
from sas.rooms.directory.queries import ActivityFacts
from sas.rooms.directory.rules import search_key

SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class What:
    """What is searched. `activities` empty: the words are a name (`words`, as search keys)."""

    label: str
    activities: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[ActivityFacts, ...]:
    # Nomenclatures change at an upgrade, which restarts the process.
    return directory.activities(actor=Actor.SYSTEM)


@lru_cache(maxsize=1)
def _by_key() -> dict[str, ActivityFacts]:
    keys: dict[str, ActivityFacts] = {}
    for activity in _vocabulary():
        for key in (activity.label_key, *activity.aliases):
            keys.setdefault(key, activity)
    return keys


def understand(*, text: str) -> What:
    """The activity whose label or usual word it is (F-145, F-164), else a name (E9, E10, E11)."""
    key = search_key(text)
    activity = _by_key().get(key) or _by_key().get(key.removesuffix("s"))
    if activity is None:
        return What(label=text.strip(), words=tuple(key.split()))
    return What(label=activity.label, activities=tuple(sorted(_expanded(activity))))


def _expanded(activity: ActivityFacts) -> set[int]:
    """A profession also means the specialties of that profession."""
    ids = {activity.id}
    if activity.kind == ActivityKind.PROFESSION:
        ids |= {other.id for other in _vocabulary() if other.profession_code == activity.code}
    return ids


def suggest_what(*, actor: Actor, text: str) -> tuple[str, ...]:
    """Labels that start with the text, then those where a word does, usual ones first (F-141).

    At most eight; nothing under three letters.
    """
    key = search_key(text)
    if len(key) < 3:
        return ()
    return tuple(dict.fromkeys(_matching(key)))[:SUGGESTIONS]


def _matching(key: str) -> Iterator[str]:
    # What people have other words for is what they ask for most.
    usual_first = sorted(_vocabulary(), key=lambda activity: not activity.aliases)
    for starts in (True, False):
        for activity in usual_first:
            names = (activity.label_key, *activity.aliases)
            if any(name.startswith(key) if starts else f" {key}" in name for name in names):
                yield activity.label
