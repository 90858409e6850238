"""The demonstration's files, in the formats of the national ones (docs/imports.md)."""

from dataclasses import dataclass
from pathlib import Path

from simulators.population import csv_set, finess_file, rpps_file
from simulators.population.everybody import population


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What was written, for the imports."""

    rpps: Path
    finess: Path
    structures: Path


def write_all(folder: Path, *, seed: int) -> DemoFiles:
    """Write the three into the folder, which is made when absent."""
    folder.mkdir(parents=True, exist_ok=True)
    written = DemoFiles(folder / "PS_LibreAcces.zip", folder / "etalab-cs1100507-stock.csv", folder / "structures")
    everybody = population(seed)
    rpps_file.write(written.rpps, everybody.people)
    finess_file.write(written.finess, everybody.houses)
    csv_set.write(written.structures, everybody, seed=seed)
    return written
