"""Deferred jobs: rows of the caller's own transaction, so a rollback leaves no job."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker

_BACKLOG = """
select case when job.status <> 'todo' then job.status::text
            when job.scheduled_at > now() then 'scheduled' else 'due' end as state,
       job.task_name, count(*), min(coalesce(job.scheduled_at, deferred.at))
from procrastinate_jobs job
left join procrastinate_events deferred
       on deferred.job_id = job.id and deferred.type = 'deferred' and job.status = 'todo' and job.scheduled_at is null
group by 1, 2
"""
_STATES = ("due", "scheduled", "doing", "failed")


@dataclass(frozen=True, slots=True)
class Backlog:
    """Jobs by state, those that failed for good by task, and since when the oldest one that is due is."""

    counts: dict[str, int]
    failed: dict[str, int]
    oldest_due: datetime | None


def defer(task: str, **ids: int | str) -> None:
    """Queue a task of sas.worker.tasks by its name. Arguments hold ids only, never personal data."""
    app.configure_task(f"sas.worker.tasks.{task}").defer(**ids)


def last_beat() -> datetime | None:
    """When a worker last said that it lives; None when none runs."""
    beat: datetime | None = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    return beat


def backlog() -> Backlog:
    """What workers have before them; a job that succeeded is not kept."""
    counts, failed, due = Counter[str](dict.fromkeys(_STATES, 0)), Counter[str](), list[datetime]()
    with connection.cursor() as cursor:
        cursor.execute(_BACKLOG)
        for state, task, count, oldest in cursor.fetchall():
            if state not in _STATES:
                continue
            counts[state] += count
            if state == "failed":
                failed[task.rpartition(".")[2]] += count
            if state == "due" and oldest:
                due.append(oldest)
    return Backlog(dict(counts), dict(failed), min(due, default=None))
