"""Places of which their editor has told nothing yet: listed, asked about behind the page, brought by the open page."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.directory.models import Place
from sas.rooms.editors import operations as editors
from sas.rooms.editors.models import EditorReading
from tests.factories import editor_slots
from tests.factories.offers import RENNES
from tests.web.regulation.test_followed import asking, cards_in

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-148", "F-261")]
ASKED = {"text": "Médecin généraliste", "loc": "Rennes", "graine": "7"}
AWAITED, NOT_READ = "Agenda Santé : disponibilités en cours de lecture", "Disponibilités de Agenda Santé non lues"


@pytest.fixture
def by() -> editors.Reached:
    return editor_slots.reached(editor_slots.editor("Agenda Santé"))


def unread(by: editors.Reached, number: int, *, now: datetime) -> list[Place]:
    """Doctors of Rennes who named an editor that was never asked about them."""
    places = [editor_slots.doctor(by.endpoint.editor_id, now=now) for _ in range(number)]
    Place.objects.filter(id__in=[one.id for one in places]).update(lat=RENNES[0], lon=RENNES[1])
    editors.plan(actor=Actor.SYSTEM, reached=[by], now=now)
    return places


def wanted() -> set[int]:
    return set(EditorReading.objects.exclude(wanted_at=None).values_list("professional_id", flat=True))


def test_the_page_lists_it_as_being_read_has_it_asked_and_its_card_then_follows(
    regulator: Client, by: editors.Reached, clock: datetime
) -> None:
    (place,) = unread(by, 1, now=clock)
    page = regulator.get("/sas/recherche", ASKED)
    card = unescape(cards_in(page)[place.id])
    assert AWAITED in card and "1 résultat" in page.content.decode()
    assert (card.count("Non lu<"), card.count("Aucun créneau<")) == (3, 0)
    here = page.context["here"]
    assert f'<a href="{here}#lieu-{place.id}">Actualiser' in card and "page=1" in here
    EditorReading.objects.update(wanted_at=datetime.now(UTC))
    assert cards_in(asking(regulator, page, [place.id])) == cards_in(page)
    assert regulator.get(f"/sas/recherche{here}").status_code == 200
    told = editor_slots.site(place, editor_slots.free(datetime.now(UTC) + timedelta(hours=3)))
    editors.refresh(actor=Actor.SYSTEM, reached=[by], ask=editor_slots.Asker([told]), now=datetime.now(UTC))
    then = unescape(cards_in(asking(regulator, page, [place.id]))[place.id])
    assert "https://rdv.editeur.example/agenda?medecin=7" in then and "en cours de lecture" not in then
    assert "N'a plus" not in then and "Actualiser" not in then


def test_what_does_not_come_in_time_is_said_to_the_open_page_and_what_is_empty_too(
    regulator: Client, by: editors.Reached, clock: datetime
) -> None:
    late, empty = unread(by, 2, now=clock)
    page = regulator.get("/sas/recherche", ASKED)
    long_ago = datetime.now(UTC) - timedelta(seconds=8)
    EditorReading.objects.filter(professional=late.professional).update(wanted_at=long_ago)
    EditorReading.objects.filter(professional=late.professional).update(due_at=clock + timedelta(hours=3))
    nothing = editor_slots.Asker([editor_slots.site(empty)])
    editors.refresh(actor=Actor.SYSTEM, reached=[by], ask=nothing, now=datetime.now(UTC))
    now = {place: unescape(card) for place, card in cards_in(asking(regulator, page, [late.id, empty.id])).items()}
    assert NOT_READ in now[late.id] and "Actualiser" not in now[late.id] and "N'a plus" not in now[late.id]
    assert "Aucun créneau disponible" in now[empty.id] and NOT_READ not in now[empty.id]


def test_no_editor_is_asked_about_what_the_page_does_not_show(
    regulator: Client, by: editors.Reached, clock: datetime, settings: object
) -> None:
    settings.RESULTS_PER_PAGE = 2  # type: ignore[attr-defined]
    places = {one.id: one.professional_id for one in unread(by, 3, now=clock)}
    page = regulator.get("/sas/recherche", ASKED)
    assert wanted() == {places[one] for one in cards_in(page)} and len(cards_in(page)) == 2
    (other,) = places.keys() - cards_in(page).keys()
    sheet = unescape(regulator.get(f"/sas/fiche/{other}").content.decode())
    assert AWAITED in sheet and f'<a href="/sas/fiche/{other}">Actualiser' in sheet
    assert wanted() == set(places.values())


def test_a_result_page_costs_the_same_questions_for_one_and_for_three(
    regulator: Client, by: editors.Reached, clock: datetime
) -> None:
    counts = []
    for number in (1, 2):
        unread(by, number, now=clock)
        regulator.get("/sas/recherche", ASKED)
        EditorReading.objects.update(wanted_at=None)
        with CaptureQueriesContext(connection) as captured:
            page = regulator.get("/sas/recherche", ASKED)
        counts.append((len(cards_in(page)), len(captured)))
    assert counts[0] == (1, counts[1][1]) and counts[1][0] == 3


def test_the_table_says_it_too(regulator: Client, by: editors.Reached, clock: datetime) -> None:
    unread(by, 1, now=clock)
    assert AWAITED in unescape(regulator.get("/sas/recherche", ASKED | {"vue": "tableau"}).content.decode())
