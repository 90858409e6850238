"""The days of dashboards from the command line, and from the worker each night."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app

from sas.rooms.piloting.models import CountedDay, OrientationFact
from tests.factories import care
from tests.factories.mail import run_worker
from tests.factories.quarters import Sent, send

PARIS = ZoneInfo("Europe/Paris")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-266")]


def said(*arguments: str) -> str:
    output = StringIO()
    call_command("piloting", *arguments, stdout=output)
    return output.getvalue()


def two_days_ago() -> date:
    """With an orientation, by the real clock, in Paris."""
    then = datetime.now(PARIS) - timedelta(days=2)
    send([Sent(care.doctor_place(), then.replace(tzinfo=None), "fulfilled")], author=care.regulator(care.territory()))
    return then.date()


def test_days_are_counted_then_counted_again_on_request_and_each_night_by_the_worker() -> None:
    day = two_days_ago()
    app.configure_task("sas.worker.tasks.count_days").defer(timestamp=0)
    run_worker()
    assert OrientationFact.objects.get(day=day, area="c").states == [0, 0, 0, 1, 0]
    assert CountedDay.objects.filter(looks=1).count() == 2
    assert said("--keep-up") == "Jours comptés : 0. Chiffres écrits : 0. Jours restants : 0.\n"
    assert said("--recompute", f"{day}", f"{day}").startswith("Jours comptés : 1. Chiffres écrits : 0.")
    with pytest.raises(CommandError, match="une fois fini"):
        said("--recompute", f"{day}", f"{day + timedelta(days=9)}")
    with pytest.raises(CommandError, match="précède"):
        said("--recompute", f"{day}", f"{day - timedelta(days=1)}")
    with pytest.raises(CommandError, match="un jour s'écrit 2026-10-01"):
        said("--recompute", "hier", "hier")
