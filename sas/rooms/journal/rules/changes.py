"""What an operation changed, as the trail takes it: values of before and after, by the names of their fields."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sas.rooms.journal.enums import PersonKind


@dataclass(frozen=True, slots=True)
class Person:
    """Whose values they are: somebody by their number, a structure by its own, the contact of a territory."""

    kind: PersonKind
    id: int

    def __str__(self) -> str:
        """« user:12 », as entries and keys name them."""
        return f"{self.kind.value}:{self.id}"


@dataclass(frozen=True, slots=True)
class Change:
    """What was, and what is now; only what differs is kept.

    `about`: whose key encrypts the values, all but those of the fields that `plain` names (codes, numbers, yes or no).
    None: settings of the platform, where nothing is anybody's; all is kept as it is.
    """

    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    about: Person | None = None
    plain: Collection[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that differ."""
        before, after = self.sides()
        return tuple(before | after)

    def sides(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Before and after, without what is the same, as values of JSON."""
        before = {name: _written(value) for name, value in self.before.items()}
        after = {name: _written(value) for name, value in self.after.items()}
        same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
        return _without(before, same), _without(after, same)


def _without(side: dict[str, Any], same: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in side.items() if name not in same}


def _written(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
