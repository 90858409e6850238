"""The book of imports: one run per reading of a file, resumed after a kill, one at a time per source."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from sas.actor import Actor
from sas.errors import Impossible, Refused
from sas.rooms.directory.enums import ImportSource, ImportState
from sas.rooms.directory.loaders.closing import Closing
from sas.rooms.directory.loaders.locating import Locator
from sas.rooms.directory.loaders.merging import Merged
from sas.rooms.directory.loaders.rows import Reject
from sas.rooms.directory.models import ImportReject, ImportRun, Place
from sas.rooms.journal import operations as journal

_LOCKS = {ImportSource.RPPS: 7_275_301, ImportSource.FINESS: 7_275_302, ImportSource.STRUCTURES: 7_275_303}
_PLATFORM_ONLY = "Les imports sont réservés à la plateforme."
_KEEP_REJECTS = """
insert into directory_importreject (run_id, line, reason, excerpt)
select %(run)s, line, reason, excerpt from incoming_reject order by line
"""
_REASONS = "select reason, count(*) from incoming_reject group by reason order by 2 desc, 1"
_PLACES_READ = "select count(distinct source_key) from incoming_place"


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What a run did, resumed parts included. `located` of `asked` addresses were found by the address service.

    `closed_places` are the places that the file no longer tells; none is closed when `closing_refused`, and then
    `doubtful_closings` says how many would have been.
    """

    run_id: int
    resumed: bool
    lines: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    places: int
    inserted: int
    updated: int
    closed_places: tuple[int, ...]
    closing_refused: bool
    doubtful_closings: int
    asked: int
    located: int
    geocoder_down: bool


@dataclass(slots=True)
class Run:
    """A run under way and where it stands; `resume_after` is the key of the last committed batch."""

    row: ImportRun
    resumed: bool
    resume_after: str

    def count(self, **changes: int) -> None:
        """Add to the counts, to be saved with the batch."""
        for name, value in changes.items():
            self.row.counts[name] = self.row.counts.get(name, 0) + value


@contextmanager
def only_one(source: ImportSource) -> Iterator[None]:
    """Hold the source for this session. Raises Impossible when another import of the same source is running."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCKS[source]])
        if not cursor.fetchone()[0]:
            raise Impossible("Un import de cette source est déjà en cours.")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [_LOCKS[source]])


def begin(*, actor: Actor, source: ImportSource, path: Path, identity: str, now: datetime) -> Run:
    """Start a run, or go on with the one of the same file that did not end. Raises Refused for a person."""
    if not actor.is_platform:
        raise Refused(_PLATFORM_ONLY)
    with transaction.atomic(durable=True):
        unfinished = ImportRun.objects.filter(source=source, file_identity=identity).exclude(state=ImportState.DONE)
        row = unfinished.order_by("-id").first()
        resumed = row is not None
        if row is None:
            row = ImportRun(source=source, file_name=path.name[:200], file_identity=identity, started_at=now)
        row.state = ImportState.RUNNING
        row.save()
        journal.record(
            actor=actor, verb="start_import", subject="import_run", subject_id=row.id, now=now, resumed=resumed
        )
    return Run(row=row, resumed=resumed, resume_after=row.counts.get("resume_after", ""))


def reading_done(run: Run, *, lines: int) -> None:
    """Keep the refused lines, once: those of an interrupted reading of the same file are the same."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        ImportReject.objects.filter(run=run.row).delete()
        cursor.execute(_KEEP_REJECTS, {"run": run.row.id})
        run.row.last_line = lines
        run.row.counts["rejected"] = cursor.rowcount
        run.row.save(update_fields=["last_line", "counts"])


def advance(run: Run, *, upto: str, merged: Merged) -> None:
    """Save where the run stands, in the transaction of the batch."""
    run.count(inserted=len(merged.inserted), updated=len(merged.updated))
    run.row.counts["resume_after"] = upto
    run.row.save(update_fields=["counts"])


def finish(run: Run, *, actor: Actor, closing: Closing, now: datetime) -> None:
    """Close the book, in the transaction that closed the places."""
    run.count(closed=closing.places if closing.done else 0)
    run.row.state = ImportState.DONE
    run.row.finished_at = now
    run.row.save(update_fields=["counts", "state", "finished_at"])
    counts = {name: value for name, value in run.row.counts.items() if isinstance(value, int)}
    journal.record(actor=actor, verb="finish_import", subject="import_run", subject_id=run.row.id, now=now, **counts)


def fail(run: Run) -> None:
    """Mark a run that an error stopped; the same file resumes it."""
    ImportRun.objects.filter(id=run.row.id).update(state=ImportState.FAILED)


def summary(run: Run, *, locator: Locator, closing: Closing) -> ImportSummary:
    """Read the run's results while its temporary tables are still there."""
    row = run.row
    with connection.cursor() as cursor:
        cursor.execute(_REASONS)
        reasons = tuple((reason, count) for reason, count in cursor.fetchall())
        cursor.execute(_PLACES_READ)
        (places,) = cursor.fetchone()
    closed = Place.objects.filter(source=row.source, closed_at__gte=row.started_at).order_by("id")
    return ImportSummary(
        run_id=row.id,
        resumed=run.resumed,
        lines=row.last_line,
        rejected=row.counts.get("rejected", 0),
        reasons=reasons,
        places=places,
        inserted=row.counts.get("inserted", 0),
        updated=row.counts.get("updated", 0),
        closed_places=tuple(closed.values_list("id", flat=True)),
        closing_refused=not closing.done,
        doubtful_closings=0 if closing.done else closing.places,
        asked=locator.asked,
        located=locator.found,
        geocoder_down=locator.is_down,
    )


def refused_lines(*, actor: Actor, run_id: int) -> Iterator[Reject]:
    """The refused lines of a run in the order of the file, one at a time. Raises Refused for a person."""
    if not actor.is_platform:
        raise Refused(_PLATFORM_ONLY)
    rows = ImportReject.objects.filter(run_id=run_id).order_by("line", "id")
    for line, reason, excerpt in rows.values_list("line", "reason", "excerpt").iterator():
        yield Reject(line, reason, excerpt)
