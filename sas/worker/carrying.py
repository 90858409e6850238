"""Around each job that a worker carries out: its number in the log, its time in the counts."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from procrastinate import JobContext

from sas import metrics, traces
from sas.correlation import correlated


async def counted(call_next: Callable[[], Awaitable[Any]], context: JobContext, *_: Any) -> Any:
    """Carry it out; a failure is counted and passes on to whoever decides whether it is tried again."""
    task = context.job.task_name.rpartition(".")[2]
    began, outcome = time.perf_counter(), "failed"
    about = {"job": context.job.id or 0, "task": task}
    with correlated(**about), traces.span(f"job {task}", **about):
        try:
            result = await call_next()
            outcome = "done"
        finally:
            metrics.JOBS.labels(task=task, outcome=outcome).observe(time.perf_counter() - began)
    return result
