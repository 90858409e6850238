"""A page of figures: what stands on top, what is drawn, and how far its days are counted."""

from collections.abc import Callable
from dataclasses import dataclass

from sas.actor import Role
from sas.rooms.piloting.queries import Coverage
from sas.web.administration.dashboards.charts import Chart
from sas.web.administration.dashboards.headlines import Headline
from sas.web.administration.dashboards.hours import Hours
from sas.web.administration.dashboards.maps import Map

Panel = Chart | Map | Hours


@dataclass(frozen=True, slots=True)
class Board:
    """`coverage` is None where figures are not counted by day."""

    headlines: tuple[Headline, ...]
    panels: tuple[Panel, ...]
    coverage: Coverage | None = None

    @property
    def is_unknown(self) -> bool:
        """No day of the period is counted yet."""
        return self.coverage is not None and not self.coverage.counted


@dataclass(frozen=True, slots=True)
class Theme:
    """One page of the dashboards; `about` says what it is for where it is linked to."""

    slug: str
    title: str
    about: str
    roles: tuple[Role, ...]
    board: Callable[..., Board]
    of_structures: bool = True
    """Whether a structure has such figures."""


def comparable(before: Coverage) -> bool:
    """A period is compared with one that is counted whole: else any rise would be that of the days counted."""
    return not before.missing
