"""What a figure is asked of."""

from dataclasses import dataclass
from datetime import date, timedelta

from sas.rooms.piloting.enums import ScopeKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """The country, a territory or a structure; `id` 0 for the country."""

    kind: ScopeKind
    id: int = 0


COUNTRY = Scope(ScopeKind.COUNTRY)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included: those of each place for what happens there, of Paris for who takes part.

    Raises ValueError when it ends before it begins.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first} .. {self.last}")

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """As many days, just before."""
        return Period(self.first - self.days * _DAY, self.first - _DAY)
