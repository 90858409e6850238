"""How fast a file of orientations is written, and what memory it takes; run by `make bench-extracts`.

Prints, for each form, a tenth of the orientations then all: seconds, lines a second, size of the file, memory of
the process before and its peak. Each file is prepared as the worker does, by a process of its own, so that its peak is
nobody else's. The database is its own: two thousand doctors of one département, orientations over a year.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from benchmarks import __main__ as bench
from benchmarks import indicators

DOCTORS = 2000
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
"""The first day has a tenth of all orientations."""

_FILL = """
insert into orientation_orientation (kind, state, place_id, day, start, "end", time_zone, modalities, taken, author_id,
                                     author_territories, created_at)
select 2, (array['oriented', 'fulfilled', 'noshow', 'cancelled'])[1 + n %% 4], p.id, d.day,
       d.day + interval '10 hours', d.day + interval '10 hours', 'Europe/Paris', 1 + n %% 7, 1, %(author)s,
       array[%(territory)s]::bigint[], d.day + interval '9 hours'
from generate_series(1, %(rows)s) n
cross join lateral (select case when n %% 10 = 0 then %(first)s::date else %(first)s::date + 1 + n %% 364 end) d (day)
join (select id, row_number() over (order by id) - 1 as at from directory_place) p on p.at = n %% %(doctors)s
"""


def main() -> None:
    """Command line: --rows orientations in all; --one is for the processes that this one starts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--one", nargs=2, metavar=("FORM", "LAST_DAY"))
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(_prepare(asked.one[0], date.fromisoformat(asked.one[1]))))
        return
    bench.prepare(port=8196, database=f"pg-extracts-{asked.rows}")
    _populate(asked.rows)
    print(f"{'form':8} {'lines':>10} {'seconds':>9} {'lines/s':>9} {'MB':>7} {'memory MB':>10} {'peak MB':>9}")
    for form in ("csv", "xlsx", "parquet"):
        for last in (FIRST, LAST):
            print(_line(form, _alone(form, last, rows=asked.rows)))


def _line(form: str, told: dict[str, float]) -> str:
    rate = told["rows"] / told["seconds"]
    sizes = f"{told['size'] / 1e6:7.1f} {told['before'] / 1024:10.1f} {told['peak'] / 1024:9.1f}"
    return f"{form:8} {told['rows']:10,} {told['seconds']:9.1f} {rate:9,.0f} {sizes}"


def _alone(form: str, last: date, *, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.extracts", "--rows", str(rows), "--one", form, str(last)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _prepare(form: str, last: date) -> dict[str, float]:
    """As the worker does, on the database that the first process names in the environment; memory in kilobytes."""
    import django

    django.setup()
    from sas.actor import Actor
    from sas.adapters.storage import client as storage
    from sas.rooms.extracts import operations
    from sas.rooms.extracts.enums import Dataset, ExtractState, Scope
    from sas.rooms.extracts.models import Extract

    now, about = datetime.now(UTC), {"dataset": Dataset.ORIENTATIONS, "scope": Scope.NATIONAL}
    Extract.objects.filter(author=None).delete()
    made = Extract.objects.create(file_format=form, first_day=FIRST, last_day=last, asked_at=now, **about)
    before, started = _peak(), time.perf_counter()
    operations.prepare(actor=Actor.SYSTEM, extract_id=made.id, now=now)
    seconds = time.perf_counter() - started
    made.refresh_from_db()
    if made.state != ExtractState.READY:
        raise SystemExit(f"not prepared: {made.problem}")
    storage.remove(made.file_name)
    return {"rows": made.rows_done, "seconds": seconds, "size": made.size, "before": before, "peak": _peak()}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _populate(rows: int) -> None:
    """Fill an empty database."""
    from django.db import connection, transaction

    from sas.rooms.accounts.models import User
    from sas.rooms.directory.models import Territory
    from sas.rooms.orientation.models import Orientation

    if Orientation.objects.exists():
        return
    with transaction.atomic():
        territory = Territory.objects.create(name="Banc")
        territory.departements.set(["35"])
        indicators.make_doctors(DOCTORS, now=datetime.now(UTC))
        known = {"email": "banc-regulateur@sas.example", "roles": ["regulateur_osnp"], "password": os.urandom(12).hex()}
        author = User.objects.create(created_at=datetime.now(UTC), **known)
        filled: dict[str, Any] = {"rows": rows, "first": FIRST, "doctors": DOCTORS}
        with connection.cursor() as cursor:
            cursor.execute(_FILL, filled | {"author": author.id, "territory": territory.id})
    with connection.cursor() as cursor:
        cursor.execute("analyze orientation_orientation; analyze directory_place")


if __name__ == "__main__":
    main()
