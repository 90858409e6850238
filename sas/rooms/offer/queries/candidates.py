"""Places known by their ids, a doctor's or a CPTS's, as the published order sees them: one statement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.areas import Area
from sas.rooms.offer.queries.by_sql import ABSENT, CHORD, OPEN
from sas.rooms.offer.queries.wording import PARIS
from sas.rooms.offer.rules import metres_of, on_sphere
from sas.statements import Row, run
from sas.timetable.capacity import search_window
from sas.timetable.ranking import Candidate, Order

# One row per place, whatever its activities; wherever it is.
_PLACES = f"""
select distinct on (r.place_id) r.place_id, r.participates, r.shuffle, {CHORD}, {OPEN}, {ABSENT}, r.cpts_id,
       r.overbooking, r.reorientation, r.unread
from offer_offerrank r where r.place_id = any(%(places)s::bigint[]) order by r.place_id
"""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place that a search may show. `absent`: away for the whole next 48 hours (C10); `cpts_id`: where declared.

    `unread`: its editor has told nothing of it yet.
    """

    candidate: Candidate
    absent: bool
    cpts_id: int | None
    overbooking: bool
    reorientation: bool
    unread: bool

    def answers(self, mode: Mode) -> bool:
        """Whether the mode asks for it."""
        asked = {Mode.OVERBOOKING: self.overbooking, Mode.PACKAGE: self.reorientation}
        return asked.get(mode, self.candidate.has_opening or self.unread)


def known_places(
    place_ids: Collection[int], *, area: Area | None, now: datetime, sees: int, preferred: bool = False
) -> list[KnownPlace]:
    """Those of these places that are offered; without an area, without distance and on the days of Paris.

    `sees`: the labels of the slots that count.
    """
    x, y, z = on_sphere(area.lat, area.lon) if area else (0.0, 0.0, 0.0)
    horizon = search_window(now, area.time_zone if area else PARIS).end
    asked = {"x": x, "y": y, "z": z, "horizon": horizon, "now": now, "places": list(place_ids), "sees": sees}
    return [_known(row, far=area is not None, preferred=preferred) for row in run(_PLACES, asked)]


def _known(row: Row, *, far: bool, preferred: bool) -> KnownPlace:
    place_id, participates, shuffle, chord, is_open, absent, cpts_id, *flags = row
    candidate = Candidate(
        place_id,
        preferred=preferred,
        has_opening=is_open,
        participates=participates,
        distance_m=metres_of(chord) if far else None,
        shuffle=shuffle,
    )
    return KnownPlace(candidate, absent, cpts_id, *flags)


def metres_shown(ranked: Iterable[Candidate], order: Order) -> dict[int, float | None]:
    """What cards say of the distance: around an address alone (sas-domain §1.12)."""
    return {one.place_id: one.distance_m if order is Order.DISTANCE else None for one in ranked}
