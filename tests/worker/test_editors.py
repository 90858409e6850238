"""From a simulated editor to a card: the worker asks it over HTTP, and the search shows what it told."""

from datetime import UTC, datetime, time
from html import unescape

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.rooms.directory.models import Place
from sas.rooms.editors.models import EditorReading
from sas.worker import tasks
from simulators.editor import editor as played
from simulators.editor.bookings import Bookings
from simulators.editor.world import Point, Professional, World
from tests.factories import care, editor_accounts, editor_slots, editors
from tests.factories.browsers import browser
from tests.factories.mail import run_worker
from tests.factories.offers import RENNES

ASKED = {"text": "Médecin généraliste", "loc": "Rennes"}


def world_of(place: Place) -> World:
    """Its doctor, free every twenty minutes day and night at the address of the directory."""
    where = Point("cabinet", "Cabinet", place.address, place.postal_code, "Rennes", per_day=72, first=time(0))
    return World((Professional(editor_slots.number_of(place), "MARTIN", "Claire", (where,)),))


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("F-148", "F-161", "F-261")
def test_what_an_editor_tells_the_worker_is_found_by_the_next_search_with_its_links() -> None:
    now = datetime.now(UTC)
    place = editor_slots.doctor(now=now)
    Place.objects.filter(id=place.id).update(lat=RENNES[0], lon=RENNES[1])
    one = played.Editor(world_of(place), clock=lambda: datetime.now(UTC), bookings=Bookings(""), faults={})
    regulator = browser(care.regulator(care.territory()))
    with editors.serving(one) as server:
        about = {"end_to_end": True, "booking_origin": "sas-preprod", "hosts": (server.url.partition("//")[2],)}
        editor_id = editor_accounts.editor("Agenda Santé", base_url=f"{server.url}/fhir", **about)
        editor_slots.named(place, editor_id, now=now)
        tasks.plan_editors(timestamp=0)
        assert server.url not in regulator.get("/sas/recherche", ASKED).content.decode()
        tasks.ask_wanted_editors.defer()
        run_worker()
        assert not ProcrastinateJob.objects.exists()
        page = unescape(regulator.get("/sas/recherche", ASKED).content.decode())
    reading = EditorReading.objects.get()
    assert (reading.editor_id, reading.failure, reading.interfaced_at is not None) == (editor_id, "", True)
    assert f'href="{server.url}/' in page and "origin=sas-preprod" in page
    assert "Disponibilités de Agenda Santé lues à " in page
