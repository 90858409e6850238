"""The pages where administrators keep the FAQ (F-240)."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.help import operations, queries
from sas.rooms.help.enums import Audience, Theme
from sas.rooms.help.models import HelpEntry, HelpVersion
from tests.factories import care
from tests.factories import help as entries
from tests.factories.browsers import browser

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-240")]
HOME = "/administration/aide"


@pytest.fixture
def client() -> Client:
    """An administrator's browser."""
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_question_is_drafted_previewed_published_and_withdrawn(client: Client) -> None:
    sent = entries.form(theme="profil", question="Où **est** ?", answer="Ici : **là** <b>")
    page = text(client.post(f"{HOME}/nouvelle", sent | {"apercu": "oui"}))
    assert "rien n'est encore enregistré" in page and "<strong>là</strong> &lt;b&gt;" in page
    assert HelpEntry.objects.count() == 0
    page = text(client.post(f"{HOME}/nouvelle", sent, follow=True))
    assert "Le brouillon est enregistré" in page and "brouillon" in page and "Retirer de la FAQ" not in page
    kept = HelpEntry.objects.get()
    page = text(client.post(f"{HOME}/{kept.id}", sent | {"seen": "1", "publier": "oui"}, follow=True))
    assert "La réponse est publiée" in page and f'question={kept.key}#{kept.key}"' in page
    page = text(client.post(f"{HOME}/{kept.id}", sent | {"seen": "1", "answer": "Ailleurs."}, follow=True))
    assert "version 1 publiée, version 2 en brouillon" in page and f'href="{HOME}/{kept.id}?version=1"' in page
    assert "Brouillon en attente" in text(client.get(HOME))
    assert "Ici : **là**" in text(client.get(f"{HOME}/{kept.id}?version=1")).split("<textarea")[1].split("</")[0]
    page = text(client.post(f"{HOME}/{kept.id}/retrait", follow=True))
    assert "n'est plus montrée à personne" in page.replace("&#x27;", "'") and HelpEntry.objects.get().shown is None
    assert "pas publiée" in text(client.post(f"{HOME}/{kept.id}/retrait", follow=True))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"question": ""}, "Écrivez la question."),
        ({"answer": " "}, "Écrivez la réponse."),
        ({"audiences": []}, "Choisissez au moins un lecteur."),
        ({"theme": "autre"}, "Choisissez un thème."),
        ({"answer": "[x](http://a.example)"}, "Un lien commence par https://"),
        ({"answer": "[x](http://a.example)", "apercu": "oui"}, "Un lien commence par https://"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, Any], sentence: str, now: datetime
) -> None:
    sent = entries.form(theme="profil", question="Ma question ?", answer="Ma réponse.") | wrong
    kept = entries.entry(now=now)
    for where in (f"{HOME}/nouvelle", *([f"{HOME}/{kept}"] if "theme" not in wrong else [])):
        answer = client.post(where, sent | {"seen": "1"})
        page = text(answer)
        assert answer.status_code == 422 and sentence in page and "<title>Erreur" in page
        assert all(str(sent[name]).strip() in page for name in ("question", "answer"))
        assert 'value="effecteur"' in page and HelpVersion.objects.count() == 1


def test_an_old_page_is_told_what_somebody_else_wrote(client: Client, now: datetime) -> None:
    kept = entries.entry(now=now)
    for _ in range(2):
        answer = client.post(f"{HOME}/{kept}", entries.form(seen="1", question="Autre ?", publier="oui"))
    assert answer.status_code == 422 and "modifiée entre-temps" in text(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_every_theme_and_reader_at_the_same_cost(
    client: Client, count: int, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        entries.entry(f"Pour IOA {number} ?", Audience.IOA, theme=Theme.PROFIL, now=now)
    entries.entry("Pour effecteur ?", now=now)
    with django_assert_max_num_queries(4):
        page = text(client.get(HOME))
    assert f"{count + 1} questions." in page and page.count("Monter<") == page.count("Descendre<") == count - 1
    page = text(client.get(f"{HOME}?theme=profil"))
    assert "Pour effecteur" not in page and page.count("Pour IOA") >= count
    page = text(client.get(f"{HOME}?lecteur=effecteur"))
    assert "Pour IOA" not in page and "montrez tous les lecteurs" in page and "Monter<" not in page
    assert "Aucune question ne correspond" in text(client.get(f"{HOME}?lecteur=visiteur"))
    assert "4 questions" in text(client.get(f"{HOME}?theme=autre")) or count == 1


def test_a_question_goes_up_and_down(client: Client, now: datetime) -> None:
    first, second = entries.entry("A ?", now=now), entries.entry("B ?", now=now)
    answer = client.post(f"{HOME}/{second}/rang", {"sens": "haut"})
    assert answer.headers["Location"] == f"{HOME}?theme=utilisation#question-{second}"
    assert [line.id for line in queries.entries(actor=Actor.SYSTEM)] == [second, first]
    assert "« B ? » est descendue." in text(client.post(f"{HOME}/{second}/rang", {"sens": "bas"}, follow=True))
    assert [line.id for line in queries.entries(actor=Actor.SYSTEM)] == [first, second]


def test_a_version_bears_the_name_of_who_wrote_it(client: Client, now: datetime) -> None:
    operations.load_shipped(actor=Actor.SYSTEM, now=now)
    shipped = HelpEntry.objects.earliest("id").id
    assert "fournie avec la plateforme, en service" in text(client.get(f"{HOME}/{shipped}"))
    client.post(f"{HOME}/{shipped}", entries.form(seen="1"))
    page = text(client.get(f"{HOME}/{shipped}"))
    assert "Version 2" in page and ", par Camille Le Goff" in page


def test_an_administrator_reads_as_any_reader_and_nobody_else_does(client: Client, now: datetime) -> None:
    entries.entry("Pour visiteur ?", Audience.VISITEUR, now=now)
    entries.entry("Pour comptes ?", Audience.GESTIONNAIRE_COMPTES, now=now)
    as_visitor = "/aide?lecteur=visiteur"
    page = text(client.get(as_visitor))
    assert "Vous lisez ce que lit : Visiteur non connecté" in page and 'name="lecteur" value="visiteur"' in page
    assert "Pour visiteur" in page and "lecteur=visiteur&amp;theme=utilisation" in page
    assert "Pour comptes" in text(client.get("/aide")) and "Pour comptes" in text(client.get("/aide?lecteur=autre"))
    other = text(browser(care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))).get(as_visitor))
    assert "Pour comptes" in other and "Vous lisez" not in other


def test_an_unknown_question_is_not_found(client: Client) -> None:
    assert client.get(f"{HOME}/0").status_code == client.post(f"{HOME}/0").status_code == 404
    assert client.post(f"{HOME}/0/rang").status_code == client.post(f"{HOME}/0/retrait").status_code == 404
