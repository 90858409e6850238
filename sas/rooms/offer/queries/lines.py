"""Openings as pages print them: by day, their hours on the wall of the place."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sas.rooms.offer.queries.wording import short_date
from sas.statements import Row, run
from sas.timetable.capacity import SEARCH_DAYS, search_window
from sas.timetable.modality import Modality

SHOWN_PER_DAY = 4
COLUMNS = "place_id, slot_id, day, hours, capacity, taken, modalities, url, bookable"
"""Of a row that `line_of` reads."""

_DAY_NAMES = ("Aujourd'hui", "Demain", "Après-demain")
_LETTERS = tuple(Modality(bits).letters for bits in range(8))
_KINDS = tuple(Modality(bits).label for bits in range(8))
_OPENINGS = f"""
select {COLUMNS}
from offer_offeropening
where place_id = any(%(places)s) and start < %(horizon)s and until > %(now)s and (labels & %(sees)s) <> 0
order by place_id, start, slot_id
"""


class Line(NamedTuple):
    """One open occurrence: a créneau "09h00", or a plage "14h00 – 18h00" with how far it is `filled`, "1/3".

    `outside`: `path` is the booking page of an editor. `note`: how one books with an editor
    that does not do it end to end; `path` then records the orientation.
    """

    hours: str
    letters: str
    kinds: str
    filled: str
    path: str
    outside: bool = False
    note: str = ""


class Day(NamedTuple):
    """A calendar day of the place: the first lines, and those behind "Voir plus de créneaux"."""

    name: str
    date: str
    lines: tuple[Line, ...]
    more: tuple[Line, ...]


def openings_of(zones: Mapping[int, str], *, sees: int, now: datetime) -> defaultdict[int, list[Row]]:
    """By place, those of the three days of its zone (IANA name); `sees`: the labels that are shown."""
    horizon = max(search_window(now, zone).end for zone in set(zones.values()))
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for opening in run(_OPENINGS, {"places": list(zones), "horizon": horizon, "now": now, "sees": sees}):
        found[opening[0]].append(opening)
    return found


def days_of(openings: list[Row], zone: ZoneInfo, *, now: datetime) -> tuple[Day, ...]:
    """The three days of the place, each with its lines."""
    today = now.astimezone(zone).date()
    lines: dict[date, list[Line]] = {today + timedelta(days=ahead): [] for ahead in range(SEARCH_DAYS)}
    for opening in openings:
        # A plage under way since yesterday evening belongs to today's column.
        if (day := max(opening[2], today)) in lines:
            lines[day].append(line_of(opening))
    return tuple(
        Day(name, short_date(day), tuple(found[:SHOWN_PER_DAY]), tuple(found[SHOWN_PER_DAY:]))
        for name, (day, found) in zip(_DAY_NAMES, lines.items(), strict=True)
    )


def line_of(opening: Row) -> Line:
    """One open occurrence as pages print it, from a row of the openings."""
    place_id, slot_id, day, hours, capacity, taken, modalities, url, bookable = opening
    letters, kinds, filled = _LETTERS[modalities], _KINDS[modalities], f"{taken}/{capacity}" if capacity else ""
    if slot_id >= 0:
        return Line(hours, letters, kinds, filled, f"/sas/orienter/creneau/{slot_id}/{day}")
    if url:
        return Line(hours, letters, kinds, filled, url, outside=True)
    note = "par téléphone" if bookable else "sans rendez-vous"
    return Line(hours, letters, kinds, filled, f"/sas/orienter/editeur/{place_id}/{-slot_id}", note=note)
