"""`python -m tests.deploy.writing COUNT`: regulators who orient one after the other; each line, one acknowledged.

A line is the number of the orientation and the instant of its acknowledgement, in seconds; 0: until it is killed, or
the database goes. Then the journal is sealed.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import django

PATIENTS = 50
PAUSE = 0.1
"""Seconds between two: ten times what the issue of load asks of the whole country is not needed here."""


def main(wanted: int) -> None:
    """Raises whatever the database raises when it goes."""
    from sas.actor import Actor
    from sas.rooms.journal import operations as journal
    from sas.rooms.orientation import operations
    from tests.factories import care

    told = 0
    while not wanted or told < wanted:
        now = datetime.now(UTC)
        place, day = care.doctor_place(), now.date() + timedelta(days=1)
        slot = care.published(place=place, owner=care.keeper(place), day=day, patients=PATIENTS, now=now)
        regulator = care.regulator(care.territory())
        for _ in range(PATIENTS):
            asked = {"slot_id": slot, "day": day, "modality": None, "now": datetime.now(UTC)}
            made = operations.orient(actor=regulator, key=uuid4(), **asked)
            told += 1
            sys.stdout.write(f"{made.orientation_id} {time.time()}\n")
            sys.stdout.flush()
            time.sleep(PAUSE)
            if told == wanted:
                break
    journal.seal(actor=Actor.SYSTEM, now=datetime.now(UTC))


if __name__ == "__main__":
    django.setup()
    from tests.factories import care

    # Another process has written before: what it called its own is taken.
    care._number = count(int(time.time() * 1000) % 10**10)
    main(int(sys.argv[1]))
