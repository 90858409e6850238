"""Administrators follow the messages to the regulation's software, and send again what was given up (F-189)."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.exchanges import in_state, told_lrm
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-189")]
PAGE = "/administration/echanges"


@pytest.fixture
def client() -> Client:
    return browser(care.account(Role.ADMINISTRATEUR))


def test_without_a_hub_the_page_says_so(client: Client) -> None:
    page = text(client.get(PAGE))
    assert "Hub Santé non configuré." in page and "Aucun message." in page


def test_messages_are_shown_with_their_state_and_never_their_content(
    client: Client, now: datetime, settings: Any
) -> None:
    settings.HUB_URL = "amqps://hub.example/15-15"
    lrm = told_lrm(now=now)
    in_state("queued", 2, now=now, lrm_id=lrm, attempts=1, problem="away")
    in_state("sent", now=now, lrm_id=lrm, attempts=1, sent_at=now)
    in_state("acked", now=now, lrm_id=lrm, sent_at=now, answered_at=now, step="INTEGRE")
    in_state("refused", now=now, lrm_id=lrm, sent_at=now, answered_at=now, problem="error 501")
    page = text(client.get(PAGE))
    for words in (
        "À envoyer (2)", "Envoyé (1)", "Confirmé (1)", "Refusé (1)", "Abandonné (0)", "Confirmé (intégré au dossier)",
        "Hub Santé injoignable", "Le logiciel n&#x27;est pas connu du Hub Santé", "fr.health.samu350",
        "Aucun logiciel n'est relié à un territoire", "Dernier envoi : 23/11/2026 09h00",
        "Dernière réponse : 23/11/2026 09h00", "En attente : 2, depuis le 23/11/2026 09h00",
    ):  # fmt: skip
        assert words in page, words
    assert "LE GOFF" not in page and "c@sas.example" not in page and "Renvoyer" not in page


def test_states_and_softwares_narrow_the_list(client: Client, now: datetime) -> None:
    first, second = told_lrm(now=now), told_lrm(hub_name="fr.health.samu220", now=now)
    in_state("sent", 2, now=now, lrm_id=first)
    in_state("abandoned", now=now, lrm_id=second)
    for asked, lines in (
        ({}, 3),
        ({"etat": "abandoned"}, 1),
        ({"etat": ["sent", "abandoned"]}, 3),
        ({"etat": "nothing", "page": "x" * 90}, 3),
        ({"logiciel": str(first)}, 2),
        ({"logiciel": str(second), "etat": "sent"}, 0),
        ({"logiciel": "9" * 50}, 3),
    ):
        assert text(client.get(PAGE, asked)).count("N° ") == lines, asked


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client: Client, now: datetime, number: int) -> None:
    in_state("abandoned", number, now=now)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        page = text(client.get(PAGE))
    assert page.count(">Renvoyer<") == number
    assert len([one for one in asked if "exchanges_" in one["sql"]]) == 3


def test_pages_of_fifty(client: Client, now: datetime) -> None:
    in_state("queued", 51, now=now)
    assert "1 / 2" in text(client.get(PAGE))
    assert text(client.get(PAGE, {"page": "2"})).count("À envoyer\n") == 1


def test_an_abandoned_message_is_sent_again_once(client: Client, now: datetime) -> None:
    (number,) = in_state("abandoned", now=now)
    answer = client.post(f"{PAGE}/{number}/renvoyer")
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert "Le message va être renvoyé." in text(client.get(PAGE))
    client.post(f"{PAGE}/{number}/renvoyer")
    assert "attend pas d" in text(client.get(PAGE))
