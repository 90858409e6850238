"""The private address over plain HTTP, and the page that gives it."""

import gzip
import json
import logging
from datetime import datetime, timedelta

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.calendars import operations, queries
from sas.rooms.directory.models import Place
from sas.web.kit.logs import JsonFormatter, NoQueryString
from tests.factories import care
from tests.web.calendar.reading import agenda, read, words

pytestmark = pytest.mark.django_db
WRONG = "/calendriers/" + "x" * 43 + ".ics"


@pytest.fixture
def address(place: Place, owner: Actor, now: datetime) -> str:
    operations.open_feed(actor=owner, place_id=place.id, now=now)
    care.published(place=place, owner=owner, day=now.date() + timedelta(days=1), now=now)
    feed = queries.synchronisation(actor=owner, place_id=place.id).feed
    assert feed is not None
    return f"/calendriers/{feed.token}.ics"


def test_it_is_read_without_an_account_and_opens_no_session(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=900"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    (event,) = vobject.readOne(answer.content.decode()).vevent_list
    assert event.summary.value == "SAS : plage horaire, 0/3 patients (C)"


def test_what_was_read_already_is_not_sent_again(address: str, place: Place, owner: Actor, now: datetime) -> None:
    client = Client()
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, max-age=900"
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == first.content
    assert client.get(address, headers={"If-None-Match": packed["ETag"]}).status_code == 304
    care.published(place=place, owner=owner, day=now.date() + timedelta(days=2), now=now)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_wrong_token_is_an_unknown_page_for_the_price_of_one_query(address: str) -> None:
    changed = address[:13] + ("b" if address[13] == "a" else "a") + address[14:]
    for wrong in (WRONG, changed, "/calendriers/court.ics"):
        with CaptureQueriesContext(connection) as captured:
            answer = Client().get(wrong)
        assert answer.status_code == 404
        assert len(captured) == 1
        assert not answer.cookies


def test_the_token_never_reaches_the_logs(address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().get(WRONG)
        Client().post(address)
        Client().get(address + "?a=1")
    records = [record for record in caplog.records if not record.name.startswith("django.db")]
    lines = [JsonFormatter().format(record) for record in records if NoQueryString().filter(record)]
    assert any("/calendriers/…" in line for line in lines)
    assert not [line for line in lines if "x" * 43 in line or address[13:56] in line]


@pytest.mark.parametrize(
    "said", ["Not Found: {}", "GET {} 200", '"GET {} HTTP/1.1"', "https://sas.example{}?b=2 refused"]
)
def test_whatever_the_sentence_the_token_is_cut_out(said: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, said.format(WRONG), (), None)
    assert NoQueryString().filter(record)
    message = json.loads(JsonFormatter().format(record))["message"]
    assert "xxx" not in message
    assert "/calendriers/…" in message


def test_the_page_gives_the_address_renews_and_removes_it(place: Place, owner: Actor, client: Client) -> None:
    path = agenda(place, "/synchroniser")
    assert "Créer l'adresse de mon agenda" in words(read(client, path))
    assert client.post(f"{path}/adresse").status_code == 303
    answer = client.get(path)
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    feed = queries.synchronisation(actor=owner, place_id=place.id).feed
    assert feed is not None
    html = answer.content.decode()
    assert f'value="http://127.0.0.1:8000/calendriers/{feed.token}.ics"' in html
    assert f'href="webcal://127.0.0.1:8000/calendriers/{feed.token}.ics"' in html
    for name in ("Google Agenda", "Calendrier d'Apple", "Outlook"):
        assert name in words(html)
    assert client.post(f"{path}/adresse").status_code == 303
    assert Client().get(f"/calendriers/{feed.token}.ics").status_code == 404
    assert client.post(f"{path}/adresse/supprimer").status_code == 303
    assert "Créer l'adresse de mon agenda" in words(read(client, path))
    refused = client.post(f"{path}/adresse/supprimer")
    assert refused.status_code == 422
    assert "n'a pas d'adresse de synchronisation" in words(refused.content.decode())


def test_an_address_of_another_secret_key_asks_to_be_made_anew(
    place: Place, address: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sas.rooms.calendars.rules.opened", lambda _: None)
    assert "Cette adresse n'est plus valable" in words(read(client, agenda(place, "/synchroniser")))
