"""The story of an agenda, page by page."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.availability import operations
from sas.rooms.directory.models import Place
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import care
from tests.web.calendar.reading import agenda, read, words

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


def test_the_story_says_who_when_before_and_after(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    path = agenda(place, "/historique")
    assert path in read(client, agenda(place))
    assert "Cet agenda n'a pas encore été modifié." in words(read(client, path))
    slot = care.published(place=place, owner=owner, day=TUESDAY, now=now)
    operations.delete_occurrence(actor=owner, place_id=place.id, slot_id=slot, day=TUESDAY, now=now)
    text = words(read(client, path))
    line = "Mardi 24/11/2026, 14h00 – 16h00, une plage pour 3 patients, Consultation en cabinet"
    who = f"Le 23 novembre 2026 à 09h00, par {owner.name}"
    assert f"Occurrence supprimée {who} Avant {line} Après Plus rien" in text
    assert f"Disponibilité ajoutée {who} Après {line}" in text


def test_a_long_story_is_read_page_by_page_at_a_constant_cost(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    costs = []
    for size in (1, 3, 21):
        for number in range(size):
            at = now + timedelta(minutes=number)
            text = f"{size}-{number}"
            operations.save_additional_info(actor=owner, place_id=place.id, text=text, now=at)
        with CaptureQueriesContext(connection) as captured:
            html = read(client, agenda(place, "/historique"))
        costs.append(len(captured))
    assert len(set(costs)) == 1
    assert html.count("<h2") == 20
    assert 'href="?page=2"' in html
    last = read(client, agenda(place, "/historique?page=2"))
    assert last.count("<h2") == 5
    assert 'href="?page=1"' in last
    assert "Plus ancien" not in last


@pytest.mark.parametrize("asked", ["0", "-1", "deux", "", "999999999", 5000 * "9"])
def test_a_page_that_is_no_page_does_not_fail(client: Client, place: Place, asked: str) -> None:
    assert "Historique de l'agenda" in words(read(client, agenda(place, f"/historique?page={asked}")))


def test_the_story_of_a_closed_agenda_can_still_be_read(client: Client, place: Place) -> None:
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(editor_slots_refused=False)
    assert "Historique de l'agenda" in words(read(client, agenda(place, "/historique")))
