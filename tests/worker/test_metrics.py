"""What `sas metrics` tells: counts of processes that live and that ended, and what stands in the database."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.correlation import marks
from sas.rooms.journal import operations as journal
from sas.rooms.outbox.models import OutgoingMail
from sas.worker import exporting
from sas.worker.exporting import registry
from tests.factories.mail import run_worker

COUNT = """
from prometheus_client import Counter, Gauge, Histogram
Counter("sas_tried", "Tried.", ["way"]).labels(way="slot").inc(3)
Histogram("sas_took_seconds", "Took.", buckets=[1]).observe(0.5)
Gauge("sas_open", "Open.", multiprocess_mode="livesum").set(4)
"""


def counting(folder: Path) -> None:
    """A process that counts and ends."""
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)}
    subprocess.run([sys.executable, "-c", COUNT], env=environment, check=True, timeout=60)


def told(made: CollectorRegistry) -> Mapping[str, float]:
    lines = (line for line in generate_latest(made).decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.django_db(transaction=True)
def test_what_processes_counted_outlives_them_in_one_file_and_what_they_were_at_does_not(tmp_path: Path) -> None:
    counting(tmp_path)
    counting(tmp_path)
    (tmp_path / "gauge_livesum_1.db").write_bytes((next(tmp_path.glob("gauge_livesum_*.db"))).read_bytes())
    for _ in range(2):
        seen = told(registry(str(tmp_path)))
        assert (seen['sas_tried_total{way="slot"}'], seen["sas_took_seconds_count"]) == (6, 2)
        assert seen['sas_took_seconds_bucket{le="1.0"}'] == 2
        assert seen["sas_open"] == 4  # of the process that lives
    assert {file.name for file in tmp_path.iterdir()} == {"counter_0.db", "histogram_0.db", "gauge_livesum_1.db"}
    counting(tmp_path)
    assert told(registry(str(tmp_path)))['sas_tried_total{way="slot"}'] == 9


@pytest.mark.django_db(transaction=True)
def test_what_waits_in_the_database_is_told_with_its_age(now: datetime) -> None:
    queue.defer("send_mail", mail_id=0)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = at - interval '90 seconds'")
    posted = {"kind": "reset", "to": "quelqu.un@sas.example", "subject": "s", "text": "t", "html": "h"}
    OutgoingMail.objects.create(**posted, created_at=datetime.now(now.tzinfo) - timedelta(minutes=20))
    OutgoingMail.objects.create(**posted, created_at=datetime.now(now.tzinfo), state="failed")
    with transaction.atomic():
        journal.record(actor=Actor.SYSTEM, verb="seal", subject="journal", now=datetime.now(now.tzinfo))
    journal.seal(actor=Actor.SYSTEM, now=datetime.now(now.tzinfo))
    seen = told(registry(""))
    assert (seen["sas_database_up"], seen['sas_jobs{state="due"}']) == (1, 1)
    assert 90 <= seen["sas_jobs_oldest_due_seconds"] < 600
    assert (seen['sas_mails{state="queued"}'], seen['sas_mails{state="failed"}']) == (1, 1)
    assert 1200 <= seen["sas_mails_oldest_waiting_seconds"] < 1800
    assert abs(seen["sas_clock_offset_seconds"]) < 2 and seen["sas_journal_seal_age_seconds"] < 60
    assert seen["sas_journal_unsealed_seconds"] == seen["sas_hub_oldest_waiting_seconds"] == 0
    assert seen['sas_editors{state="asked"}'] == 0
    assert "sas.example" not in str(list(seen))


@pytest.mark.django_db(transaction=True)
def test_without_the_database_that_alone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError

    monkeypatch.setattr(exporting, "_told", away)
    assert told(registry("")) == {"sas_database_up": 0}


@pytest.mark.django_db(transaction=True)
def test_each_job_is_counted_by_task_and_outcome_and_its_lines_bear_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def jobs(task: str, outcome: str) -> float:
        return REGISTRY.get_sample_value("sas_job_seconds_count", {"task": task, "outcome": outcome}) or 0.0

    seen = list[Mapping[str, object]]()

    def keep(**asked: object) -> None:
        seen.append(dict(marks()))
        raise RuntimeError

    monkeypatch.setattr("sas.rooms.outbox.operations.deliver", keep)
    failed, done = jobs("send_mail", "failed"), jobs("send_to_lrms", "done")
    queue.defer("send_mail", mail_id=0)
    queue.defer("send_to_lrms")
    run_worker()
    job = ProcrastinateJob.objects.get(task_name="sas.worker.tasks.send_mail")
    assert job.status == "failed" and seen == [{"job": job.id, "task": "send_mail"}] and marks() == {}
    assert (jobs("send_mail", "failed") - failed, jobs("send_to_lrms", "done") - done) == (1, 1)
    assert told(registry(""))['sas_jobs_failed{task="send_mail"}'] == 1
