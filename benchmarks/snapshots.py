"""How fast what editors tell is kept, for a country of places; run by `make bench-snapshots`.

Forty editors feed 100,000 places, twelve free slots each. Their answers are made here and not asked over HTTP
(`make bench-editors` measures that): what is timed is the worker's own turns, from due readings claimed to slots
stored, matched, projected into the search and announced. Prints the first reading of everybody; a round in which a
tenth of the people have another slot; one in which nothing changed; and how big the tables are after it.
"""

import argparse
from datetime import UTC, datetime

from benchmarks import __main__ as bench

PORT = 8197
ROUNDS = (("first reading of everybody", 0), ("a tenth have another slot", 10), ("nothing changed", 0))


def main() -> None:
    """Command line: --places fed by the editors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=100_000)
    asked = parser.parse_args()
    bench.prepare(port=PORT, database=f"pg-editors-{asked.places}")
    from benchmarks import national, told_by_editors

    now = datetime.now(UTC)
    national.PLACES = asked.places
    national.build_directory(now)
    reached = told_by_editors.declared(now)
    people = told_by_editors.People(now)
    print(f"\n== {len(people):,} people\n{'':34} {'seconds':>8} {'people/s':>9} {'slots/s':>9} {'ms/answer':>10}")
    for title, every in ROUNDS:
        people.change(every)
        asked_of, seconds, answers = told_by_editors.read_all(reached, people, now=now)
        rate = asked_of / seconds
        each = told_by_editors.SLOTS * rate
        print(f"{title:34} {seconds:8.1f} {rate:9.0f} {each:9.0f} {seconds * 1000 / answers:10.1f}")
    for table, size in told_by_editors.sizes():
        print(f"{table:34} {size}")


if __name__ == "__main__":
    main()
