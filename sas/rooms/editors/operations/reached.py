"""The editors that can be asked, and how they are: given by whoever calls, so that no operation names an address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sas.adapters.editors.values import Answer, Asked, Endpoint
from sas.rooms.directory.queries import EditorEndpoint
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


def reached_as(one: EditorEndpoint) -> Reached:
    """As the directory says."""
    endpoint = Endpoint(
        editor_id=one.editor_id,
        base_url=one.base_url,
        accept=one.accept,
        expected_cn=one.expected_cn,
        expected_ou=one.expected_ou,
        hosts=one.hosts,
        page_size=one.page_size,
    )
    return Reached(endpoint, one.end_to_end, one.per_minute, one.booking_origin)


Ask = Callable[[Sequence[tuple[Endpoint, Asked]]], Sequence[Answer]]
"""Asks all at once under one deadline, and gives an answer to each, in any order."""
