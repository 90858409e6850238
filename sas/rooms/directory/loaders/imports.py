"""The three imports (F-260): read a file in full, then merge it batch by batch, then close what it no longer tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.enums import ImportSource
from sas.rooms.directory.loaders import annotations, intake, know_how, merging, reading, runs, staging, structures
from sas.rooms.directory.loaders.closing import Scope, close_unseen
from sas.rooms.directory.loaders.intake import WRITING, Progress
from sas.rooms.directory.loaders.locating import BulkGeocoder, Locator
from sas.rooms.directory.loaders.runs import ImportSummary, Run


def quiet(phase: str, done: int, total: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Conduct:
    """How a run is carried out, whatever the file. Without `geocoder`, addresses stand at their commune's centre."""

    actor: Actor
    now: datetime
    geocoder: BulkGeocoder | None = None
    accept_many_closings: bool = False
    progress: Progress = quiet


def import_rpps(conduct: Conduct, *, path: Path, know_how_path: Path | None = None) -> ImportSummary:
    """Read an Annuaire Santé extract: a zip, or the bare file and, where the edition has one, the know-how file.

    Raises Impossible when the file is not such an extract or another import of it is running, Refused for a person.
    """
    second = know_how_path
    if second is None and path.is_file() and reading.has_member(path, know_how.MEMBER):
        second = path
    files = tuple(dict.fromkeys(file for file in (path, second) if file is not None))
    with _run(conduct, ImportSource.RPPS, path, files) as run:
        lines = intake.activities(path, progress=conduct.progress)
        if second is not None:
            intake.specialties(second, progress=conduct.progress)
        runs.reading_done(run, lines=lines)
        return _carry_out(conduct, run, Scope(prefixes=("rpps",), structures=False))


def import_finess(conduct: Conduct, *, path: Path) -> ImportSummary:
    """Read a FINESS extract. Raises as import_rpps."""
    with _run(conduct, ImportSource.FINESS, path, (path,)) as run:
        lines = intake.establishments(path, progress=conduct.progress)
        runs.reading_done(run, lines=lines)
        return _carry_out(conduct, run, Scope(prefixes=("finess",), structures=True))


def import_structures(conduct: Conduct, *, path: Path) -> ImportSummary:
    """Read a CSV set: a folder or a zip (docs/imports.md). Raises as import_rpps."""
    members = intake.set_members(path)
    if not members:
        raise Impossible(f"{path.name} ne contient aucun des fichiers attendus : {', '.join(structures.FILES)}.")
    files = tuple(path / name for name in members) if path.is_dir() else (path,)
    with _run(conduct, ImportSource.STRUCTURES, path, files) as run:
        lines = sum(intake.set_member(name, opener, progress=conduct.progress) for name, opener in members.items())
        runs.reading_done(run, lines=lines)
        told = {"structures.csv": "finess", "sos_points.csv": "sos"}
        prefixes = tuple(prefix for name, prefix in told.items() if name in members)
        scope = Scope(prefixes=prefixes, structures="structures.csv" in members)
        return _carry_out(conduct, run, scope, notes=True)


@contextmanager
def _run(conduct: Conduct, source: ImportSource, path: Path, files: tuple[Path, ...]) -> Iterator[Run]:
    if missing := next((file for file in files if not file.is_file()), None):
        raise Impossible(f"Le fichier {missing.name} n'existe pas.")
    with runs.only_one(source):
        identity = reading.identity(*files)
        run = runs.begin(actor=conduct.actor, source=source, path=path, identity=identity, now=conduct.now)
        staging.open_tables()
        annotations.open_table()
        try:
            yield run
        except Exception:
            runs.fail(run)
            raise
        staging.drop_tables()


def _carry_out(conduct: Conduct, run: Run, scope: Scope, *, notes: bool = False) -> ImportSummary:
    source, locator = ImportSource(run.row.source), Locator(conduct.geocoder)
    staging.close_reading()
    with transaction.atomic(durable=True):
        merging.merge_structures(source=source)
    _merge(conduct, run, source, locator)
    if notes:
        annotations.resolve()
        runs.reading_done(run, lines=run.row.last_line)
    with transaction.atomic(durable=True):
        if notes:
            run.count(noted=annotations.merge(now=conduct.now))
        closing = close_unseen(source=source, scope=scope, accept_many=conduct.accept_many_closings, now=conduct.now)
        runs.finish(run, actor=conduct.actor, closing=closing, now=conduct.now)
    return runs.summary(run, locator=locator, closing=closing)


def _merge(conduct: Conduct, run: Run, source: ImportSource, locator: Locator) -> None:
    after, done, total = run.resume_after, 0, staging.count_lines()
    if after:
        done = staging.count_lines(upto=after)
    while (upto := merging.next_batch(after)) is not None:
        locator.locate(after=after, upto=upto)
        with transaction.atomic(durable=True):
            merged = merging.merge_places(source=source, after=after, upto=upto, now=conduct.now)
            runs.advance(run, upto=upto, merged=merged)
        done += staging.count_lines(after=after, upto=upto)
        after = upto
        conduct.progress(WRITING, done, total)
