"""Places taken and given back at a steady rate, as regulators do, while something else is measured.

As a process of its own, `python -m benchmarks.changes 100` takes or gives back 100 places a second until it is ended.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

RATE = 100
DRAWN = 2000


@contextmanager
def under_way(rate: int = RATE) -> Iterator[None]:
    """Changes go on meanwhile, on the database of the environment."""
    command = [sys.executable, "-m", "benchmarks.changes", str(rate)]
    child = subprocess.Popen(command, env=dict(os.environ), cwd=Path(__file__).parent.parent)
    try:
        yield
    finally:
        child.terminate()
        child.wait(20)


def main() -> None:
    """Until the process is ended; what is taken then stays taken."""
    import django

    django.setup()
    free, rate = _free_places(), int(sys.argv[1])
    taken: list[tuple[int, date]] = []
    due = time.perf_counter()
    while True:
        due += 1 / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        if len(taken) > DRAWN // 2:
            _give_back(taken.pop(0))
        elif _take(chosen := random.choice(free)):
            taken.append(chosen)


def _free_places() -> list[tuple[int, date]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select slot_id, day from offer_offeropening tablesample system (1)"
            " where start > now() + interval '1 hour' and start < now() + interval '60 hours' limit %s",
            [DRAWN],
        )
        return list(cursor.fetchall())


def _take(chosen: tuple[int, date]) -> bool:
    from django.db import transaction

    from sas.actor import Actor
    from sas.rooms.availability import operations
    from sas.rooms.availability.enums import TakeRefusal

    with transaction.atomic():
        made = operations.take_place(actor=Actor.SYSTEM, slot_id=chosen[0], day=chosen[1], now=datetime.now(UTC))
    return not isinstance(made, TakeRefusal)


def _give_back(chosen: tuple[int, date]) -> None:
    from django.db import transaction

    from sas.actor import Actor
    from sas.rooms.availability import operations

    with transaction.atomic():
        operations.free_place(actor=Actor.SYSTEM, slot_id=chosen[0], day=chosen[1], now=datetime.now(UTC))


if __name__ == "__main__":
    main()
