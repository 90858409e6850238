"""An editor that reports something is asked again at once, and what it was saying meanwhile is not the last word."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from sas.rooms.directory.models import Structure
from sas.rooms.editors import operations
from sas.rooms.editors.models import EditorReading
from sas.rooms.editors.operations import Refreshed
from sas.rooms.editors.rules import WANTED_EVERY
from tests.factories import editor_slots
from tests.rooms.editors.test_refreshing import MINUTE, PLATFORM, plan, turn

pytestmark = pytest.mark.django_db


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name like '%%ask_wanted_editors'")
        return int(cursor.fetchone()[0])


@pytest.mark.shows("F-188", "F-261")
def test_an_editor_that_reports_something_is_asked_again_at_once_about_those_it_concerns(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place, other = (editor_slots.doctor(reached.endpoint.editor_id, now=now) for _ in range(2))
    plan(reached, now=now)
    turn(editor_slots.Asker(), reached, now=now)
    told, later = {"actor": PLATFORM, "editor_id": reached.endpoint.editor_id}, now + timedelta(seconds=5)
    assert operations.ask_again(**told, identifiers=[editor_slots.number_of(place)], now=later) == 1
    asker = editor_slots.Asker()
    assert (turn(asker, reached, now=later), jobs()) == (Refreshed(1, 0), 1)
    assert [asked.identifiers for _, asked in asker.asked] == [(editor_slots.number_of(place),)]
    failing = EditorReading.objects.get(identifier=editor_slots.number_of(other))
    EditorReading.objects.filter(id=failing.id).update(failures=2)
    again = operations.ask_again(**told, identifiers=[failing.identifier], now=later)
    assert (again, jobs(), EditorReading.objects.get(id=failing.id).due_at) == (0, 1, failing.due_at)
    assert operations.ask_again(**told, identifiers=[], now=later) == 0


@pytest.mark.shows("F-188")
def test_what_names_no_doctor_has_the_associations_asked_again_that_pages_show(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    for siret in ("12345678900011", "12345678900022"):
        key = {"name": siret, "name_key": siret, "siret": siret, "source_key": siret}
        Structure.objects.create(kind="sos", source="finess", **key)
    plan(reached, now=now)
    turn(editor_slots.Asker(), reached, now=now)
    EditorReading.objects.filter(identifier="312345678900022").update(wanted_at=now)
    later = now + MINUTE
    assert operations.ask_again(actor=PLATFORM, editor_id=reached.endpoint.editor_id, identifiers=(), now=later) == 1
    assert EditorReading.objects.get(due_at=later).identifier == "312345678900022"


def test_what_is_wanted_while_an_answer_is_on_its_way_is_asked_again(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place, reported = editor_slots.doctor(reached.endpoint.editor_id, now=now), now + timedelta(seconds=1)
    plan(reached, now=now)
    asker = editor_slots.Asker()

    def meanwhile(requests: Any) -> Any:
        told = {"identifiers": [editor_slots.number_of(place)], "now": reported}
        with transaction.atomic():
            operations.ask_again(actor=PLATFORM, editor_id=reached.endpoint.editor_id, **told)
        return asker(requests)

    operations.refresh(actor=PLATFORM, reached=[reached], ask=meanwhile, now=now)
    assert EditorReading.objects.get().due_at <= reported
    assert turn(asker, reached, now=reported + timedelta(seconds=1)) == Refreshed(1, 0)
    assert EditorReading.objects.get().due_at == reported + timedelta(seconds=1) + WANTED_EVERY
