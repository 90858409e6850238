"""Who takes part at the end of a day, and which of them kept the two-hour rule; for this room's own use."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sas.rooms.availability.queries import Stretches
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import ActivityKind
from sas.rooms.directory.queries import Practising
from sas.rooms.participation import queries as participation
from sas.rooms.participation.enums import Via
from sas.rooms.participation.queries import SettingsThen
from sas.rooms.piloting import rules
from sas.rooms.piloting.enums import WAYS, ScopeKind
from sas.rooms.piloting.queries.counting import PLATFORM, Found, batches, shown_places
from sas.rooms.piloting.rules import COUNTRY, Scope
from sas.timetable.presence import once

TWO_HOURS = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part, and the areas where he is counted, once in each."""

    via: Via
    areas: tuple[str, ...]
    specialties: tuple[int, ...]
    agenda_here: bool


def participants_of(day: date) -> dict[int, Participant]:
    """By professional: those who took part when the day ended in Paris, and had an open place."""
    territories = directory.territories(actor=PLATFORM)
    kinds = {one.id: one.kind for one in directory.activities(actor=PLATFORM)}
    at = rules.end_of(day)
    found = {}
    for ids in batches(participation.professional_ids):
        settled = participation.professional_settings_at(actor=PLATFORM, professional_ids=ids, at=at)
        taking = {key: one for key, one in settled.items() if one.via != Via.NONE}
        where = directory.practising(actor=PLATFORM, professional_ids=taking, at=at)
        for key, practising in where.items():
            inside = [one.id for one in territories if not one.departements.isdisjoint(practising.departements)]
            found[key] = _participant(taking[key], practising, territories=inside, kinds=kinds)
    return found


def participation_of(people: Iterable[Participant]) -> Found:
    """Numbers by way and by specialty."""
    ways, specialties = defaultdict[str, Counter[Via]](Counter), defaultdict[str, Counter[str]](Counter)
    for one in people:
        for area in one.areas:
            ways[area][one.via] += 1
            specialties[area].update(str(key) for key in one.specialties)
    return {
        (area,): {"ways": [ways[area][via] for via in WAYS], "specialties": dict(specialties[area])} for area in ways
    }


def two_hours_of(people: Mapping[int, Participant], *, sunday: date) -> Found:
    """Over the ISO week that ends that day: an instant counts once, however many of his slots cover it."""
    hours = defaultdict[int, list[Stretches]](list)
    for shown in shown_places(rules.monday_of(sunday), sunday):
        if shown.place.professional_id in people:
            hours[shown.place.professional_id or 0] += [one.stretches for one in shown.occurrences]
    participants, with_agenda, met = (Counter[str]() for _ in range(3))
    for key, one in people.items():
        participants.update(one.areas)
        with_agenda.update(one.areas if one.agenda_here else ())
        met.update(one.areas if once(hours.get(key, ())) >= TWO_HOURS else ())
    return {
        (area,): {"participants": count, "with_agenda": with_agenda[area], "met": met[area]}
        for area, count in participants.items()
    }


def _participant(
    settled: SettingsThen, practising: Practising, *, territories: list[int], kinds: Mapping[int, ActivityKind]
) -> Participant:
    scopes = [Scope(ScopeKind.TERRITORY, one) for one in territories]
    if settled.structure_id:
        scopes.append(Scope(ScopeKind.STRUCTURE, settled.structure_id))
    return Participant(
        via=settled.via,
        areas=tuple(rules.areas.of_scope(one) for one in (COUNTRY, *scopes)),
        specialties=_specialties(practising, kinds),
        agenda_here=settled.via != Via.SOS and settled.editor_slots_refused,
    )


def _specialties(practising: Practising, kinds: Mapping[int, ActivityKind]) -> tuple[int, ...]:
    """His specialties; without any, his professions."""
    for kind in (ActivityKind.SPECIALTY, ActivityKind.PROFESSION):
        if own := sorted(one for one in practising.activities if kinds.get(one) == kind):
            return tuple(own)
    return ()
