"""The editors that can be asked, and how they are: given by whoever calls, so that no operation names an address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sas.adapters.editors.values import Answer, Asked, Endpoint
from sas.rooms.editors.rules import PER_MINUTE


@dataclass(frozen=True, slots=True)
class Reached:
    """An active editor with an address. `end_to_end`: one books there; otherwise one phones.

    `per_minute`: most requests it takes, 0 without limit of its own. `origin`: that of the links to its booking pages.
    """

    endpoint: Endpoint
    end_to_end: bool = True
    per_minute: int = 0
    origin: str = ""

    @property
    def limit(self) -> int:
        """Requests in a minute."""
        return self.per_minute or PER_MINUTE


Ask = Callable[[Sequence[tuple[Endpoint, Asked]]], Sequence[Answer]]
"""Asks all at once under one deadline, and gives an answer to each, in any order."""
