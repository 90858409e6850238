"""What `sas metrics` tells Prometheus: the counts of this host's processes, what stands in the database (ADR 53)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from django.db import DatabaseError, InterfaceError, connection, transaction
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.rooms.editors import queries as editors
from sas.rooms.exchanges import queries as exchanges
from sas.rooms.journal import queries as journal
from sas.rooms.outbox import queries as outbox
from sas.worker.folder import tidy

_BOUNDED = "set local statement_timeout = '5s'"


class OfHost(Collector):
    """The counts of all processes of this host, those that ended included."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._alone = folder, Lock()
        self._files = MultiProcessCollector(None, path=str(folder))

    def collect(self) -> Iterator[Metric]:
        """Two questions at once would tidy the same files."""
        with self._alone:
            tidy(self._folder)
            yield from self._files.collect()


class OfDatabase(Collector):
    """What waits, what failed and how old it is; the same from whichever host it is asked."""

    def collect(self) -> Iterator[Metric]:
        """Without an answer of the database, that alone is told."""
        try:
            with transaction.atomic():
                told = list(_told())
        except (DatabaseError, InterfaceError):
            told = []
        finally:
            connection.close()
        yield _one("sas_database_up", "1 when the database answers this host.", 1 if told else 0)
        yield from told


def registry(folder: str) -> CollectorRegistry:
    """Both; the counts of this host only where its processes keep them."""
    made = CollectorRegistry()
    if folder:
        made.register(OfHost(Path(folder)))
    made.register(OfDatabase())
    return made


def _told() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(_BOUNDED)
        asked = datetime.now(UTC)
        cursor.execute("select clock_timestamp()")
        (there,) = cursor.fetchone() or (asked,)
    now = datetime.now(UTC)
    apart = (asked + (now - asked) / 2 - there).total_seconds()
    yield _one("sas_clock_offset_seconds", "How far the clock of this host is ahead of the database's.", apart)
    yield from _jobs(now)
    yield from _mails(now)
    yield from _hub(now)
    yield from _editors()
    yield from _seals(now)


def _jobs(now: datetime) -> Iterator[Metric]:
    told = queue.backlog()
    yield _by("sas_jobs", "Jobs that are due, scheduled, under way, or failed for good.", "state", told.counts)
    age = _age(told.oldest_due, now) if told.oldest_due else 0.0
    yield _one("sas_jobs_oldest_due_seconds", "How long the oldest job that is due has been.", age)
    yield _by("sas_jobs_failed", "Jobs that failed for good and were not removed yet.", "task", told.failed)
    beat = queue.last_beat()
    if beat:
        yield _one("sas_worker_beat_age_seconds", "Since a worker last said that it lives.", _age(beat, now))


def _mails(now: datetime) -> Iterator[Metric]:
    told = outbox.backlog(actor=Actor.SYSTEM, now=now)
    yield _by("sas_mails", "Mails of the last two days, by state.", "state", told.counts)
    age = _age(told.since, now) if told.since else 0.0
    yield _one("sas_mails_oldest_waiting_seconds", "How long the oldest mail that waits has.", age)


def _hub(now: datetime) -> Iterator[Metric]:
    told = exchanges.backlog(actor=Actor.SYSTEM, now=now)
    yield _by(
        "sas_hub_messages",
        "Messages to the Hub Santé that wait, and others of the last day, by state.",
        "state",
        told.counts,
    )
    age = _age(told.since, now) if told.since else 0.0
    yield _one("sas_hub_oldest_waiting_seconds", "How long the oldest message that waits has.", age)


def _editors() -> Iterator[Metric]:
    told = editors.answering(actor=Actor.SYSTEM)
    counts = {"asked": told.asked, "silent": told.silent}
    yield _by("sas_editors", "Editors asked for slots from here; of these, those left alone.", "state", counts)


def _seals(now: datetime) -> Iterator[Metric]:
    told = journal.sealing(actor=Actor.SYSTEM)
    if told.sealed_at:
        yield _one("sas_journal_seal_age_seconds", "Age of the last seal of the journal.", _age(told.sealed_at, now))
    age = _age(told.waiting_since, now) if told.waiting_since else 0.0
    yield _one("sas_journal_unsealed_seconds", "How long the oldest trace without a seal has waited for one.", age)


def _age(moment: datetime, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds())


def _one(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _by(name: str, told: str, label: str, counts: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=[label])
    for word, count in sorted(counts.items()):
        family.add_metric([word], count)
    return family
