"""What the dashboard and the week both show of a place: its unavailabilities, the hours regulators really see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.availability import queries
from sas.rooms.availability.queries import AgendaFacts, AgendaWeek, PublishedHours
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation
from sas.rooms.texts import queries as texts
from sas.timetable.absence import Period
from sas.web.calendar.weeks import in_words

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AbsenceNotice:
    """What hides a place now (`since`, `current`) and what will (`coming`), in local days (F-084)."""

    since: datetime | None
    current: Period | None
    coming: tuple[Period, ...]

    @property
    def now(self) -> bool:
        """Whether regulators cannot see the place today."""
        return bool(self.since or self.current)

    @property
    def any(self) -> bool:
        """Whether there is something to say."""
        return self.now or bool(self.coming)


@dataclass(frozen=True, slots=True)
class AbsenceWords:
    """The same in words: `since` a day, `current` and each of `coming` « du … au … »."""

    now: bool
    since: str
    current: str
    coming: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week of the indicator, from `day`, in words; minutes, so that a bar can be drawn.

    `most` None: no number to compare with.
    """

    day: str
    this: bool
    shown: str
    minutes: int
    most: int | None

    @property
    def enough(self) -> bool:
        """Whether the rule is kept that week."""
        return self.most is None or self.minutes >= self.most

    @property
    def filled(self) -> int:
        """Minutes of the bar: never more than it holds."""
        return min(self.minutes, self.most or self.minutes)


@dataclass(frozen=True, slots=True)
class HoursShown:
    """The indicator of one professional or structure (F-079): the rule in words, and five weeks."""

    title: str
    rule: str
    required: str
    weeks: tuple[WeekBar, ...]


def absence_notice(*, place: PlaceFacts, agenda: AgendaFacts, now: datetime) -> AbsenceNotice:
    """What is said of the unavailabilities of a place."""
    today = queries.today_at(place, now)
    ahead = [period for period in agenda.periods if period.last_day >= today]
    current = next((period for period in ahead if period.first_day <= today), None)
    return AbsenceNotice(agenda.unavailable_since, current, tuple(one for one in ahead if one is not current))


def absence_in_words(notice: AbsenceNotice, *, zone: str) -> AbsenceWords | None:
    """What the week of a place of this zone says of them; None when there is nothing to say."""
    if not notice.any:
        return None
    since = in_words(notice.since.astimezone(ZoneInfo(zone)).date(), "j F Y") if notice.since else ""
    current = _from_to(notice.current) if notice.current else ""
    return AbsenceWords(notice.now, since, current, tuple(_from_to(one) for one in notice.coming))


def _from_to(period: Period) -> str:
    return f"du {in_words(period.first_day, 'j F Y')} au {in_words(period.last_day, 'j F Y')}"


def hours_of_owner(*, actor: Actor, week: AgendaWeek) -> tuple[HoursShown, ...]:
    """The indicator of whoever owns the place, over all of their places: two hours are two hours wherever."""
    place = week.place
    professionals = [place.professional_id] if place.professional_id else []
    structures = [] if professionals or not place.structure_id else [place.structure_id]
    owned = directory.place_ids_of(actor=actor, professionals=professionals, structures=structures)
    # Somebody may act for some places of a professional only; an administrator acts for none.
    acted = participation.acted_for(actor=actor, place_ids=owned)
    return hours_shown(actor=actor, place_ids=acted or owned, now=week.now, known={place.id: week.agenda})


def hours_shown(
    *,
    actor: Actor,
    place_ids: Collection[int],
    now: datetime,
    known: Mapping[int, AgendaFacts] = MappingProxyType({}),
) -> tuple[HoursShown, ...]:
    """The indicator of every owner of these places; `known`: agendas already read, as `published_hours` wants them."""
    found = queries.published_hours(actor=actor, place_ids=place_ids, now=now, known=known)
    words = texts.words(actor=actor, now=now)
    return tuple(_shown(one, words=words) for one in found)


def _shown(found: PublishedHours, *, words: texts.Words) -> HoursShown:
    most = int(found.required / _MINUTE) if found.required else None
    rule = words["hours_professional" if found.professional_id else "hours_centre" if most else "hours_visible"].text
    weeks = tuple(
        WeekBar(in_words(week.monday, "j F"), number == 0, in_hours(week.visible), int(week.visible / _MINUTE), most)
        for number, week in enumerate(found.weeks)
    )
    return HoursShown(found.name, rule, in_hours(found.required) if found.required else "", weeks)


def in_hours(length: timedelta) -> str:
    """« 2 h », « 1 h 30 »."""
    hours, rest = divmod(length, _HOUR)
    minutes = int(rest / _MINUTE)
    return f"{hours} h {minutes:02d}" if minutes else f"{hours} h"
