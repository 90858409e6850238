"""Figures of a month from the truth as it stands; for this room's own use. The rules have let the reader in before."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings

from sas.actor import Actor
from sas.dates import last_day_of
from sas.rooms.availability import queries as availability
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import DoctorFacts
from sas.rooms.indicators import rules
from sas.rooms.indicators.enums import Outcome
from sas.rooms.indicators.rules import Choice, Evidence, Figures, WeekShown
from sas.rooms.orientation import queries as orientation
from sas.rooms.orientation.queries import Addressed
from sas.rooms.participation import queries as participation
from sas.rooms.participation.queries import CentreThen, SettingsThen
from sas.rooms.participation.rules import ProfessionalChoice, professional_flags
from sas.timetable.interval import Interval
from sas.timetable.presence import each, once

_MINUTE = timedelta(minutes=1)
_Measure = Callable[[Iterable[Iterable[Interval]]], timedelta]
PLATFORM = Actor.SYSTEM
"""Who reads orientations and hours: the answer holds only what the reader's own rule lets through."""


def honoured_after() -> timedelta:
    """How long after its end an orientation nobody spoke of counts as honoured."""
    return timedelta(days=settings.AVENANT9_HONOURED_AFTER_DAYS)


def outcome_of(one: Addressed, *, now: datetime) -> Outcome:
    """What an orientation is for the count."""
    return rules.outcome(one.state, start=one.start, end=one.end, now=now, after=honoured_after())


def figures_of_doctors(*, people: Collection[DoctorFacts], month: date, now: datetime) -> dict[int, Figures]:
    """By professional; the number of questions does not depend on theirs."""
    ids = [one.id for one in people]
    found: defaultdict[int, list[tuple[int, Outcome]]] = defaultdict(list)
    for one in orientation.addressed(
        actor=PLATFORM, professional_ids=ids, first_day=month, last_day=last_day_of(month)
    ):
        found[one.professional_id or 0].append((one.id, outcome_of(one, now=now)))
    as_of = min(now, rules.end_of(month))
    settled = participation.professional_settings_at(actor=PLATFORM, professional_ids=ids, at=as_of)
    chosen = {owner: _choice(settled.get(owner)) for owner in ids}
    owned = {one.id: one.place_ids if _keeps_an_agenda(chosen[one.id]) else () for one in people}
    weeks = _weeks(owned, month=month, now=now, measure=once)
    return {owner: rules.figures(found[owner], rules.of_professional(chosen[owner], weeks[owner])) for owner in ids}


def figures_of_centres(*, structure_ids: Collection[int], month: date, now: datetime) -> dict[int, Figures]:
    """By health centre; patients sent to the centre count here whoever received them."""
    found: defaultdict[int, list[tuple[int, Outcome]]] = defaultdict(list)
    for one in orientation.addressed(
        actor=PLATFORM, structure_ids=structure_ids, first_day=month, last_day=last_day_of(month)
    ):
        found[one.structure_id or 0].append((one.id, outcome_of(one, now=now)))
    as_of = min(now, rules.end_of(month))
    settled = participation.structure_settings_at(actor=PLATFORM, structure_ids=structure_ids, at=as_of)
    weeks = _weeks(_places_of(structure_ids), month=month, now=now, measure=each)
    return {
        owner: rules.figures(found[owner], _evidence(settled.get(owner, _NOTHING_SAID), weeks[owner]))
        for owner in structure_ids
    }


def _places_of(structure_ids: Collection[int]) -> dict[int, list[int]]:
    owned: dict[int, list[int]] = {owner: [] for owner in structure_ids}
    ids = directory.place_ids_of(actor=PLATFORM, professionals=(), structures=structure_ids)
    for place in directory.places(actor=PLATFORM, place_ids=ids).values():
        if place.addressed_structure_id is not None:
            owned[place.addressed_structure_id].append(place.id)
    return owned


_NOTHING_SAID = CentreThen(participates=False, hours_pledged=False, gp_count=0)


def _evidence(kept: CentreThen, weeks: tuple[WeekShown, ...]) -> Evidence:
    return rules.of_centre(
        accepts=kept.participates, pledged=kept.hours_pledged, practitioners=kept.gp_count, weeks=weeks
    )


def _choice(kept: SettingsThen | None) -> Choice:
    if kept is None:
        return rules.NO_CHOICE
    return Choice(kept.via, kept.structure_id, kept.has_software, kept.editor_slots_refused, kept.hours_pledged)


def _keeps_an_agenda(choice: Choice) -> bool:
    """As the search sees it: a closed agenda shows nothing."""
    read = ProfessionalChoice(choice.via, frozenset(), choice.editor_slots_refused, reorientation_package=False)
    return professional_flags(choice=read, place_id=0, in_health_centre=False).agenda_open


def _weeks(
    owned: Mapping[int, Collection[int]], *, month: date, now: datetime, measure: _Measure
) -> dict[int, tuple[WeekShown, ...]]:
    """By owner, the weeks of the month that are over."""
    mondays = rules.weeks_over(month, now=now)
    if not mondays:
        return dict.fromkeys(owned, ())
    asked = [place for places in owned.values() for place in places]
    seen = availability.visible_weeks(actor=PLATFORM, place_ids=asked, monday=mondays[0], weeks=len(mondays))
    return {
        owner: tuple(
            WeekShown(
                monday,
                measure(stretches for place in places if place in seen for stretches in seen[place][number]) // _MINUTE,
            )
            for number, monday in enumerate(mondays)
        )
        for owner, places in owned.items()
    }
