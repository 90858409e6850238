"""The pages of suggested searches and of words, and what the search field then proposes (F-229)."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from sas.rooms.directory.models import SearchSuggestion, SearchWord
from sas.rooms.offer.queries import vocabulary
from tests.factories import care, configuration
from tests.factories.browsers import browser
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-229")]
PAGE = "/administration/recherche"


@pytest.fixture
def client() -> Client:
    """An administrator's browser."""
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    """A process asks once in half a minute."""
    vocabulary._lexicon.cache_clear()
    yield
    vocabulary._lexicon.cache_clear()


def test_a_suggested_search_is_added_proposed_and_searched(client: Client) -> None:
    sent = configuration.suggestion_form(text="Soins sans rendez-vous", structure_kinds=["sos"])
    assert "Soins sans rendez-vous" in text(client.post(f"{PAGE}/suggestions/nouvelle", sent, follow=True))
    proposed = client.get("/sas/suggestions/quoi", {"q": ""}).json()
    assert proposed == {"groups": [{"label": "Recherches suggérées", "values": [{"label": "Soins sans rendez-vous"}]}]}
    found = client.get("/sas/recherche", {"text": "Soins sans rendez-vous", "loc": "Rennes"})
    assert found.status_code == 200
    number = SearchSuggestion.objects.get().id
    page = text(client.get(f"{PAGE}/suggestions/{number}"))
    assert page.count("checked") == 3 and 'value="Soins sans rendez-vous"' in page
    assert client.post(f"{PAGE}/suggestions/{number}", sent | {"active": ""}).status_code == 303
    assert "non proposée" in text(client.get(PAGE))
    assert "La ligne est supprimée." in text(client.post(f"{PAGE}/suggestions/{number}/supprimer", follow=True))


def test_a_word_is_added_changed_and_removed(client: Client) -> None:
    sent = configuration.word_form(word="Dispensaire")
    assert "Dispensaire</a> – Centre de santé" in text(client.post(f"{PAGE}/mots/nouveau", sent, follow=True))
    number = SearchWord.objects.get().id
    assert 'value="Dispensaire"' in text(client.get(f"{PAGE}/mots/{number}"))
    assert client.post(f"{PAGE}/mots/{number}", sent | {"word": "Dispensaires"}).status_code == 303
    assert "La ligne est supprimée." in text(client.post(f"{PAGE}/mots/{number}/supprimer", follow=True))
    assert "n&#x27;existe plus" in text(client.post(f"{PAGE}/mots/{number}/supprimer", follow=True))


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    suggestion, word = configuration.suggestion_form, configuration.word_form
    for where, sent, sentence in (
        ("suggestions/nouvelle", suggestion(text="Soins de ville", professions=[]), "dites par un filtre"),
        ("suggestions/nouvelle", suggestion(text="Soins", position="un"), "Ce n&#x27;est pas un nombre."),
        ("suggestions/nouvelle", suggestion(text="Soins", professions=["999"]), "Choisissez dans la liste."),
        ("mots/nouveau", word(word="généraliste"), "Ce mot désigne déjà « Médecin généraliste »."),
        ("mots/nouveau", word(word="Dispensaire", activity=""), "Choisissez dans la liste."),
    ):
        answer = client.post(f"{PAGE}/{where}", sent)
        assert answer.status_code == 422 and sentence in text(answer)
        assert f'value="{sent.get("text") or sent.get("word")}"' in text(answer)
    assert client.get(f"{PAGE}/suggestions/999999").status_code == client.get(f"{PAGE}/mots/999999").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_whatever_their_length(client: Client, number: int) -> None:
    for _ in range(number):
        configuration.suggestion()
        configuration.word()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        page = text(client.get(PAGE))
    assert page.count(f'href="{PAGE}/suggestions/') == page.count(f'href="{PAGE}/mots/') == number + 1
    assert len([one for one in asked if "directory_search" in one["sql"]]) == 2
