"""From files to temporary tables: each reader's rows staged chunk by chunk, with the progress told."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from sas.rooms.directory.loaders import annotations, finess, know_how, reading, rpps, staged_rows, staging, structures
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.directory.loaders.reading import TextSource
from sas.rooms.directory.loaders.rows import Reject, StructureRow
from sas.rooms.directory.loaders.staging import ActivityIds
from sas.rooms.directory.loaders.structures import PointRow

READING, WRITING = "Lecture", "Écriture"
Progress = Callable[[str, int, int], None]
"""Called with the phase, how much of it is done, and how much there is: bytes while reading, lines while writing."""

Opener = Callable[[], AbstractContextManager[TextSource]]


class Followed:
    """The lines of a source, counted, telling now and then how far the file has been read."""

    def __init__(self, source: TextSource, progress: Progress) -> None:
        """Nothing is read yet."""
        self.source, self.progress, self.count = source, progress, 0

    def __iter__(self) -> Iterator[bytes]:
        """Every line once."""
        for line in self.source.lines():
            self.count += 1
            if self.count % staging.CHUNK == 1:
                self.progress(READING, self.source.position(), self.source.size)
            yield line
        self.progress(READING, self.source.size, self.source.size)


def _exhaust(chunks: Iterator[int]) -> None:
    for _ in chunks:
        pass


def activities(path: Path, *, progress: Progress) -> int:
    """Stage an Annuaire Santé extract; returns its number of lines, header included."""
    ids = ActivityIds()
    with reading.open_text(path, rpps.MEMBER) as source:
        lines = Followed(source, progress)
        results = rpps.read(lines, commune_index())
        rows = (row if isinstance(row, Reject) else staged_rows.from_activity(row, ids) for row in results)
        _exhaust(staging.stage("incoming_place", rows))
        return lines.count


def specialties(path: Path, *, progress: Progress) -> None:
    """Stage the second file of recent editions."""
    ids = ActivityIds()

    def staged(row: know_how.KnowHowRow | Reject) -> tuple[object, ...] | Reject:
        if isinstance(row, Reject):
            return row._replace(reason=f"Savoir-faire : {row.reason}")
        specialty = ids.specialty(row.specialty_code, row.specialty_label, row.profession_code)
        return row.national_id, row.profession_code, specialty

    with reading.open_text(path, know_how.MEMBER) as source:
        _exhaust(staging.stage("incoming_know_how", map(staged, know_how.read(Followed(source, progress)))))


def establishments(path: Path, *, progress: Progress) -> int:
    """Stage a FINESS extract; returns its number of lines."""
    with reading.open_text(path, finess.MEMBER) as source:
        located = finess.points(source.lines())
    with reading.open_text(path, finess.MEMBER) as source:
        lines = Followed(source, progress)
        _stage_houses(finess.read(lines, commune_index(), located))
        return lines.count


def _stage_houses(results: Iterator[StructureRow | PointRow | Reject]) -> None:
    """Structures are some ten thousands at most: a chunk of each table at a time keeps memory even."""
    ids = ActivityIds()
    houses: list[staged_rows.Staged] = []
    places: list[staged_rows.Staged] = []
    rejects: list[Reject] = []

    def write() -> None:
        staging.copy("incoming_structure", houses)
        staging.copy("incoming_place", places)
        staging.copy("incoming_reject", rejects)
        for written in (houses, places, rejects):
            written.clear()

    for number, row in enumerate(results, start=1):
        match row:
            case Reject():
                rejects.append(row)
            case PointRow():
                places.append(staged_rows.place_of_point(row, ids))
            case StructureRow():
                houses.append(staged_rows.structure(row))
                places.extend(staged_rows.places_of_structure(row, ids))
        if number % staging.CHUNK == 0:
            write()
    write()


def set_members(path: Path) -> dict[str, Opener]:
    """The files of a CSV set that are there, in the order in which they are read, with how to open each."""
    return {name: opener for name in structures.FILES if (opener := _opener(path, name)) is not None}


def _opener(path: Path, name: str) -> Opener | None:
    pattern = re.compile(f"^{re.escape(name)}$")
    if (path / name).is_file():
        return lambda: reading.open_text(path / name, pattern)
    if path.is_file() and reading.has_member(path, pattern):
        return lambda: reading.open_text(path, pattern)
    return None


def set_member(name: str, opener: Opener, *, progress: Progress) -> int:
    """Stage one file of a CSV set; returns its number of lines. Reasons of refusal name the file."""
    with opener() as source:
        lines = Followed(source, progress)
        results = map(_named(name), structures.read(name, lines, commune_index()))
        if name in structures.HOUSES:
            _stage_houses(results)  # type: ignore[arg-type]
        else:
            annotations.stage(results)  # type: ignore[arg-type]
        return lines.count


def _named(file: str) -> Callable[[structures.SetRow | Reject], structures.SetRow | Reject]:
    def name(row: structures.SetRow | Reject) -> structures.SetRow | Reject:
        return row._replace(reason=f"{file} : {row.reason}") if isinstance(row, Reject) else row

    return name
