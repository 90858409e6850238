"""A quarter of the structures that somebody manages: the conditions of health centres, who received the patients."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.queries import StructureFacts
from sas.rooms.indicators import rules
from sas.rooms.indicators.enums import COUNTED, Outcome
from sas.rooms.indicators.queries.computing import PLATFORM, figures_of_centres, honoured_after, outcome_of
from sas.rooms.indicators.queries.keeping import MonthFigures, closed_months, kept_of_structures
from sas.rooms.indicators.rules import Condition, Quarter
from sas.rooms.orientation import queries as orientation
from sas.rooms.orientation.queries import Addressed

_LEFT_OUT = {Outcome.CANCELLED, Outcome.DECLINED, Outcome.NOT_HONOURED}


@dataclass(frozen=True, slots=True)
class MemberCount:
    """Patients of the quarter that count for one member of the structure."""

    name: str
    counted: int


@dataclass(frozen=True, slots=True)
class StructureQuarter:
    """One structure: conditions of a health centre (none for another kind), patients by member.

    `unnamed`: patients received for whom nobody is named yet; `first_unnamed`: at which place and day the oldest is.
    """

    structure: StructureFacts
    months: tuple[MonthFigures, ...]
    conditions: tuple[Condition, ...]
    members: tuple[MemberCount, ...]
    counted: int
    unnamed: int
    first_unnamed: Addressed | None
    provisional: bool

    @property
    def is_centre(self) -> bool:
        """A health centre has conditions of its own (avenant 4)."""
        return self.structure.kind == StructureKind.CDS

    @property
    def met(self) -> bool:
        """All of them."""
        return bool(self.conditions) and all(condition.met for condition in self.conditions)


def structures_quarter(*, actor: Actor, quarter: Quarter, now: datetime) -> tuple[StructureQuarter, ...]:
    """Those that the actor manages, by name; raises Refused to whoever manages none."""
    if refusal := rules.may_read_structures(actor):
        raise refusal
    ids = accounts.own_attachments(actor=actor).structure_ids
    known = [one for one in directory.structures(actor=actor, ids=ids) if not one.closed]
    centres = [one.id for one in known if one.kind == StructureKind.CDS]
    months = months_of_centres(centres, quarter=quarter, now=now)
    received: defaultdict[int, list[Addressed]] = defaultdict(list)
    for one in orientation.addressed(
        actor=PLATFORM,
        structure_ids=[structure.id for structure in known],
        first_day=quarter.first_day,
        last_day=quarter.last_day,
    ):
        received[one.structure_id or 0].append(one)
    names, open_still = _names(received), now < rules.closes_at(quarter.months[2], after=honoured_after())
    outcomes = {one.id: outcome_of(one, now=now) for found in received.values() for one in found}
    made = [_told(one, months.get(one.id, ()), received[one.id], names=names, outcomes=outcomes) for one in known]
    found = (replace(one, provisional=one.provisional or open_still) for one in made)
    return tuple(sorted(found, key=lambda one: (one.structure.name, one.structure.id)))


def _names(received: dict[int, list[Addressed]]) -> dict[int, str]:
    ids = {one.professional_id for found in received.values() for one in found if one.professional_id}
    people = directory.professionals(actor=PLATFORM, ids=ids)
    return {one.id: f"{one.family_name} {one.given_name}".strip() for one in people}


def months_of_centres(
    centres: Collection[int], *, quarter: Quarter, now: datetime
) -> dict[int, tuple[MonthFigures, ...]]:
    """By health centre, the months begun: kept when they are closed, else computed from the truth."""
    begun = [month for month in quarter.months if rules.has_begun(month, now=now)]
    kept, closed = kept_of_structures(centres, begun), closed_months(begun)
    found: dict[int, list[MonthFigures]] = {one: [] for one in centres}
    for month in begun:
        missing = [one for one in centres if (one, month) not in kept]
        live = figures_of_centres(structure_ids=missing, month=month, now=now) if missing else {}
        for one in centres:
            fact = kept.get((one, month))
            found[one].append(fact or MonthFigures(month, live[one], 0, now, closed=month in closed))
    return {one: tuple(months) for one, months in found.items()}


def _told(
    structure: StructureFacts,
    months: tuple[MonthFigures, ...],
    received: list[Addressed],
    *,
    names: dict[int, str],
    outcomes: dict[int, Outcome],
) -> StructureQuarter:
    by_member: defaultdict[int, int] = defaultdict(int)
    for one in received:
        if one.professional_id and outcomes[one.id] in COUNTED:
            by_member[one.professional_id] += 1
    begun = [one for one in received if outcomes[one.id] not in {*_LEFT_OUT, Outcome.UPCOMING}]
    unnamed = [one for one in begun if one.professional_id is None]
    return StructureQuarter(
        structure=structure,
        months=months,
        conditions=rules.conditions_of_centre((month.month, month.figures.evidence) for month in months)
        if structure.kind == StructureKind.CDS
        else (),
        members=tuple(sorted((MemberCount(names[one], count) for one, count in by_member.items()), key=_by_name)),
        counted=sum(outcomes[one.id] in COUNTED for one in received),
        unnamed=len(unnamed),
        first_unnamed=unnamed[0] if unnamed else None,
        provisional=not all(one.closed for one in months),
    )


def _by_name(one: MemberCount) -> tuple[str, int]:
    return one.name, one.counted
