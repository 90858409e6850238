"""The detail page of a place, « fiche professionnelle »: the card's own facts, and a week of its agenda (F-160)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.availability import queries as availability
from sas.rooms.directory import queries as directory
from sas.rooms.offer.enums import Sign
from sas.rooms.offer.queries.cards import Card, CardRow, Line, card_rows, cards_of, line_of
from sas.rooms.offer.queries.wording import short_date, spoken
from sas.rooms.offer.rules import HORIZON
from sas.statements import run
from sas.timetable.recurrence import instant

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
FARTHEST = HORIZON - _DAY
"""From today: openings are projected for fourteen days, today included, and no page shows a day after."""

_KEEPERS = (
    Role.EFFECTEUR,
    Role.DELEGATAIRE,
    Role.GESTIONNAIRE_STRUCTURE,
    Role.ADMINISTRATEUR,
    Role.ADMINISTRATEUR_NATIONAL,
)
_OPENINGS = """
select place_id, slot_id, day, hours, capacity, taken, modalities
from offer_offeropening
where place_id = %(place)s and day <= %(last)s and start < %(horizon)s and until > %(now)s
order by start, slot_id
"""


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day of the week shown, « lundi 23 nov. », with all its lines."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SheetWeek:
    """The days from `monday` that are neither over nor more than fourteen days ahead; the Mondays beside, if shown."""

    monday: date
    days: tuple[SheetDay, ...]
    previous: date | None
    following: date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A place in full: its card, and what only the page tells. `phones`: all of them; `ms_sante` to those entitled.

    `kind`: of a structure, empty for the place of a professional. `cpts_id`: the CPTS whose members it leads to, its
    own or the one in which the place is declared. `agenda_path`: where the actor may change what the regulation sees,
    empty where he may not; `week` None: a CPTS has no agenda.
    """

    card: Card
    kind: str
    site_name: str
    phones: tuple[str, ...]
    ms_sante: tuple[str, ...]
    cpts_id: int | None
    agenda_path: str
    week: SheetWeek | None


def sheet(*, actor: Actor, place_id: int, monday: date | None, now: datetime) -> Sheet | None:
    """One place with the week of `monday` (the first one when it is none that is shown), None when it is not offered.

    The number of questions does not depend on what it shows.
    """
    row, place = card_rows([place_id]).get(place_id), directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if row is None or place is None:
        return None
    is_cpts = row.sign == Sign.CPTS
    (card,) = cards_of(actor=actor, metres={place_id: None}, now=now, with_package=True, explained=not is_cpts)
    return Sheet(
        card=card,
        kind="" if place.professional_id else Sign(row.sign).label,
        site_name=place.site_name,
        phones=tuple(spoken(phone) for phone in place.phones),
        ms_sante=directory.ms_sante(actor=actor, place_id=place_id),
        cpts_id=row.structure_id if is_cpts else row.cpts_id,
        agenda_path=_agenda_path(actor, place_id),
        week=None if is_cpts else _week(row, monday=monday, now=now),
    )


def _week(row: CardRow, *, monday: date | None, now: datetime) -> SheetWeek:
    today = now.astimezone(ZoneInfo(row.zone)).date()
    first = today - timedelta(days=today.weekday())
    shown = [first, first + _WEEK, first + 2 * _WEEK]
    mondays = [one for one in shown if one <= today + FARTHEST]
    at = mondays.index(monday) if monday in mondays else 0
    begins = mondays[at]
    days = [day for day in (begins + timedelta(days=n) for n in range(7)) if today <= day <= today + FARTHEST]
    lines: dict[date, list[Line]] = {day: [] for day in days}
    horizon = instant(days[-1] + _DAY, time.min, row.zone)
    asked = {"place": row.place_id, "last": days[-1], "horizon": horizon, "now": now}
    for opening in run(_OPENINGS, asked):
        # A plage under way since yesterday evening belongs to today.
        if (day := max(opening[2], today)) in lines:
            lines[day].append(line_of(opening))
    return SheetWeek(
        monday=begins,
        days=tuple(SheetDay(short_date(day), tuple(found)) for day, found in lines.items()),
        previous=mondays[at - 1] if at else None,
        following=mondays[at + 1] if at + 1 < len(mondays) else None,
    )


def _agenda_path(actor: Actor, place_id: int) -> str:
    """The agenda, to whoever may edit it; asked only of those who keep agendas."""
    if not actor.has(*_KEEPERS):
        return ""
    try:
        access = availability.access_to(actor=actor, place_id=place_id)
    except Refused:
        return ""
    return f"/sas/agenda/{place_id}" if access.open else ""
