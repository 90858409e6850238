"""`python -m benchmarks.import_rpps`: files of 200,000 and 2,000,000 lines with 1 % of broken ones, imported for real.

Prints for each: lines per second, the largest memory the import ever held (as the kernel counted it for that
process), and the refused lines, counted and listed. The second import of the same file must change nothing.
"""

import argparse
import os
import secrets
import shutil
import time
from pathlib import Path

from benchmarks.commands import run
from config import embedded_pg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench-import"
MEMORY_LIMIT_MB = 500


def main() -> None:
    """Command line: --lines of each file, --broken share, --twice to import each file again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[200_000, 2_000_000])
    parser.add_argument("--broken", type=float, default=0.01)
    parser.add_argument("--twice", action="store_true", help="import each file a second time")
    asked = parser.parse_args()
    for lines in asked.lines:
        measure(lines=lines, broken=asked.broken, twice=asked.twice)


def measure(*, lines: int, broken: float, twice: bool) -> None:
    """One file into a database of its own, thrown away after."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    addresses = embedded_pg.ensure(FOLDER / "pg")
    os.environ.update(
        DATABASE_URL=addresses.app_url,
        DATABASE_OWNER_URL=addresses.owner_url,
        SECRET_KEY=secrets.token_hex(),
        DJANGO_SETTINGS_MODULE="config.settings",
        LOG_LEVEL="ERROR",
    )
    try:
        run("upgrade")
        path = FOLDER / "PS_LibreAcces_Personne_activite_bench.txt"
        _report(path, lines=lines, spoiled=_written(path, lines=lines, broken=broken), label="first import")
        if twice:
            _report(path, lines=lines, spoiled=None, label="same file again")
    finally:
        embedded_pg.stop(FOLDER / "pg", remove=True)
        shutil.rmtree(FOLDER, ignore_errors=True)


def _written(path: Path, *, lines: int, broken: float) -> int:
    from simulators.population import bulk

    started = time.monotonic()
    spoiled = bulk.write(path, lines=lines, broken=broken)
    size = path.stat().st_size / 1e6
    print(
        f"\n{lines:,} lines, {spoiled:,} of them broken ({size:.0f} MB, written in {time.monotonic() - started:.0f} s)"
    )
    return spoiled


def _report(path: Path, *, lines: int, spoiled: int | None, label: str) -> None:
    started = time.monotonic()
    said, memory_mb = run("import_rpps", str(path), "--no-progress", "--no-geocoding")
    seconds = time.monotonic() - started
    verdict = "under" if memory_mb < MEMORY_LIMIT_MB else "OVER"
    memory = f"{memory_mb:.0f} MB at most ({verdict} {MEMORY_LIMIT_MB} MB)"
    print(f"{label}: {seconds:.0f} s, {lines / seconds:,.0f} lines/s, {memory}")
    print("  " + said.strip().replace("\n", "\n  "))
    number = said.split("n° ", 1)[1].split(" ", 1)[0]
    listed = run("import_rejects", number)[0].strip().splitlines()[1:]
    print(f"  {len(listed):,} refused lines listed" + (f", {spoiled:,} were broken" if spoiled is not None else ""))
    print("  " + "\n  ".join(listed[:3]))


if __name__ == "__main__":
    main()
