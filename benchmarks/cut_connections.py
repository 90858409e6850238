"""Connections of the web server to the database cut at random, in the middle of what they do."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

_ONE = """
select pid, state <> 'idle' from pg_stat_activity
where usename = current_user and pid <> pg_backend_pid() order by random() limit 1
"""
SHORTEST, LONGEST = 0.02, 0.5
"""Seconds between two cuts."""


@dataclass
class Cuts:
    """How many connections were cut so far, and how many of them while they did something."""

    made: int = 0
    busy: int = 0


@contextmanager
def cutting(app_url: str, *, seed: int) -> Iterator[Cuts]:
    """Cut one connection of the application's role after another, whichever, until the end of the block."""
    cuts, over, chance = Cuts(), threading.Event(), random.Random(seed)

    def run() -> None:
        with psycopg.connect(app_url, autocommit=True) as own:
            while not over.wait(chance.uniform(SHORTEST, LONGEST)):
                for pid, busy in own.execute(_ONE).fetchall():
                    (cut,) = own.execute("select pg_terminate_backend(%s)", [pid]).fetchone() or (False,)
                    cuts.made += cut
                    cuts.busy += cut and bool(busy)

    thread = threading.Thread(target=run, name="cutting connections")
    thread.start()
    try:
        yield cuts
    finally:
        over.set()
        thread.join()
