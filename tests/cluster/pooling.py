"""What PgBouncer costs and saves before these web nodes."""

import statistics
import time
from typing import Any

import psycopg

from tests.cluster.database import Database

_CLIENTS = "select count(*) from pg_stat_activity where usename = 'sas_app' and backend_type = 'client backend'"
TURNS = 300


def figures(database: Database) -> dict[str, Any]:
    """Milliseconds of the smallest statement, straight and through, and how many sessions the primary holds."""
    ways = {"direct": database.url(), "through": database.pooled_url}
    told: dict[str, Any] = {f"{way}_ms": _median(url) for way, url in ways.items()}
    ((told["sessions_of_the_primary"],),) = database.ask(_CLIENTS)
    return told


def read_by_standby(database: Database) -> int:
    """Transactions of the platform that the standby has answered since it was made."""
    url = database.url(attributes="standby")
    ((count,),) = database.ask("select xact_commit from pg_stat_database where datname = 'sas'", url=url)
    return int(count)


def _median(url: str) -> float:
    times = []
    with psycopg.connect(url, autocommit=True) as own:
        for _ in range(TURNS):
            started = time.perf_counter()
            own.execute("select 1")
            times.append(time.perf_counter() - started)
    return round(statistics.median(times) * 1000, 3)
