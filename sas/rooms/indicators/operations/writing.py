"""Writing facts and lines, a batch of people at a time; for this room's own use, inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sas.rooms.directory.enums import Practice
from sas.rooms.directory.queries import DoctorFacts, StructureFacts
from sas.rooms.directory.rules import search_key
from sas.rooms.indicators import rules
from sas.rooms.indicators.models import CentreLine, MonthFact, QuarterLine
from sas.rooms.indicators.queries.computing import figures_of_centres, figures_of_doctors
from sas.rooms.indicators.queries.keeping import MonthFigures, kept_of_professionals, kept_of_structures
from sas.rooms.indicators.queries.reading import figures_of_quarter
from sas.rooms.indicators.queries.structures import months_of_centres
from sas.rooms.indicators.rules import PLEDGE_MINUTES, Figures, Quarter


def write_doctors(people: Collection[DoctorFacts], *, month: date, now: datetime) -> int:
    """The facts of a closed month: a first version, or another one where something differs; returns how many.

    Who is not in private practice gets none, and keeps those he has.
    """
    found = figures_of_doctors(people=[one for one in people if one.counts], month=month, now=now)
    kept = {one: fact for (one, _), fact in kept_of_professionals(list(found), [month]).items()}
    rows = [
        row
        for one, figures in found.items()
        if (row := _fact(figures, before=kept.get(one), professional_id=one, month=month, now=now))
    ]
    return len(MonthFact.objects.bulk_create(rows))


def write_centres(structure_ids: Collection[int], *, month: date, now: datetime) -> int:
    """The same for health centres."""
    found = figures_of_centres(structure_ids=structure_ids, month=month, now=now)
    kept = {one: fact for (one, _), fact in kept_of_structures(list(found), [month]).items()}
    rows = [
        row
        for one, figures in found.items()
        if (row := _fact(figures, before=kept.get(one), structure_id=one, month=month, now=now))
    ]
    return len(MonthFact.objects.bulk_create(rows))


def _fact(
    figures: Figures,
    *,
    before: MonthFigures | None,
    month: date,
    now: datetime,
    professional_id: int | None = None,
    structure_id: int | None = None,
) -> MonthFact | None:
    """The row to add; None when the version kept says the same."""
    difference = rules.difference(before.figures, figures) if before else {}
    if before and not difference:
        return None
    return MonthFact(
        professional_id=professional_id,
        structure_id=structure_id,
        month=month,
        version=before.version + 1 if before else 1,
        at=now,
        counted_ids=list(figures.counted_ids),
        evidence=rules.written(figures.evidence),
        difference=difference,
        **{one.value: figures.tally[one] for one in rules.FINAL},
    )


def write_lines(people: Mapping[int, DoctorFacts], *, quarter: Quarter, now: datetime) -> int:
    """Their lines in the table of a quarter, made anew; returns how many."""
    counted = [one for one in people.values() if one.counts]
    found = figures_of_quarter(counted, quarter=quarter, now=now)
    lines = [_line(people[one], months, quarter=quarter, now=now) for one, months in found.items() if months]
    return _keep(QuarterLine, lines, owner="professional")


def write_centre_lines(centres: Collection[StructureFacts], *, quarter: Quarter, now: datetime) -> int:
    """The same of health centres."""
    found = months_of_centres([one.id for one in centres], quarter=quarter, now=now)
    lines = [_centre_line(one, months, quarter=quarter, now=now) for one in centres if (months := found[one.id])]
    return _keep(CentreLine, lines, owner="structure")


def _keep(model: type[QuarterLine] | type[CentreLine], lines: Sequence[Any], *, owner: str) -> int:
    changed = [field.name for field in model._meta.concrete_fields]  # noqa: SLF001  Django documents _meta
    model._default_manager.bulk_create(  # noqa: SLF001
        lines,
        update_conflicts=True,
        unique_fields=[owner, "quarter"],
        update_fields=[name for name in changed if name not in {"id", owner, "quarter"}],
    )
    return len(lines)


def _line(doctor: DoctorFacts, months: tuple[MonthFigures, ...], *, quarter: Quarter, now: datetime) -> QuarterLine:
    """Conditions hold when every month begun meets them; the way is the last month's."""
    evidences = [month.figures.evidence for month in months]
    counted = sum(month.figures.counted for month in months)
    scale = rules.scale_on(quarter.last_day)
    award = rules.award(counted, scale) if scale else None
    return QuarterLine(
        professional_id=doctor.id,
        quarter=quarter.first_day,
        name=doctor.name,
        name_key=doctor.name_key,
        national_id=doctor.national_id,
        departements=list(doctor.departements),
        mode_known=doctor.practice == Practice.LIBERAL,
        via=evidences[-1].via,
        slots_by=evidences[-1].slots_by,
        participates=all(one.participates for one in evidences),
        publishes=all(one.publishes for one in evidences),
        counted=counted,
        step=award.number if award else 0,
        amount=award.amount if award else 0,
        provisional=_provisional(months, quarter),
        computed_at=now,
    )


def _centre_line(
    centre: StructureFacts, months: tuple[MonthFigures, ...], *, quarter: Quarter, now: datetime
) -> CentreLine:
    evidences = [month.figures.evidence for month in months]
    return CentreLine(
        structure_id=centre.id,
        quarter=quarter.first_day,
        name=centre.name,
        name_key=search_key(centre.name),
        finess=centre.finess,
        departements=sorted(centre.departements),
        practitioners=evidences[-1].required // PLEDGE_MINUTES,
        accepts=all(one.participates for one in evidences),
        pledges=all(one.declares for one in evidences),
        shows=all(one.shows for one in evidences),
        counted=sum(month.figures.counted for month in months),
        provisional=_provisional(months, quarter),
        computed_at=now,
    )


def _provisional(months: tuple[MonthFigures, ...], quarter: Quarter) -> bool:
    return len(months) < len(quarter.months) or not all(month.closed for month in months)
