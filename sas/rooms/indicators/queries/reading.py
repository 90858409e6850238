"""A quarter of one doctor, or of the structures that somebody manages: figures, conditions, and the rows behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.paging import within
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import Practice
from sas.rooms.directory.queries import DoctorFacts
from sas.rooms.directory.rules import IN_PRIVATE_PRACTICE
from sas.rooms.indicators import rules
from sas.rooms.indicators.enums import COUNTED, Outcome
from sas.rooms.indicators.queries.computing import PLATFORM, figures_of_doctors, honoured_after, outcome_of
from sas.rooms.indicators.queries.keeping import MonthFigures, closed_months, kept_of_professionals
from sas.rooms.indicators.rules import Award, Condition, Quarter, Scale
from sas.rooms.orientation import queries as orientation
from sas.rooms.orientation.enums import OrientationKind
from sas.rooms.orientation.queries import Addressed
from sas.timetable.modality import Modality

PAGE = 25


@dataclass(frozen=True, slots=True)
class CountedRow:
    """An orientation behind a figure: place, day, type and state, nothing else exists. `local_start` is naive."""

    id: int
    place_name: str
    place_address: str
    day: date
    local_start: datetime
    kind: OrientationKind
    modalities: Modality
    outcome: Outcome
    counted: bool
    through_structure: bool


@dataclass(frozen=True, slots=True)
class RowPage:
    """Twenty-five of them, by day; `number` counts from 1."""

    rows: tuple[CountedRow, ...]
    number: int
    last: int
    total: int


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Whoever has no figures for a quarter; `practice` None: he is no doctor, or the directory does not know him."""

    practice: Practice | None


@dataclass(frozen=True, slots=True)
class ProfessionalQuarter:
    """What Avenant 9 gives one doctor for a quarter; `scale` and `award` None when no scale held then."""

    professional_id: int
    name: str
    national_id: str
    practice: Practice
    quarter: Quarter
    months: tuple[MonthFigures, ...]
    conditions: tuple[Condition, ...]
    scale: Scale | None
    award: Award | None
    rows: RowPage
    honoured_after_days: int

    @property
    def provisional(self) -> bool:
        """Until its three months are closed; those that closed are all there is for who is no longer counted."""
        to_come = self.counts and len(self.months) < len(self.quarter.months)
        return to_come or not all(month.closed for month in self.months)

    @property
    def counts(self) -> bool:
        """In private practice today, as far as is known."""
        return self.practice in IN_PRIVATE_PRACTICE

    @property
    def mode_known(self) -> bool:
        """Whether the national file has told it."""
        return self.practice != Practice.UNKNOWN

    @property
    def met(self) -> bool:
        """All the conditions of indicator 8, in every month begun."""
        return all(condition.met for condition in self.conditions)

    def total_of(self, outcome: Outcome) -> int:
        """Orientations of the quarter with this outcome."""
        return sum(month.figures.tally[outcome] for month in self.months)

    @property
    def totals(self) -> tuple[tuple[Outcome, int], ...]:
        """Each outcome that occurred, with how many times."""
        return tuple((one, count) for one in Outcome if (count := self.total_of(one)))


def own_quarter(*, actor: Actor, quarter: Quarter, number: int = 1, now: datetime) -> ProfessionalQuarter | NotCounted:
    """The actor's own, or why there is nothing to count. Raises Refused to whoever is no effecteur."""
    if refusal := rules.may_read_own(actor):
        raise refusal
    own = accounts.own_attachments(actor=actor).professional_id
    doctor = directory.doctors(actor=actor, professional_ids=[own] if own else []).get(own or 0)
    if doctor is None:
        return NotCounted(None)
    return _quarter_of(doctor, quarter=quarter, number=number, now=now) or NotCounted(doctor.practice)


def professional_quarter(
    *, actor: Actor, professional_id: int, quarter: Quarter, number: int = 1, now: datetime
) -> ProfessionalQuarter | None:
    """One doctor of the actor's territories; None when there is none, or nothing of his to count.

    Raises Refused to who reads no territory.
    """
    if refusal := rules.may_read_territory(actor):
        raise refusal
    doctor = directory.doctors(actor=actor, professional_ids=[professional_id]).get(professional_id)
    if doctor is None or not _in_sight(actor, doctor):
        return None
    return _quarter_of(doctor, quarter=quarter, number=number, now=now)


