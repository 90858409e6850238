"""A search as the page address holds it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.areas import Area
from sas.rooms.offer.queries.viewer import ALL_LABELS
from sas.timetable.capacity import search_window
from sas.timetable.modality import Modality
from sas.timetable.ranking import Choice, Order

BANDS = ((0, 4), (4, 8), (8, 12), (12, 24), (24, 48), (48, 72))
"""« Disponible sous »: hours from now; a slot counts in each that it overlaps (sas-domain §1.9)."""

DISTANCES_KM = (1, 2, 5, 10, 20, 50)
NO_MODALITY = Modality(0)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: any of the values inside a set, all the sets together; an empty one asks nothing.

    `types`: codes of professions and kinds of structures. `bands` and `modalities` are asked of one same opening.
    `conventions`: indexes in rules.CONVENTIONS. `distance_km` 0: the whole disc.
    """

    types: frozenset[str] = frozenset()
    bands: frozenset[int] = frozenset()
    modalities: Modality = NO_MODALITY
    conventions: frozenset[int] = frozenset()
    distance_km: int = 0
    participates: bool = False

    @property
    def of_openings(self) -> bool:
        """Whether a place without opening is left out in every mode."""
        return bool(self.bands or self.modalities)


@dataclass(frozen=True, slots=True)
class SearchCriteria:
    """`seed` in [0, 2^31) fixes the random order for the life of a search; `excluded` places are shown elsewhere.

    `places`: only these, when there are any: what stands at one point of the map.
    `sees`: the labels of the slots that count for whoever searches.
    `kept`: the token of the list that an earlier page of this search fixed.
    """

    text: str
    area: Area
    mode: Mode
    seed: int
    page: int
    per_page: int
    choice: Choice = Choice.PUBLISHED
    filters: Filters = field(default_factory=Filters)
    excluded: frozenset[int] = frozenset()
    places: tuple[int, ...] = ()
    kept: str = ""
    sees: int = ALL_LABELS

    @property
    def order(self) -> Order:
        """That of the area."""
        return self.area.order

    def horizon(self, now: datetime) -> datetime:
        """The end of the three calendar days on the wall of the area."""
        return search_window(now, self.area.time_zone).end


def band_limits(now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The bands as instants, in the order of BANDS."""
    return tuple((now + timedelta(hours=low), now + timedelta(hours=high)) for low, high in BANDS)
