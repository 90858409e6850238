"""Extracts as pages show them: one's own, and the files sent each month."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import TerritoryFacts
from sas.rooms.extracts import rules
from sas.rooms.extracts.enums import AGAIN, OPEN, Dataset, ExtractState, FileFormat, Problem, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.rules import Asked

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ExtractFacts:
    """One extract; `where` is the part of the country in words. The name of its file is nobody's to know."""

    id: int
    dataset: Dataset
    file_format: FileFormat
    where: str
    first_day: date | None
    last_day: date | None
    state: ExtractState
    asked_at: datetime
    interruptions: int
    rows_done: int
    rows_expected: int
    size: int
    checksum: str
    problem: Problem
    expires_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    tries: int
    stalled: bool

    @property
    def is_open(self) -> bool:
        """Waiting or being prepared."""
        return self.state in OPEN

    @property
    def may_start_again(self) -> bool:
        """Nothing moves any more."""
        return self.state in AGAIN or self.stalled


@dataclass(frozen=True, slots=True)
class Choices:
    """What the actor may ask for: parts of the country with their names, and the datasets of each kind of part."""

    national: bool
    structures: bool
    territories: tuple[TerritoryFacts, ...]
    datasets: tuple[Dataset, ...]


def choices(*, actor: Actor) -> Choices:
    """Read before the form is drawn."""
    of_country = rules.datasets(actor, scope=Scope.NATIONAL)
    of_territories = rules.datasets(actor, scope=Scope.TERRITORY)
    of_structures = rules.datasets(actor, scope=Scope.STRUCTURES)
    known = directory.territories(actor=actor) if of_territories else ()
    mine = tuple(one for one in known if of_country or one.id in actor.territories)
    wanted = of_country | of_territories | of_structures
    return Choices(bool(of_country), bool(of_structures), mine, tuple(one for one in Dataset if one in wanted))


def own_extracts(*, actor: Actor, now: datetime) -> tuple[ExtractFacts, ...]:
    """The actor's own, the newest first, twenty at most: two questions."""
    return _facts(Extract.objects.filter(author_id=actor.user_id or 0), actor=actor, now=now)


def sendings(*, actor: Actor, now: datetime) -> tuple[ExtractFacts, ...]:
    """The monthly files, the newest first, twenty at most. Raises Refused to anybody but an administrator."""
    if refusal := rules.may_follow_sendings(actor):
        raise refusal
    return _facts(Extract.objects.filter(author__isnull=True), actor=actor, now=now)


def sends_monthly(*, actor: Actor) -> bool:
    """True where the settings ask for monthly files."""
    return bool(settings.EXTRACTS_MONTHLY)


def failed_sendings(*, actor: Actor) -> int:
    """How many monthly files failed for good, for administrators; none for others."""
    if rules.may_follow_sendings(actor):
        return 0
    return Extract.objects.filter(author__isnull=True, state=ExtractState.FAILED).count()


def asked_of(row: Extract) -> Asked:
    """A pure function of a row, for this room's own operations: what was asked."""
    ways = (Dataset(row.dataset), Scope(row.scope), FileFormat(row.file_format))
    return Asked(*ways, row.territory_id, row.first_day, row.last_day)


def is_stalled(row: Extract, now: datetime) -> bool:
    """A pure function of a row, for this room's own operations: its preparation has said nothing for minutes."""
    last = row.beat_at or row.started_at or row.asked_at
    return row.state in OPEN and last <= now - rules.SILENT


def _facts(rows: QuerySet[Extract], *, actor: Actor, now: datetime) -> tuple[ExtractFacts, ...]:
    found = list(rows.order_by("-asked_at", "-id")[:SHOWN])
    names = {one.id: one.name for one in directory.territories(actor=actor)} if found else {}
    return tuple(_fact(row, names, now) for row in found)


def _fact(row: Extract, names: dict[int, str], now: datetime) -> ExtractFacts:
    scope = Scope(row.scope)
    where = names.get(row.territory_id or 0, "Territoire supprimé") if scope == Scope.TERRITORY else scope.label
    return ExtractFacts(
        row.id,
        Dataset(row.dataset),
        FileFormat(row.file_format),
        where,
        row.first_day,
        row.last_day,
        ExtractState(row.state),
        row.asked_at,
        row.interruptions,
        row.rows_done,
        row.rows_expected,
        row.size,
        row.checksum,
        Problem(row.problem),
        row.expires_at,
        row.ended_at,
        row.due_at,
        row.tries,
        is_stalled(row, now),
    )
