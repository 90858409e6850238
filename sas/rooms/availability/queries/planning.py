"""What a change would do: the same plan is shown before it is confirmed and carried out by the operation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import rules
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.availability.queries.agendas import AgendaFacts, agendas, editable_place, today_at
from sas.rooms.directory.queries import PlaceFacts
from sas.timetable.capacity import Slot
from sas.timetable.copying import plan_copy
from sas.timetable.editing import plan_deletion, plan_edit, plan_series_deletion, plan_series_edit
from sas.timetable.interval import Interval
from sas.timetable.plans import Plan, SeriesTerms, Terms, terms_on
from sas.timetable.series import Picked, newest

_DAY = timedelta(days=1)
_DONE = ("modifiée", "supprimée")
_NOT_REPEATED = "Cette disponibilité n'est pas répétée : modifiez cette occurrence uniquement."
_NOTHING_TO_COPY = "Il n'y a rien à copier : aucune disponibilité n'a lieu à cette date."
_NO_SUCH_SLOT = "Cette disponibilité n'est pas dans l'agenda de ce lieu d'exercice."


@dataclass(frozen=True, slots=True)
class AgendaOccurrence:
    """One occurrence about to be changed, with the sentences that forbid it ("" when nothing does).

    `terms` and `series_terms` fill the two forms; `series_terms` None: it is not repeated. `version` is that of the
    agenda, `from_day` the first day that a change of the series touches.
    """

    place: PlaceFacts
    slot: Slot
    day: date
    interval: Interval | None
    taken: int
    terms: Terms
    series_terms: SeriesTerms | None
    from_day: date
    version: int
    cannot_edit: str
    cannot_edit_series: str
    cannot_delete: str
    cannot_end: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the change would do; `seen` travels in the form: what was previewed is what is carried out."""

    place: PlaceFacts
    plan: Plan
    seen: str
    version: int


def occurrence(*, actor: Actor, place_id: int, slot_id: int, day: date, now: datetime) -> AgendaOccurrence | None:
    """One occurrence of this place's agenda, None when the slot is not of this place; raises Refused as `week`."""
    place = editable_place(actor=actor, place_id=place_id)
    if not AgendaSlot.objects.filter(id=slot_id, place_id=place_id).exists():
        return None
    agenda, picked = _picked(place, slot_id=slot_id, day=day, now=now)
    alone = [_sentence(rules.cannot_change_occurrence(picked=picked, done=done)) for done in _DONE]
    series = [_sentence(rules.cannot_change_series(picked=picked, done=done)) for done in _DONE]
    return AgendaOccurrence(
        place=place,
        slot=picked.slot,
        day=day,
        interval=picked.interval,
        taken=picked.booked,
        terms=terms_on(picked.slot, day),
        series_terms=_series_terms(picked),
        from_day=picked.from_day if picked.repeated else day,
        version=agenda.version,
        cannot_edit=alone[0],
        cannot_edit_series=series[0] if picked.repeated else _NOT_REPEATED,
        cannot_delete=alone[1],
        cannot_end=series[1] or _sentence(_nothing_left(picked)),
    )


def planned_edit(*, actor: Actor, place_id: int, slot_id: int, day: date, terms: Terms, now: datetime) -> Preview:
    """This occurrence only, on other terms (F-068, F-069, C26).

    Raises Impossible when it is gone, past or has a patient (F-073, E30), or with the first field of Terms at fault.
    """
    place = editable_place(actor=actor, place_id=place_id)
    agenda, picked = _picked(place, slot_id=slot_id, day=day, now=now)
    _raise(rules.cannot_change_occurrence(picked=picked, done="modifiée"))
    _raise_first(rules.terms_problems(picked=picked, terms=terms, now=now))
    return _preview(place, agenda, plan_edit(picked, terms))


def planned_series_edit(
    *, actor: Actor, place_id: int, slot_id: int, day: date, terms: SeriesTerms, now: datetime
) -> Preview:
    """The series from that occurrence on, on other terms (F-069); what has a patient stands (F-073).

    Raises Impossible when the occurrence is gone, past or not repeated, or with the first field at fault.
    """
    place = editable_place(actor=actor, place_id=place_id)
    agenda, picked = _picked(place, slot_id=slot_id, day=day, now=now)
    _raise(rules.cannot_change_series(picked=picked, done="modifiée"))
    if not picked.repeated:
        raise Impossible(_NOT_REPEATED)
    _raise_first(rules.series_problems(picked=picked, terms=terms, now=now))
    holidays = rules.days_off(rules.calendar_of(place.departement_code))
    return _preview(place, agenda, plan_series_edit(picked, terms, holidays=holidays))


