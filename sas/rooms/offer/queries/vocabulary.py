"""From the words of the first field to what is searched: activities, an RPPS number, or a name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import ActivityKind
from sas.rooms.directory.queries import ActivityFacts, SuggestionState
from sas.rooms.directory.rules import LIKENESS, search_key
from sas.rooms.offer.queries.names import named_like, number_in

SUGGESTIONS = 8
NAMES = 3
"""Suggestions at most that are names of places."""

READ_EVERY = 30
"""Seconds during which a process does not ask again what administrators changed."""


@dataclass(frozen=True, slots=True)
class What:
    """What is searched. `activities` empty: a national `number`, or a name (`words`, as search keys)."""

    label: str
    activities: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    number: str = ""

    @property
    def by_name(self) -> bool:
        """Somebody or something is asked for: the absent and those without slot are listed too."""
        return not self.activities


@dataclass(frozen=True, slots=True)
class Types:
    """The « Types » of the results: the code of its profession or kind of structure for each activity, their labels.

    `table`: the index in `codes` of each activity, by its id.
    """

    of: Mapping[int, str]
    labels: Mapping[str, str]
    codes: tuple[str, ...]
    table: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """All that words may mean: activities by their keys, suggested searches in their order."""

    activities: tuple[ActivityFacts, ...]
    by_key: Mapping[str, ActivityFacts]
    suggested: tuple[SuggestionState, ...]
    types: Types
    threes: tuple[tuple[str, frozenset[str]], ...]
    others: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _lexicon(_window: int) -> _Lexicon:
    activities = directory.activities(actor=Actor.SYSTEM)
    words = directory.word_states(actor=Actor.SYSTEM)
    known = {activity.id: activity for activity in activities}
    keys: dict[str, ActivityFacts] = {}
    for activity in activities:
        for key in (activity.label_key, *activity.aliases):
            keys.setdefault(key, activity)
    others: dict[int, tuple[str, ...]] = {}
    for word in words:
        keys.setdefault(word.key, known[word.activity_id])
        others[word.activity_id] = (*others.get(word.activity_id, ()), word.key)
    suggested = (one for one in directory.suggestion_states(actor=Actor.SYSTEM) if one.draft.active)
    threes = tuple((activity.label, _threes(key)) for key, activity in keys.items())
    return _Lexicon(activities, keys, tuple(suggested), _types(activities), threes, others)


def _now(now: datetime) -> _Lexicon:
    return _lexicon(int(now.timestamp()) // READ_EVERY)


def understand(*, text: str, now: datetime) -> What:
    """The suggested search that it is (F-229), or the activity of that label or word (F-145, F-164), else a name.

    What administrators changed is known to every process within half a minute (E9, E10, E11).
    """
    key, known = search_key(text), _now(now)
    for one in known.suggested:
        if one.key == key and one.draft.has_rule:
            return What(label=one.draft.text, activities=tuple(sorted(_of_rule(known, one))))
    activity = known.by_key.get(key) or known.by_key.get(key.removesuffix("s"))
    if activity is None:
        if number := number_in(key):
            return What(label=text.strip(), number=number)
        return What(label=text.strip(), words=tuple(key.split()))
    return What(label=activity.label, activities=tuple(sorted(_expanded(known, activity))))


def types(*, now: datetime) -> Types:
    """Those of every activity."""
    return _now(now).types


def search_types(*, actor: Actor, now: datetime) -> Mapping[str, str]:
    """The « Types » of the results by code, as their filter names them."""
    return types(now=now).labels


def _types(activities: Iterable[ActivityFacts]) -> Types:
    known = tuple(activities)
    of = {one.id: one.profession_code if one.kind is ActivityKind.SPECIALTY else one.code for one in known}
    codes = tuple(sorted(set(of.values())))
    table = np.zeros(max(of, default=0) + 1, "i2")
    for activity, code in of.items():
        table[activity] = codes.index(code)
    return Types(of, {one.code: one.label for one in known if one.kind is not ActivityKind.SPECIALTY}, codes, table)


def _expanded(known: _Lexicon, activity: ActivityFacts) -> set[int]:
    """A profession also means the specialties of that profession."""
    ids = {activity.id}
    if activity.kind == ActivityKind.PROFESSION:
        ids |= {other.id for other in known.activities if other.profession_code == activity.code}
    return ids


def _of_rule(known: _Lexicon, one: SuggestionState) -> set[int]:
    """Its structures; and its specialties when it names some, else its professions with all their specialties."""
    of_structures = _coded(known.activities, ActivityKind.STRUCTURE, one.draft.structure_kinds)
    if one.draft.specialties:
        chosen = _coded(known.activities, ActivityKind.SPECIALTY, one.draft.specialties)
        return {activity.id for activity in (*of_structures, *chosen)}
    professions = _coded(known.activities, ActivityKind.PROFESSION, one.draft.professions)
    return {activity.id for activity in of_structures} | {
        found for activity in professions for found in _expanded(known, activity)
    }


def _coded(activities: Iterable[ActivityFacts], kind: ActivityKind, codes: frozenset[str]) -> list[ActivityFacts]:
    return [activity for activity in activities if activity.kind is kind and activity.code in codes]


def suggest_what(*, actor: Actor, text: str, now: datetime) -> tuple[str, ...]:
    """Labels that start with the text, then those where a word does, then those that are nearly it; then names (F-141).

    At most eight, usual ones first; the suggested searches when nothing is typed (F-229), nothing under three letters.
    A national number names whose it is.
    """
    key, known = search_key(text), _now(now)
    if not text.strip():
        return tuple(one.draft.text for one in known.suggested)[:SUGGESTIONS]
    if len(key) < 3:
        return ()
    labels = tuple(dict.fromkeys(_matching(known, key))) or _nearly(known, key)
    names = named_like(actor=actor, key=key, limit=NAMES, nearly=not labels, now=now)
    return (*labels[: SUGGESTIONS - len(names)], *names)


def _nearly(known: _Lexicon, key: str) -> tuple[str, ...]:
    """Labels and words that share enough groups of three letters with what was typed, the likest first."""
    asked = _threes(key)
    near: dict[str, float] = {}
    for label, groups in known.threes:
        # Of the text's own: it may be the beginning of a long label.
        share = len(asked & groups) / len(asked)
        if share >= LIKENESS:
            near[label] = max(share, near.get(label, 0.0))
    return tuple(sorted(near, key=lambda label: (-near[label], label)))[:SUGGESTIONS]


def _threes(key: str) -> frozenset[str]:
    padded = f"  {key} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _matching(known: _Lexicon, key: str) -> Iterator[str]:
    for starts in (True, False):
        for one in known.suggested:
            if one.key.startswith(key) if starts else f" {key}" in one.key:
                yield one.draft.text
        # What people have other words for is what they ask for most.
        for activity in sorted(known.activities, key=lambda activity: not activity.aliases):
            names = (activity.label_key, *activity.aliases, *known.others.get(activity.id, ()))
            if any(name.startswith(key) if starts else f" {key}" in name for name in names):
                yield activity.label
