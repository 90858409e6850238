"""What a record of support is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One table: its label in Django's registry, its French names, and names of fields, in order.

    `shown`: all that is read of it; `listed`: those of a list; `found_by`: those of the search, which an index finds.
    """

    label: str
    one: str
    many: str
    shown: str
    listed: str
    found_by: str = "id"

    @property
    def room(self) -> str:
        """Where it lives."""
        return self.label.split(".")[0]
