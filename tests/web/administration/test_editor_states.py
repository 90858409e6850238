"""Administrators see how editors answer, and when the certificates of the exchanges end (issue 7)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.adapters.editors.values import Dropped, Failure
from sas.rooms.directory import operations as directory
from sas.rooms.editors import operations
from sas.rooms.editors.models import EditorReading
from sas.web.administration.editor_words import FAILURES, REASONS
from tests.factories import care, editor_accounts, editor_slots
from tests.factories.authority import Authority
from tests.factories.browsers import browser
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-261")]
EDITORS = "/administration/editeurs"
STATES = f"{EDITORS}/etat"
HOUR = timedelta(hours=1)


@pytest.fixture
def client() -> Client:
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


@pytest.fixture
def clock() -> datetime:
    return datetime.now(UTC)


def answering(*, at: datetime, asked: int = 1) -> int:
    """An editor that told slots of so many doctors, entries of which were left out."""
    reached = editor_slots.reached(editor_slots.editor())
    places = [editor_slots.doctor(reached.endpoint.editor_id, now=at) for _ in range(asked)]
    operations.plan(actor=Actor.SYSTEM, reached=[reached], now=at)
    sites = [editor_slots.site(one, editor_slots.free(at + 9 * HOUR)) for one in places]
    asker = editor_slots.Asker(sites, dropped={"link": 3, "not_free": 1}, milliseconds=480)
    operations.refresh(actor=Actor.SYSTEM, reached=[reached], ask=asker, now=at)
    return reached.endpoint.editor_id


def fails(editor_id: int, *, times: int, at: datetime) -> None:
    reached = editor_slots.reached(editor_id)
    asker = editor_slots.Asker(failing={editor_id: Failure.TLS})
    for number in range(times):
        EditorReading.objects.filter(editor_id=editor_id).update(due_at=at)
        moment = at + number * timedelta(seconds=1)
        operations.refresh(actor=Actor.SYSTEM, reached=[reached], ask=asker, now=moment)


def test_an_editor_that_answers_shows_its_delays_and_what_it_feeds(client: Client, clock: datetime) -> None:
    editor_id = answering(at=clock - HOUR, asked=2)
    row = " ".join(text(client.get(STATES)).split())
    assert "Répond" in row and "500 ms" in row
    page = " ".join(text(client.get(f"{EDITORS}/{editor_id}/etat")).split())
    for words in (
        "Lien refusé ; créneau gardé sans lien : 3",
        "Créneau non libre : 1",
        "médiane : 500 ms ; 95 % : 500 ms",
        "<dd> 2, dont 2 interfacés </dd>",
        "<dt>Lieux alimentés en créneaux</dt> <dd> 2 </dd>",
        "<dt>Interfacés non actualisés</dt> <dd> 0 </dd>",
        "Aucun échec.",
    ):
        assert words in page, words


def test_an_editor_that_fails_is_left_alone_and_says_until_when(client: Client, clock: datetime) -> None:
    editor_id = answering(at=clock - HOUR)
    fails(editor_id, times=2, at=clock)
    assert "En échec" in text(client.get(STATES))
    fails(editor_id, times=1, at=clock + timedelta(seconds=5))
    page = " ".join(text(client.get(f"{EDITORS}/{editor_id}/etat")).split())
    assert "Laissé de côté" in page and "après 3 échecs à la suite" in page
    assert "Connexion TLS refusée : 3" in page
    assert "<dt>Interfacés non actualisés</dt> <dd> 1 </dd>" in page


def test_counts_are_of_the_days_asked_for_and_an_odd_period_is_the_usual_one(client: Client, clock: datetime) -> None:
    answering(at=clock - timedelta(days=5))
    for asked, requests in (("2", 0), ("7", 1), ("30", 1), ("365", 0), ("x", 0)):
        page = " ".join(text(client.get(STATES, {"jours": asked})).split())
        assert f"<td>{requests}</td> <td>0</td>" in page, asked


@pytest.mark.parametrize("size", [1, 3])
def test_the_states_cost_the_same_whatever_the_number_of_editors(client: Client, size: int, clock: datetime) -> None:
    for _ in range(size):
        answering(at=clock)
    with CaptureQueriesContext(connection) as captured:
        page = text(client.get(STATES))
    told = [one["sql"] for one in captured if '"editors_' in one["sql"] or '"directory_editor"' in one["sql"]]
    assert (page.count('/etat?jours=2">'), len(told)) == (size, 5)


def test_no_editor_is_an_empty_list_and_an_unknown_one_no_page(client: Client) -> None:
    assert "Aucun éditeur actif." in text(client.get(STATES))
    assert client.get(f"{EDITORS}/999/etat").status_code == 404


def test_every_code_of_the_reader_has_its_words() -> None:
    assert set(FAILURES) == {one.value for one in Failure}
    assert set(REASONS) == {one.value for one in Dropped} | {"no_place"}


def test_our_own_certificates_are_read_in_their_files(
    client: Client, tmp_path: Path, settings: Any, clock: datetime
) -> None:
    authority = Authority(tmp_path)
    settings.EDITOR_CLIENT_CERT = str(authority.issue("ours", cn="sas.test", ou="318751275100012"))
    settings.EDITOR_CA_BUNDLE, settings.EDITOR_CRL = str(authority.certificate), str(authority.revoked)
    page = " ".join(text(client.get(f"{EDITORS}/certificats")).split())
    assert "La plateforme, quand elle appelle un éditeur </td> <td>sas.test</td> <td>318751275100012</td>" in page
    assert "Autorité des éditeurs" in page and "Liste des certificats révoqués" in page
    (tmp_path / "broken.pem").write_text("rien")
    settings.EDITOR_CLIENT_CERT = str(tmp_path / "broken.pem")
    assert text(client.get(f"{EDITORS}/certificats")).count("Illisible") == 1
    assert "à renouveler</a>" in text(client.get("/administration/"))


def test_a_certificate_that_ends_soon_stands_on_the_home_of_administrators(client: Client, clock: datetime) -> None:
    editor_id = editor_accounts.editor("Agenda Santé", base_url="https://fhir.agenda.example", expected_cn="agenda")
    elsewhere = editor_accounts.editor(base_url="https://fhir.other.example", environment="production")
    seen = {"actor": Actor.SYSTEM, "now": clock}
    directory.note_certificate(editor_id=elsewhere, until=clock, **seen)
    for days, told in ((31, False), (29, True), (-1, True)):
        directory.note_certificate(editor_id=editor_id, until=clock + timedelta(days=days), **seen)
        home = text(client.get("/administration/"))
        assert ("1 certificat des échanges avec les éditeurs à renouveler" in home) is told
        page = " ".join(text(client.get(f"{EDITORS}/certificats")).split())
        assert ("À renouveler" in page) is told and "<td>agenda</td>" in page
    manager = browser(care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),)))
    assert "certificat" not in text(manager.get("/administration/"))
