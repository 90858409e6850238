"""Jobs of extracts: the files that people ask for, those of each month, and what ends by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from sas.actor import Actor
from sas.rooms.extracts import operations as extracts


@app.task(name="sas.worker.tasks.prepare_extract")
def prepare_extract(*, extract_id: int) -> None:
    """Write the file that somebody asked for, or that is sent each month."""
    extracts.prepare(actor=Actor.SYSTEM, extract_id=extract_id, now=datetime.now(UTC))


@app.periodic(cron="50 4 * * *")
@app.task(name="sas.worker.tasks.plan_extracts", queueing_lock="plan_extracts")
def plan_extracts(*, timestamp: int) -> None:
    """Each day: the files of last month, where the settings ask for them and they are not prepared yet."""
    extracts.plan_sendings(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(name="sas.worker.tasks.send_extracts", queueing_lock="send_extracts", lock="send_extracts")
def send_extracts(*, timestamp: int) -> None:
    """Every five minutes: the monthly files that are ready, and those whose next try has come."""
    extracts.send_due(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="*/10 * * * *")
@app.task(name="sas.worker.tasks.tidy_extracts", queueing_lock="tidy_extracts")
def tidy_extracts(*, timestamp: int) -> None:
    """Every ten minutes: links that are over, files that nobody knows."""
    extracts.tidy_extracts(actor=Actor.SYSTEM, now=datetime.now(UTC))