def planned_deletion(*, actor: Actor, place_id: int, slot_id: int, day: date, now: datetime) -> Preview:
    """This occurrence only (F-070). Raises Impossible when it is gone, past, or has a patient (F-073, E35)."""
    place = editable_place(actor=actor, place_id=place_id)
    agenda, picked = _picked(place, slot_id=slot_id, day=day, now=now)
    _raise(rules.cannot_change_occurrence(picked=picked, done="supprimée"))
    return _preview(place, agenda, plan_deletion(picked))


def planned_series_deletion(*, actor: Actor, place_id: int, slot_id: int, day: date, now: datetime) -> Preview:
    """The series from that occurrence on, or a slot alone (F-070); what has a patient stands (F-073, E35).

    Raises Impossible when the occurrence is gone or past, or when all that is left has patients.
    """
    place = editable_place(actor=actor, place_id=place_id)
    agenda, picked = _picked(place, slot_id=slot_id, day=day, now=now)
    _raise(rules.cannot_change_series(picked=picked, done="supprimée") or _nothing_left(picked))
    return _preview(place, agenda, plan_series_deletion(picked))


def planned_day_copy(*, actor: Actor, place_id: int, day: date, targets: Collection[date], now: datetime) -> Preview:
    """What that day holds, on other days too. Raises Impossible with the field "targets", or when there is nothing."""
    place = editable_place(actor=actor, place_id=place_id)
    _raise(rules.copying_problem(sources=[day], targets=targets, today=today_at(place, now)))
    return _copied(place, [(day, target) for target in sorted(set(targets))], now=now)


def planned_week_copy(
    *, actor: Actor, place_id: int, monday: date, targets: Collection[date], now: datetime
) -> Preview:
    """What the week of `monday` holds, in the weeks of other Mondays too: see `planned_day_copy`."""
    place = editable_place(actor=actor, place_id=place_id)
    this_week = _monday(today_at(place, now))
    weeks = {_monday(target) for target in targets}
    _raise(rules.copying_problem(sources=[_monday(monday)], targets=weeks, today=this_week))
    days = [(_monday(monday) + n * _DAY, target + n * _DAY) for target in sorted(weeks) for n in range(7)]
    return _copied(place, days, now=now)


def _copied(place: PlaceFacts, days: list[tuple[date, date]], *, now: datetime) -> Preview:
    agenda = agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id]
    plan = plan_copy(agenda.slots, days=days, zone=place.time_zone, now=now)
    if not plan.occurrences:
        raise Impossible(_NOTHING_TO_COPY)
    return _preview(place, agenda, plan)


def _picked(place: PlaceFacts, *, slot_id: int, day: date, now: datetime) -> tuple[AgendaFacts, Picked]:
    """The occurrence in its agenda. All the slots are read: an old one may have begun the series."""
    agenda = agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id]
    if all(slot.id != slot_id for slot in agenda.slots):
        raise Impossible(_NO_SUCH_SLOT)
    return agenda, Picked(agenda.slots, slot_id, day, agenda.taken, now)


def _preview(place: PlaceFacts, agenda: AgendaFacts, plan: Plan) -> Preview:
    return Preview(place, plan, f"{agenda.version}.{plan.digest}", agenda.version)


def _series_terms(picked: Picked) -> SeriesTerms | None:
    if not picked.repeated:
        return None
    slot, weekly = picked.slot, [slot for slot in picked.series if slot.rule.weekly]
    off = bool(newest(weekly).rule.suspended)
    return SeriesTerms(slot.rule.start, slot.rule.end, slot.patients, slot.modalities, picked.last_day, off)


def _nothing_left(picked: Picked) -> Impossible | None:
    if not picked.repeated:
        return rules.cannot_change_occurrence(picked=picked, done="supprimée")
    plan = plan_series_deletion(picked)
    return None if plan.changes_something else rules.nothing_to_delete(plan)


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _raise(problem: Impossible | None) -> None:
    if problem:
        raise problem


def _raise_first(found: dict[str, str]) -> None:
    for field, sentence in found.items():
        raise Impossible(sentence, field=field)


def _sentence(refused: Impossible | None) -> str:
    return refused.reason if refused else ""
