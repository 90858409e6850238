"""The counts of searches from the command line, and from the worker each night."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app

from sas.rooms.usage.models import CountedDay
from tests.factories.usage import Asked, tell

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-265")]


def said(*arguments: str) -> str:
    output = StringIO()
    call_command("usage", *arguments, stdout=output)
    return output.getvalue()


def test_days_are_counted_then_again_on_request() -> None:
    day = datetime.now(UTC) - timedelta(days=2)
    tell([Asked(seed=1, local=day.replace(hour=12, tzinfo=None))])
    assert said("--keep-up").startswith("Jours : 3. Lignes : 1.")
    assert said("--recount", f"{day:%Y-%m-%d}").startswith("Jours : 0. Lignes : 0.")
    tell([Asked(seed=2, local=day.replace(hour=12, tzinfo=None))])
    assert said("--recount", f"{day:%Y-%m-%d}").startswith("Jours : 1. Lignes : 1.")
    assert CountedDay.objects.get(day=day.date()).version == 2
    with pytest.raises(CommandError, match="pas terminé"):
        said("--recount", f"{datetime.now(UTC):%Y-%m-%d}")
    with pytest.raises(CommandError, match="un jour s'écrit 2026-10-01"):
        said("--recount", "lundi")


def test_the_worker_counts_at_night_and_sends_in_the_morning() -> None:
    crons = {one.task.name.rsplit(".", 1)[-1]: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert (crons["count_searches"], crons["send_digests"]) == ("15 1,4 * * *", "5 4-8 * * *")
    tasks = {name.rsplit(".", 1)[-1]: task for name, task in app.tasks.items()}
    tasks["count_searches"].func(timestamp=0)
    tasks["send_digests"].func(timestamp=0)
