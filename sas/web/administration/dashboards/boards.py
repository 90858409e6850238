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
Panels = Callable[[], tuple[Panel, ...]]


@dataclass(frozen=True, slots=True)
class Board:
    """`panels` are read when they are shown: a page that gives the headlines alone asks nothing more.

    `coverage`: how far its days are counted; None where that is not told day by day.

    `is_unknown`: no day of the period is counted yet.
    """

    headlines: tuple[Headline, ...]
    panels: Panels
    coverage: Coverage | None = None
    is_unknown: bool = False


def counted(headlines: tuple[Headline, ...], panels: Panels, *, coverage: Coverage) -> Board:
    """A page of daily facts."""
    return Board(headlines, panels, coverage, is_unknown=not coverage.counted)


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


def comparable(now: Coverage, before: Coverage) -> bool:
    """Two periods are compared when both are counted whole: else any rise would be that of the days counted."""
    return not now.missing and not before.missing
