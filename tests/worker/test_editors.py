"""From a page to a simulated editor and back: the worker asks it over HTTP, and the open page is told of its card."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from html import unescape
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.rooms.directory.models import Place
from sas.rooms.editors.models import EditorReading
from sas.rooms.offer.rules import CHANNEL
from sas.worker import tasks
from simulators.editor import editor as played
from simulators.editor.bookings import Bookings
from simulators.editor.world import Point, Professional, World
from tests.factories import care, editor_accounts, editor_slots, editors
from tests.factories.browsers import browser
from tests.factories.mail import run_worker
from tests.factories.offers import RENNES

ASKED = {"text": "Médecin généraliste", "loc": "Rennes", "graine": "7"}


def world_of(place: Place, *, per_day: int = 72) -> World:
    """Its doctor, free every twenty minutes day and night at the address of the directory."""
    where = Point("cabinet", "Cabinet", place.address, place.postal_code, "Rennes", per_day=per_day, first=time(0))
    return World((Professional(editor_slots.number_of(place), "MARTIN", "Claire", (where,)),))


@pytest.fixture
def hearing(transactional_db: None) -> Iterator[psycopg.Connection]:
    """As the stream hears: on a connection of its own."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as own:
        own.execute(f"listen {CHANNEL}".encode())
        yield own


def heard(hearing: psycopg.Connection) -> set[str]:
    return {word for told in hearing.notifies(timeout=0.2) for word in told.payload.split()}


def planned(place: Place, url: str, now: datetime) -> int:
    """Its doctor names the editor that answers there, which is to be asked about him."""
    about = {"end_to_end": True, "booking_origin": "sas-preprod", "hosts": (url.partition("//")[2],)}
    editor_id = editor_accounts.editor("Agenda Santé", base_url=f"{url}/fhir", **about)
    editor_slots.named(place, editor_id, now=now)
    tasks.plan_editors(timestamp=0)
    return editor_id


def card(regulator: Client, place: Place) -> str:
    """What the open page asks for once it heard."""
    asked = urlencode(ASKED | {"page": "1", "vus": place.id, "cpts": "", "cartes": place.id})
    return unescape(regulator.get(f"/sas/recherche/cartes?{asked}").content.decode())


@pytest.mark.shows("F-148", "F-161", "F-261")
def test_what_an_editor_tells_the_worker_comes_to_the_open_page_with_its_links_then_follows(
    hearing: psycopg.Connection,
) -> None:
    now = datetime.now(UTC)
    place = editor_slots.doctor(now=now)
    Place.objects.filter(id=place.id).update(lat=RENNES[0], lon=RENNES[1])
    one = played.Editor(world_of(place), clock=lambda: datetime.now(UTC), bookings=Bookings(""), faults={})
    regulator = browser(care.regulator(care.territory()))
    with editors.serving(one) as server:
        editor_id = planned(place, server.url, now)
        page = unescape(regulator.get("/sas/recherche", ASKED).content.decode())
        assert "Agenda Santé : disponibilités en cours de lecture" in page and one.requests == []
        heard(hearing)
        run_worker()
        assert not ProcrastinateJob.objects.exists()
        assert heard(hearing) == {str(place.id)}
        shown = card(regulator, place)
        assert f'href="{server.url}/' in shown and "origin=sas-preprod" in shown
        assert "Disponibilités de Agenda Santé lues à " in shown and "en cours de lecture" not in shown

        # Half a minute later somebody opens a page; meanwhile the doctor has closed his agenda there.
        one.world = World(tuple(replace(person, points=()) for person in one.world.professionals))
        EditorReading.objects.update(wanted_at=now - timedelta(seconds=31), asked_at=now - timedelta(seconds=31))
        assert f'href="{server.url}/' in regulator.get("/sas/recherche", ASKED).content.decode()
        run_worker()
        assert heard(hearing) == {str(place.id)}
        assert server.url not in card(regulator, place)
    reading = EditorReading.objects.get()
    assert (reading.editor_id, reading.failure, reading.interfaced_at is not None) == (editor_id, "", True)
