"""Slots of editors through the pages: links, what is agreed by phone, editors asked behind the page."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from sas.rooms.directory.models import Place
from sas.rooms.editors.models import EditorReading, EditorTaken
from sas.rooms.orientation.models import Orientation
from tests.factories import care, editor_slots
from tests.factories.browsers import browser
from tests.factories.offers import RENNES

pytestmark = pytest.mark.django_db
ASKED = {"text": "Médecin généraliste", "loc": "Rennes"}


@pytest.fixture
def regulator() -> Client:
    return browser(care.regulator(care.territory()))


@pytest.fixture
def clock() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def told(clock: datetime, *, end_to_end: bool) -> Place:
    """A doctor of Rennes whose editor tells a slot in three hours."""
    by = editor_slots.reached(editor_slots.editor("Agenda Santé"), end_to_end=end_to_end)
    place = editor_slots.doctor(by.endpoint.editor_id, now=clock)
    Place.objects.filter(id=place.id).update(lat=RENNES[0], lon=RENNES[1])
    editor_slots.told(
        editor_slots.site(place, editor_slots.free(clock + timedelta(hours=3)), phone="+33299000000"), by=by, now=clock
    )
    return place


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name like '%%ask_wanted_editors'")
        return int(cursor.fetchone()[0])


@pytest.mark.shows("F-161")
def test_a_slot_opens_the_booking_page_of_its_editor_in_another_window(regulator: Client, clock: datetime) -> None:
    place = told(clock, end_to_end=True)
    page = regulator.get("/sas/recherche", ASKED).content.decode()
    link = '<a class="sas-creneau" href="https://rdv.editeur.example/agenda?medecin=7&amp;origin=sas-preprod"'
    assert f'{link} target="_blank" rel="noopener noreferrer"' in " ".join(page.split())
    assert "Disponibilités de Agenda Santé lues à " in page
    assert regulator.get(f"/sas/orienter/editeur/{place.id}/1").status_code == 409


@pytest.mark.shows("F-148")
def test_what_is_agreed_by_phone_is_recorded_and_leaves_the_results(regulator: Client, clock: datetime) -> None:
    told(clock, end_to_end=False)
    results = regulator.get("/sas/recherche", ASKED)
    assert "par téléphone" in results.content.decode() and "02 99 00 00 00" in results.content.decode()
    path = results.context["result"].cards[0].days
    (line,) = [line for day in path for line in day.lines]
    page = regulator.get(line.path)
    assert page.status_code == 200 and "Rendez-vous à prendre par téléphone" in page.content.decode()
    assert regulator.post(line.path, {"cle": "no"}).status_code == 422
    made = regulator.post(line.path, {"cle": str(uuid4())})
    assert (made.status_code, made.headers["Location"]) == (303, "/sas/orientations")
    assert (Orientation.objects.count(), EditorTaken.objects.count()) == (1, 1)
    listed = regulator.get("/sas/orientations").content.decode()
    assert "Dr Claire MARTIN" in listed and "hors créneaux" not in listed
    again = regulator.post(line.path, {"cle": str(uuid4())})
    assert again.status_code == 409
    assert "est complète : sa dernière place vient" in again.content.decode()
    assert "1 résultat" not in regulator.get("/sas/recherche", ASKED).content.decode()


@pytest.mark.parametrize("path", ["/sas/orienter/editeur/1/1", f"/sas/orienter/editeur/1/{10**30}"])
def test_a_slot_of_no_editor_does_not_exist(path: str, regulator: Client) -> None:
    assert regulator.get(path).status_code == 404


@pytest.mark.shows("F-261")
def test_a_page_shows_what_is_known_and_has_the_editors_of_its_cards_asked_behind_it(
    regulator: Client, clock: datetime
) -> None:
    told(clock, end_to_end=True)
    known = EditorReading.objects.get()
    EditorReading.objects.update(due_at=clock + timedelta(hours=1), asked_at=clock - timedelta(minutes=5))
    assert regulator.get("/sas/recherche", ASKED).status_code == 200
    wanted = EditorReading.objects.get()
    assert (wanted.due_at <= datetime.now(UTC), wanted.answered_at, queued()) == (True, known.answered_at, 1)
    regulator.get("/sas/recherche", ASKED)
    assert queued() == 1
    assert EditorReading.objects.get().wanted_at == wanted.wanted_at


def test_the_table_beside_the_map_leads_there_too(regulator: Client, clock: datetime) -> None:
    told(clock, end_to_end=True)
    page = regulator.get("/sas/recherche", ASKED | {"vue": "tableau"}).content.decode()
    assert 'href="https://rdv.editeur.example/agenda?medecin=7&amp;origin=sas-preprod"' in page
    assert "Prendre rendez-vous" in page
