"""Administrators say how editors are reached, let them ask who is signed in, and follow the accounts (F-231, F-264)."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.accounts.models import EditorLogin
from sas.rooms.accounts.queries.links import hashed
from sas.rooms.directory import operations, queries
from sas.rooms.directory.models import Editor
from sas.rooms.exchanges.models import EditorAccount
from sas.worker import tasks
from tests.factories import care, editor_accounts
from tests.factories.browsers import browser
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-231", "F-264")]
EDITORS = "/administration/editeurs"
FORM = {
    "name": "Agenda Libre",
    "active": "on",
    "slots_asked": "on",
    "environment": "test",
    "base_url": " https://fhir.agenda.example/sas/ ",
    "expected_cn": "fhir.agenda.example",
    "expected_ou": "318751275100020",
    "accept": "application/fhir+json",
    "page_size": "500",
    "per_minute": "60",
    "hosts": "RDV.agenda.example\n\nwww.agenda.example\nrdv.agenda.example",
    "booking_origin": "sas-preprod",
    "end_to_end": "on",
    "client_cn": "agenda.example",
    "client_ou": "318751275100020",
    "appointment_system": "urn:oid:1.2.250.1.999",
    "accounts_sent": "on",
}


@pytest.fixture
def client() -> Client:
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


def test_an_editor_is_reached_as_the_form_says_and_its_changes_are_told(client: Client) -> None:
    assert client.post(f"{EDITORS}/nouveau", FORM).status_code == 303
    (made,) = queries.editor_endpoints(actor=Actor.SYSTEM)
    assert made == queries.EditorEndpoint(
        editor_id=made.editor_id,
        base_url="https://fhir.agenda.example/sas",
        slots_asked=True,
        accept="application/fhir+json",
        expected_cn="fhir.agenda.example",
        expected_ou="318751275100020",
        hosts=("rdv.agenda.example", "www.agenda.example"),
        page_size=500,
        end_to_end=True,
        per_minute=60,
        booking_origin="sas-preprod",
        accounts_sent=True,
    )
    page = f"{EDITORS}/{made.editor_id}"
    shown = text(client.get(page))
    assert 'value="https://fhir.agenda.example/sas"' in shown and "rdv.agenda.example\nwww.agenda.example" in shown
    assert client.post(page, FORM | {"per_minute": "90", "hosts": ""}).status_code == 303
    told = re.sub(r"\s+", " ", text(client.get(page)))
    assert "Enregistré (Hôtes de ses pages de rendez-vous, Requêtes par minute, au plus)" in told
    assert "Créneaux, rendez-vous, comptes" in text(client.get(EDITORS))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("base_url", "http://fhir.agenda.example", "Une adresse https"),
        ("base_url", "https://user@fhir.agenda.example", "Une adresse https"),
        ("base_url", "https://fhir.agenda.example/?a=1", "Une adresse https"),
        ("base_url", "https://fhir.agenda.example:port/", "Une adresse https"),
        ("base_url", "https://10.0.0.1/fhir", "Une adresse https"),
        ("hosts", "https://rdv.agenda.example", "nom d&#x27;hôte"),
        ("hosts", "*.agenda.example", "nom d&#x27;hôte"),
        ("page_size", "1001", "De 1 à 1000"),
        ("page_size", "beaucoup", "Donnez un nombre entier."),
        ("per_minute", "6001", "De 0 à 6000."),
        ("booking_origin", "s a s", "lettres sans accent"),
        ("client_cn", "", "Donnez aussi le CN du certificat."),
        ("appointment_system", "n'importe quoi", "« urn:oid: » suivi de nombres"),
        ("accept", "text/html", "Sélectionnez un choix valide"),
        ("environment", "recette", "Sélectionnez un choix valide"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client: Client, field: str, typed: str, sentence: str) -> None:
    answer = client.post(f"{EDITORS}/nouveau", FORM | {field: typed})
    assert answer.status_code == 422 and sentence in text(answer)
    assert (Editor.objects.count() == 0 and 'value="sas-preprod"' in text(answer)) or field == "booking_origin"


def test_accounts_need_an_address_and_a_certificate_is_one_editor_s(client: Client) -> None:
    answer = client.post(f"{EDITORS}/nouveau", FORM | {"base_url": ""})
    assert answer.status_code == 422 and "Sans adresse, aucun compte" in text(answer)
    one = editor_accounts.editor(
        client_cn="Agenda.example", client_ou="318751275100020", appointment_system="urn:oid:1.2.250.1.999"
    )
    answer = client.post(f"{EDITORS}/nouveau", FORM)
    assert answer.status_code == 422 and "Un autre éditeur appelle déjà avec ce certificat." in text(answer)
    answer = client.post(f"{EDITORS}/nouveau", FORM | {"client_cn": "another.example"})
    assert answer.status_code == 422 and "Un autre éditeur signale déjà ses rendez-vous" in text(answer)
    answer = client.post(f"{EDITORS}/nouveau", FORM | {"client_cn": "", "client_ou": ""})
    assert answer.status_code == 422 and "Sans certificat client" in text(answer)
    two = editor_accounts.editor(client_cn="other.example")
    for name, unit, found in (
        ("agenda.example", "318751275100020", queries.EditorCalling(one, "urn:oid:1.2.250.1.999")),
        ("agenda.example", "0", None),
        ("other.example", "anything", queries.EditorCalling(two, "")),
        ("", "", None),
    ):
        assert queries.editor_called(actor=Actor.SYSTEM, common_name=name, unit=unit) == found


def test_an_editor_is_called_from_the_environment_of_its_address_alone(client: Client, settings: Any) -> None:
    assert client.post(f"{EDITORS}/nouveau", FORM | {"environment": ""}).status_code == 303
    assert (Editor.objects.get().environment, len(queries.editor_endpoints(actor=Actor.SYSTEM))) == ("test", 1)
    settings.ENVIRONMENT = "production"
    assert queries.editor_endpoints(actor=Actor.SYSTEM) == ()
    assert "Pas depuis cet environnement" in text(client.get(EDITORS))


def test_slots_may_be_switched_off_alone(client: Client) -> None:
    client.post(f"{EDITORS}/nouveau", FORM | {"slots_asked": ""})
    (made,) = queries.editor_endpoints(actor=Actor.SYSTEM)
    assert (made.slots_asked, made.accounts_sent, tasks.reached()) == (False, True, [])
    assert "Sans créneaux, rendez-vous, comptes" in text(client.get(EDITORS))
    client.post(f"{EDITORS}/{made.editor_id}", FORM)
    assert [one.endpoint.editor_id for one in tasks.reached()] == [made.editor_id]


def test_a_certificate_that_ends_soon_is_an_alarm(client: Client) -> None:
    editor_id = editor_accounts.editor(base_url="https://fhir.agenda.example")
    now = datetime.now().astimezone()
    for days, alarm in ((31, False), (29, True), (-1, True)):
        until = now + timedelta(days=days)
        operations.note_certificate(actor=Actor.SYSTEM, editor_id=editor_id, until=until, now=now)
        for page in (EDITORS, f"{EDITORS}/{editor_id}"):
            assert ("À renouveler" in text(client.get(page))) is alarm


def test_the_secret_of_a_delegated_login_is_shown_once(client: Client) -> None:
    editor_id = editor_accounts.editor("Agenda Libre")
    page = f"{EDITORS}/{editor_id}/connexion"
    assert "client_id" not in text(client.get(page))
    refused = client.post(f"{page}/secret")
    assert refused.status_code == 303 and "Donnez d'abord" in text(client.get(page)).replace("&#x27;", "'")
    for wrong in ("", "http://agenda.example/retour", "https://agenda.example/#a", "https://a@agenda.example/"):
        assert client.post(page, {"redirect_uris": wrong, "active": "on"}).status_code == 422
    assert client.post(page, {"redirect_uris": f"{editor_accounts.BACK}\n", "active": "on"}).status_code == 303
    assert "Sans secret" in text(client.get(page))
    answer = client.post(f"{page}/secret")
    found = re.search(r"client_secret\) : <code>([\w-]{43})</code>", text(answer))
    assert found and answer["Cache-Control"] == "no-store"
    row = EditorLogin.objects.get()
    assert (row.secret_hash, row.redirect_uris) == (hashed(found[1]), [editor_accounts.BACK])
    assert row.client_id in text(client.get(page)) and found[1] not in text(client.get(page))


def test_an_account_that_failed_is_told_again_once(client: Client, now: datetime) -> None:
    regulator = care.regulator()
    number = editor_accounts.failed_account(regulator, now=now)
    page = text(client.get(f"{EDITORS}/comptes"))
    assert regulator.name in page and "Refusé : règle de l&#x27;éditeur (422)" in page and "En échec (1)" in page
    assert "c@sas.example" not in page
    assert client.post(f"{EDITORS}/comptes/{number}/renvoyer")["Location"] == f"{EDITORS}/comptes"
    assert "Le compte va être transmis de nouveau." in text(client.get(f"{EDITORS}/comptes"))
    client.post(f"{EDITORS}/comptes/{number}/renvoyer")
    assert "pas en échec" in text(client.get(f"{EDITORS}/comptes"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_accounts_costs_the_same_whatever_its_length(client: Client, now: datetime, number: int) -> None:
    where = editor_accounts.editor(base_url="https://fhir.agenda.example", accounts_sent=True)
    for _ in range(number):
        editor_accounts.failed_account(care.regulator(), now=now, editor_id=where)
    address, states = f"{EDITORS}/comptes", {"etat": "failed", "editeur": str(where)}
    client.get(address, states)
    with CaptureQueriesContext(connection) as asked:
        page = text(client.get(address, states))
    assert page.count(">Renvoyer<") == number == EditorAccount.objects.count()
    assert len([one for one in asked if "exchanges_" in one["sql"] or "directory_editor" in one["sql"]]) == 4


def test_filters_narrow_the_list_and_odd_ones_do_not(client: Client, now: datetime) -> None:
    first, second = (editor_accounts.failed_account(care.regulator(), now=now) for _ in range(2))
    EditorAccount.objects.filter(id=second).update(state="synced", content=None)
    where = EditorAccount.objects.get(id=first).editor_id
    questions: list[tuple[dict[str, Any], int]] = [
        ({}, 2),
        ({"etat": "failed"}, 1),
        ({"editeur": str(where), "etat": "synced"}, 0),
        ({"etat": "nothing", "editeur": "9" * 50, "page": "x" * 90}, 2),
    ]
    for asked, lines in questions:
        assert text(client.get(f"{EDITORS}/comptes", asked)).count("Compte n° ") == lines, asked
