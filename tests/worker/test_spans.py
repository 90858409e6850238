"""Spans of jobs, run by the real worker, and of the machines they speak to: numbers alone, below the job (ADR 58)."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.rooms.outbox import operations as outbox
from sas.rooms.outbox.rules import Letter, Link
from simulators.editor import editor as played
from simulators.editor.bookings import Bookings
from tests.factories import editor_slots, editors
from tests.factories.collector import Span, Traced, assert_tells_no_more, collector, traced
from tests.factories.mail import Inbox, inbox, run_worker
from tests.worker.test_editors import planned, world_of

__all__ = ["collector", "inbox", "traced"]
pytestmark = pytest.mark.django_db(transaction=True)
TO, SUBJECT, LINK = "monique.duprat@private.example", "Mot de passe oublié", f"https://sas.example/lien/{uuid4()}"
WRITTEN = ("monique", "private.example", "Mot de passe", "/lien/", LINK.rpartition("/")[2])
OF_JOBS = {"job", "task"}


def posted() -> int:
    """A mail with a link that opens an account, in the box."""
    now, letter = datetime.now(UTC), Letter(SUBJECT, [Link("Votre lien", LINK)])
    with transaction.atomic():
        number = outbox.post(actor=Actor.SYSTEM, kind="reset", to=TO, letter=letter, now=now)
    assert number
    return number


def carried_out(traced: Traced, task: str, within: str) -> tuple[Span, list[Span]]:
    """The span of the job, and those of this name; all below it, in its trace."""
    run_worker()
    told = traced.told()
    job, inside = told.one(f"job {task}"), told.named(within)
    assert not job.parent and (job.about["task"], job.about["job"] > 0) == (task, True)
    assert inside and {(one.parent, one.trace) for one in inside} == {(job.id, job.trace)}
    return job, inside


def test_a_mail_is_a_span_below_its_job_and_nothing_of_it_is_told(traced: Traced, inbox: Inbox) -> None:
    number = posted()
    job, (mail,) = carried_out(traced, "send_mail", "mail")
    (sent,) = inbox.mails
    assert sent["To"] == TO and LINK in sent.get_body(("plain",)).get_content()
    assert (mail.about, mail.failed, job.failed) == ({"mail": number}, False, False)
    assert_tells_no_more(traced.told(), *WRITTEN, keys=OF_JOBS | {"mail"})


@pytest.mark.parametrize(("away", "job_failed"), [(False, False), (True, True)], ids=["refused", "away"])
def test_a_mail_that_is_not_taken_is_a_span_that_failed(
    traced: Traced, inbox: Inbox, away: bool, job_failed: bool
) -> None:
    """Refused for good, it is kept as such and the job is done; a server that is away has the job tried again."""
    inbox.away, inbox.refuses = away, not away
    number = posted()
    job, (mail,) = carried_out(traced, "send_mail", "mail")
    assert (mail.about, mail.failed) == ({"mail": number, "error": "SMTPDataError"}, True)
    assert (job.failed, job.about.get("error")) == (job_failed, "Unavailable" if job_failed else None)
    assert_tells_no_more(traced.told(), *WRITTEN, "Not for us", "Try again", keys=OF_JOBS | {"mail"})


@pytest.mark.parametrize(("fault", "error"), [("", None), ("500-outcome", "Failed")], ids=["well", "broken"])
def test_an_editor_is_a_span_below_its_job_with_its_number_alone(traced: Traced, fault: str, error: str | None) -> None:
    now = datetime.now(UTC)
    place = editor_slots.doctor(now=now)
    number = editor_slots.number_of(place)
    faults = {number: fault} if fault else {}
    one = played.Editor(world_of(place), clock=lambda: datetime.now(UTC), bookings=Bookings(""), faults=faults)
    with editors.serving(one) as server:
        editor_id = planned(place, server.url, now)
        queue.defer("ask_wanted_editors")
        job, (asked,) = carried_out(traced, "ask_wanted_editors", "editor")
        assert number in one.requests[-1].target
        told_of = {"editor": editor_id} | ({"error": error} if error else {})
        assert (asked.about, asked.failed, job.failed) == (told_of, bool(error), False)
        secrets = (number, "MARTIN", place.address, "fhir", server.url.rpartition(":")[2], "exception")
        assert_tells_no_more(traced.told(), *secrets, keys=OF_JOBS | {"editor"})