def _in_sight(actor: Actor, doctor: DoctorFacts) -> bool:
    if actor.has(*rules.ADMINISTRATORS):
        return True
    own = [one for one in directory.territories(actor=actor) if one.id in actor.territories]
    return any(not one.departements.isdisjoint(doctor.departements) for one in own)


def figures_of_quarter(
    people: Iterable[DoctorFacts], *, quarter: Quarter, now: datetime
) -> dict[int, tuple[MonthFigures, ...]]:
    """By professional, the months begun: kept when they are closed, else computed from the truth.

    Who is not in private practice has only those that were kept when he was.
    """
    known = list(people)
    begun = [month for month in quarter.months if rules.has_begun(month, now=now)]
    kept, closed = kept_of_professionals([one.id for one in known], begun), closed_months(begun)
    found: dict[int, list[MonthFigures]] = {one.id: [] for one in known}
    for month in begun:
        missing = [one for one in known if one.counts and (one.id, month) not in kept]
        live = figures_of_doctors(people=missing, month=month, now=now) if missing else {}
        for one in known:
            if fact := kept.get((one.id, month)):
                found[one.id].append(fact)
            elif one.counts:
                found[one.id].append(MonthFigures(month, live[one.id], 0, now, closed=month in closed))
    return {owner: tuple(months) for owner, months in found.items()}


def _quarter_of(doctor: DoctorFacts, *, quarter: Quarter, number: int, now: datetime) -> ProfessionalQuarter | None:
    """None when he is not in private practice and no month of the quarter was kept of him."""
    months = figures_of_quarter([doctor], quarter=quarter, now=now)[doctor.id]
    if not months and not doctor.counts:
        return None
    through = {month.figures.evidence.structure_id for month in months} - {None}
    named = directory.structures(actor=PLATFORM, ids=[one for one in through if one])
    told = [(month.month, month.figures.evidence) for month in months]
    scale = rules.scale_on(quarter.last_day)
    return ProfessionalQuarter(
        professional_id=doctor.id,
        name=doctor.name,
        national_id=doctor.national_id[1:],
        practice=doctor.practice,
        quarter=quarter,
        months=months,
        conditions=rules.conditions_of_professional(told, structures={one.id: one.name for one in named}),
        scale=scale,
        award=rules.award(sum(month.figures.counted for month in months), scale) if scale else None,
        rows=_rows(doctor, months, quarter=quarter, number=number, now=now),
        honoured_after_days=honoured_after().days,
    )


def _rows(
    doctor: DoctorFacts, months: tuple[MonthFigures, ...], *, quarter: Quarter, number: int, now: datetime
) -> RowPage:
    found = orientation.addressed(
        actor=PLATFORM, professional_ids=[doctor.id], first_day=quarter.first_day, last_day=quarter.last_day
    )
    number, last = within(number, len(found), size=PAGE)
    shown = found[(number - 1) * PAGE : number * PAGE]
    places = directory.places(actor=PLATFORM, place_ids={one.place_id for one in shown})
    counted = {one for month in months for one in month.figures.counted_ids}
    settled = {month.month for month in months if month.closed} if doctor.counts else set(quarter.months)
    rows = (
        _row(one, place=places[one.place_id], now=now, counted=one.id in counted if _month(one) in settled else None)
        for one in shown
    )
    return RowPage(tuple(rows), number, last, len(found))


def _month(one: Addressed) -> date:
    return rules.month_of(one.day)


def _row(one: Addressed, *, place: directory.PlaceFacts, now: datetime, counted: bool | None) -> CountedRow:
    """`counted` as a closed month kept it; None: as it stands."""
    outcome = outcome_of(one, now=now)
    return CountedRow(
        id=one.id,
        place_name=place.name,
        place_address=place.address_line,
        day=one.day,
        local_start=one.start.astimezone(ZoneInfo(one.time_zone)).replace(tzinfo=None),
        kind=one.kind,
        modalities=one.modalities,
        outcome=outcome,
        counted=outcome in COUNTED if counted is None else counted,
        through_structure=one.structure_id is not None,
    )
