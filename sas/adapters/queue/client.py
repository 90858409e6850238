"""Deferred jobs: rows of the caller's own transaction, so a rollback leaves no job."""

from datetime import datetime

from django.db.models import Max
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker


def defer(task: str, **ids: int | str) -> None:
    """Queue a task of sas.worker.tasks by its name. Arguments hold ids only, never personal data."""
    app.configure_task(f"sas.worker.tasks.{task}").defer(**ids)


def last_beat() -> datetime | None:
    """When a worker last said that it lives; None when none runs."""
    beat: datetime | None = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    return beat
