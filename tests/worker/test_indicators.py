"""The figures of Avenant 9 from the command line, and from the worker each night."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app

from sas.rooms.indicators.models import ClosedMonth, QuarterLine
from tests.factories import care
from tests.factories.mail import run_worker
from tests.factories.quarters import Sent, send

pytestmark = pytest.mark.django_db(transaction=True)


def said(*arguments: str) -> str:
    output = StringIO()
    call_command("indicators", *arguments, stdout=output)
    return output.getvalue()


def a_quarter_ago() -> date:
    """A month that is closed by the real clock."""
    then = datetime.now(UTC) - timedelta(days=70)
    send([Sent(care.doctor_place(), then.replace(tzinfo=None), "fulfilled")], author=care.regulator(care.territory()))
    return then.date().replace(day=1)


def test_months_are_closed_then_computed_again_on_request() -> None:
    month = a_quarter_ago()
    with pytest.raises(CommandError, match="pas clos"):
        said("--recompute", f"{month:%Y-%m}")
    assert "Chiffres écrits : 0" not in said("--keep-up")
    assert ClosedMonth.objects.filter(month=month).exists()
    assert said("--keep-up").startswith("Mois clos : 0. Chiffres écrits : 0.")
    assert said("--recompute", f"{month:%Y-%m}").startswith("Mois clos : 0. Chiffres écrits : 0. Lignes : 1.")
    with pytest.raises(CommandError, match="un mois s'écrit 2026-10"):
        said("--recompute", "octobre")


def test_the_worker_does_it_each_night() -> None:
    month = a_quarter_ago()
    app.configure_task("sas.worker.tasks.keep_up_indicators").defer(timestamp=0)
    run_worker()
    assert ClosedMonth.objects.filter(month=month).exists()
    assert QuarterLine.objects.filter(counted=1).count() == 1
