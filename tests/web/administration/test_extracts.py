"""The page « Extractions »: asking, following, taking once; and its dictionary."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.extracts.enums import Dataset, ExtractState
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.rules import COLUMNS
from tests.factories import associations, care
from tests.factories.browsers import browser
from tests.factories.extracts import CONTENT, extract, failed, ready

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-220", "F-226", "F-266")]

HOME = "/administration/extractions"
ASKED = {
    "dataset": "orientations",
    "part": "national",
    "file_format": "csv",
    "first_day": "2026-10-01",
    "last_day": "2026-10-31",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> None:
    settings.EXTRACTS_FOLDER = tmp_path / "extracts"


@pytest.fixture
def administrator() -> Actor:
    return care.account(Role.ADMINISTRATEUR_NATIONAL)


def page(client: Client) -> str:
    return client.get(HOME).content.decode()


def test_what_is_asked_is_followed_in_place_until_it_is_ready(administrator: Actor) -> None:
    client = browser(administrator)
    assert "hx-get" not in page(client)
    answer = client.post(HOME, ASKED)
    assert (answer.status_code, answer.headers["Location"]) == (303, HOME)
    waiting = page(client)
    assert 'hx-get="/administration/extractions" hx-trigger="every 2s" hx-select="#suivi"' in waiting
    assert "En attente" in waiting and "Du 01/10/2026 au 31/10/2026, CSV" in waiting
    now = timezone.now()
    Extract.objects.update(
        state=ExtractState.RUNNING, rows_done=20, rows_expected=1050, interruptions=1, started_at=now, beat_at=now
    )
    running = page(client)
    assert "20 lignes sur 1\xa0050 environ. Préparation interrompue puis reprise depuis le début." in running
    assert 'value="20"' in running and 'max="1050"' in running
    Extract.objects.update(beat_at=now - timedelta(minutes=6))
    assert "ne donne plus de nouvelles" in page(client)


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(administrator: Actor) -> None:
    client = browser(administrator)
    for wrong, said in (
        ({"last_day": "2026-09-01"}, "Le dernier jour précède le premier."),
        ({"first_day": "", "last_day": ""}, "Indiquez le premier et le dernier jour de la période."),
        ({"dataset": ""}, "Choisissez les données."),
        ({"part": ""}, "Choisissez un territoire."),
        ({"first_day": "hier"}, "Cette date n'est pas complète."),
    ):
        answer = client.post(HOME, ASKED | wrong)
        text = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert text.count(said) == 2
        assert "<title>Erreur – Extractions" in text.replace("\n", "")
    assert not Extract.objects.exists()


def test_a_choice_that_does_not_go_with_another_is_said(administrator: Actor) -> None:
    house, territory = associations.house(), care.territory()
    both = User.objects.get(id=house.manager.user_id)
    both.roles = [Role.GESTIONNAIRE_STRUCTURE.value, Role.GESTIONNAIRE_COMPTES.value]
    both.save()
    both.territories.set([territory])
    client = browser(care.settled(both.id))
    answer = client.post(HOME, ASKED | {"dataset": "users", "part": "structures"})
    assert answer.status_code == 422
    assert "Votre rôle ne permet pas d&#x27;extraire ces données" in answer.content.decode()
    assert client.post(HOME, ASKED | {"part": "structures"}).status_code == 303


def test_a_file_is_taken_once_and_the_second_use_says_so(administrator: Actor) -> None:
    client, made = browser(administrator), ready(administrator.user_id, now=timezone.now())
    assert re.search(rf'/{made.id}/fichier">\s*<input type="hidden" name="csrfmiddlewaretoken"', page(client))
    assert "Télécharger" in page(client) and made.checksum in page(client) and made.file_name not in page(client)
    taken = client.post(f"{HOME}/{made.id}/fichier")
    assert b"".join(taken) == CONTENT
    assert taken.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert taken.headers["Cache-Control"] == "no-store"
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    assert 'attachment; filename="sas-orientations-2026-10-01-2026-10-31.csv"' in taken.headers["Content-Disposition"]
    again = client.post(f"{HOME}/{made.id}/fichier")
    assert again.status_code == 422
    assert "Ce fichier a déjà été téléchargé : il ne l&#x27;est qu&#x27;une fois." in again.content.decode()
    assert "Télécharger<" not in page(client)


def test_another_and_whoever_lost_the_right_are_refused(administrator: Actor) -> None:
    made = ready(administrator.user_id, now=timezone.now())
    other = browser(care.account(Role.ADMINISTRATEUR))
    assert other.post(f"{HOME}/{made.id}/fichier").status_code == 403
    client = browser(administrator)
    territory = care.territory()
    user = User.objects.get(id=administrator.user_id)
    user.roles = [Role.REFERENT_TERRITORIAL.value]
    user.save()
    user.territories.set([territory])
    assert client.post(f"{HOME}/{made.id}/fichier").status_code == 403
    assert client.post(f"{HOME}/{made.id}/relance").status_code == 403
    assert Extract.objects.get(id=made.id).state == ExtractState.READY


def test_what_failed_says_why_and_starts_again(administrator: Actor) -> None:
    client, made = browser(administrator), failed(administrator.user_id, now=timezone.now())
    assert "La préparation s&#x27;est arrêtée sur une erreur de la plateforme." in page(client)
    assert client.post(f"{HOME}/{made.id}/relance").status_code == 303
    assert client.post(f"{HOME}/{made.id}/relance").status_code == 422


def test_administrators_follow_the_monthly_files_and_hear_of_those_that_failed(administrator: Actor) -> None:
    client, now = browser(administrator), timezone.now()
    assert "Aucun envoi mensuel n'est configuré" in page(client)
    ready(None, now=now, expires_at=None, due_at=now, problem="away", tries=1)
    shown = page(client)
    assert "Le serveur de destination ne répond pas. Nouvel essai le" in shown
    assert "Télécharger<" not in shown
    failed(None, now=now, problem="host_key", dataset="users")
    assert "n&#x27;a pas la clé attendue : rien n&#x27;a été envoyé." in page(client)
    assert "1 envoi mensuel d'extractions en échec" in client.get("/administration/").content.decode()
    referent = browser(care.account(Role.REFERENT_TERRITORIAL, territories=(care.territory(),)))
    assert "Envois mensuels" not in page(referent)
    assert "en échec" not in referent.get("/administration/").content.decode()


def test_a_structure_manager_comes_from_the_dashboard_and_one_without_structure_has_nothing_to_ask() -> None:
    client = browser(associations.house().manager)
    assert f'href="{HOME}"' in client.get("/sas/tableau-de-bord").content.decode()
    shown = page(client)
    assert "Mes structures" in shown and 'href="/sas/tableau-de-bord"' in shown
    assert "il n'y a rien à extraire" in page(browser(care.account(Role.GESTIONNAIRE_STRUCTURE)))


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(
    size: int, administrator: Actor, django_assert_num_queries: Any
) -> None:
    client, now = browser(administrator), timezone.now()
    for number in range(size):
        failed(administrator.user_id, now=now)
        failed(None, now=now, first_day=now.date() - timedelta(days=31 * number), last_day=now.date())
    extract(administrator.user_id, now=now)
    client.get(HOME)
    with django_assert_num_queries(7):
        client.get(HOME)


def test_the_dictionary_tells_each_column(administrator: Actor) -> None:
    shown = browser(administrator).get(f"{HOME}/dictionnaire").content.decode()
    for dataset in Dataset:
        assert f'id="{dataset.value}"' in shown
    assert shown.count("<tr>") == sum(len(columns) + 1 for columns in COLUMNS.values())
