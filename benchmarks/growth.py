"""What one orientation and one plage add to the database and to its log: bytes of tables, indexes and WAL.

A database of its own, thrown away; the figures of docs/scale.md.

    python -m benchmarks.growth [--acts 400]
"""

import argparse
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

from benchmarks import commands
from config import embedded_pg

ROOT = Path(__file__).resolve().parent.parent
PLACES, HOURS = 10, 12
_STANDS = """
select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint, pg_database_size(current_database())
"""


def main() -> None:
    """Command line: --acts, how many of each are made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--acts", type=int, default=400)
    acts = parser.parse_args().acts
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="growth-")))
        addresses = embedded_pg.ensure(folder / "pg")
        stack.callback(embedded_pg.stop, folder / "pg", remove=True)
        commands.prepare(addresses, folder=folder)
        _measure(acts)


def _measure(acts: int) -> None:
    from django.db import connection

    from tests.factories import care

    now = datetime.now(UTC)
    territory, places = care.territory(), [care.doctor_place() for _ in range(PLACES)]
    owners, regulator = [care.keeper(place) for place in places], care.regulator(territory)
    days = [now.date() + timedelta(days=1 + number) for number in range(acts // (PLACES * HOURS) + 1)]
    made: list[tuple[int, date]] = []

    def publish(number: int) -> None:
        at, day = number % PLACES, days[number // PLACES // HOURS]
        hour = 8 + number // PLACES % HOURS
        about = {"day": day, "start": time(hour), "end": time(hour, 45), "patients": 3, "now": now}
        made.append((care.published(place=places[at], owner=owners[at], **about), day))  # type: ignore[arg-type]

    def orient(number: int) -> None:
        from sas.rooms.orientation import operations

        slot, day = made[number]
        operations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=day, modality=None, now=now)

    with connection.cursor() as cursor:
        for title, act in (("plage published", publish), ("orientation", orient)):
            _tell(title, act, acts, lambda: (cursor.execute(_STANDS), cursor.fetchone())[1])


def _tell(title: str, act: Callable[[int], None], acts: int, stands: Callable[[], tuple[int, int]]) -> None:
    log, size = stands()
    for number in range(acts):
        act(number)
    log_after, size_after = stands()
    print(
        f"{title:16} {(log_after - log) / acts / 1000:8.1f} kB of WAL {(size_after - size) / acts / 1000:8.1f} kB kept"
    )


if __name__ == "__main__":
    main()
