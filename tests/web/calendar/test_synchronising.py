"""« Synchroniser mon agenda »: the personal calendar that is read, and what the week shows of it."""

from datetime import datetime, time

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.calendars import operations
from sas.rooms.calendars.models import CalendarSource
from sas.rooms.directory.models import Place
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.calendars import CalendarServer, calendar_server, private_calendar
from tests.web.calendar.reading import agenda, read, words

__all__ = ["calendar_server"]
pytestmark = pytest.mark.django_db
SECRET = "https://agenda.example/private-42/basic.ics"


def test_the_address_is_given_once_and_never_shown_again(place: Place, client: Client) -> None:
    path = agenda(place, "/synchroniser")
    assert client.post(f"{path}/agenda-personnel", {"address": SECRET}).status_code == 303
    html = read(client, path)
    said = words(html)
    assert "Votre agenda personnel va être lu" in said
    assert "agenda.example, depuis le 23 novembre 2026" in said
    assert "aucune pour le moment" in said
    assert "private-42" not in html
    assert client.post(f"{path}/agenda-personnel/supprimer").status_code == 303
    assert "agenda.example" not in read(client, path)
    refused = client.post(f"{path}/agenda-personnel/supprimer")
    assert (refused.status_code, "Aucun agenda personnel" in words(refused.content.decode())) == (422, True)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Copiez l'adresse de votre agenda personnel."),
        ("agenda", "elle commence par https:// ou webcal://"),
        ("http://agenda.example/a", "elle commence par https:// ou webcal://"),
        ("https://user:word@agenda.example/a", "sans nom d'utilisateur ni numéro de port"),
        ("https://agenda.example:22/a", "sans nom d'utilisateur ni numéro de port"),
        ("https://agenda.example/" + "a" * 2000, "elle commence par https:// ou webcal://"),
    ],
)
def test_an_address_that_is_refused_comes_back_with_its_sentence(
    place: Place, client: Client, address: str, sentence: str
) -> None:
    answer = client.post(agenda(place, "/synchroniser/agenda-personnel"), {"address": address})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words(html).count(sentence) == 2
    assert 'href="#id_address"' in html
    assert f'value="{address}"' in html or not address
    assert CalendarSource.objects.count() == 0


def test_a_failure_is_told_with_its_date_and_without_the_address(
    place: Place, owner: Actor, client: Client, calendar_server: CalendarServer
) -> None:  # fmt: skip
    calendar_server.status = 404
    now = datetime.fromisoformat("2026-11-23T08:00:00+00:00")
    operations.set_source(actor=owner, place_id=place.id, address=calendar_server.address, now=now)
    operations.read_source(actor=Actor.SYSTEM, place_id=place.id, now=now)
    html = read(client, agenda(place, "/synchroniser"))
    assert "Lecture impossible le 23 novembre 2026 à 09h00 : Le serveur de ce calendrier refuse" in words(html)
    assert "private-42" not in html


def test_the_week_shows_what_is_hidden_as_busy(
    place: Place, owner: Actor, calendar_server: CalendarServer, now: datetime
) -> None:  # fmt: skip
    care.published(place=place, owner=owner, day=now.date(), start=time(15), end=time(16), now=now)
    calendar_server.content = private_calendar("20261123T140000Z/PT10M")
    operations.set_source(actor=owner, place_id=place.id, address=calendar_server.address, now=now)
    operations.read_source(actor=Actor.SYSTEM, place_id=place.id, now=now)
    said = words(read(browser(owner), agenda(place)))
    assert "0/3 patients – Occupé" in said
    assert "Occupé dans votre agenda personnel" in said


def test_an_administrator_is_shown_neither_the_page_nor_the_way_to_it(place: Place) -> None:
    administrator = browser(care.account(Role.ADMINISTRATEUR))
    assert "/synchroniser" not in read(administrator, agenda(place))
    assert administrator.get(agenda(place, "/synchroniser")).status_code == 403
