"""Deferred jobs: rows of the caller's own transaction, so a rollback leaves no job."""

from procrastinate.contrib.django import app


def defer(task: str, **ids: int | str) -> None:
    """Queue a task of sas.worker.tasks by its name. Arguments hold ids only, never personal data."""
    app.configure_task(f"sas.worker.tasks.{task}").defer(**ids)
