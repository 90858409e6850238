"""The FAQ as it is opened, read and searched by anybody (F-240, F-241)."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from sas.actor import Role
from sas.rooms.help.enums import Audience, Theme
from tests.factories import care
from tests.factories import help as entries
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db
LABEL = "Aide : FAQ et besoin d'assistance"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.shows("F-241")
def test_every_page_leads_to_the_faq_from_its_head_and_its_foot() -> None:
    manager = browser(care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),)))
    for client, where, address in (
        (Client(), "/", "/aide"),
        (Client(), "/nulle-part", "/aide"),
        (manager, "/compte", "/aide"),
        (manager, "/administration/comptes?texte=Dupont", "/aide?depuis=%2Fadministration%2Fcomptes"),
    ):
        page = text(client.get(where))
        assert page.count(f'href="{address}"') == 2
        assert f'<span aria-hidden="true">?</span><span class="fr-sr-only">{LABEL}</span>' in page
        assert f'href="{address}">FAQ et Besoin d\'assistance</a>' in page


@pytest.mark.shows("F-240")
def test_a_visitor_and_a_doctor_read_their_own_themes(now: datetime) -> None:
    entries.entry("Vous avez perdu votre login ?", Audience.VISITEUR, theme=Theme.ACCES, now=now)
    entries.entry("Où est l'agenda ?", now=now)
    entries.entry("Changer de nom ?", theme=Theme.PROFIL, answer="**Ordre** <b> [CGU](/cgu)", now=now)
    visitor, doctor = Client(), browser(care.keeper(care.doctor_place()))
    page = text(visitor.get("/aide"))
    assert "Perte de login / mot de passe" in page and "Vous avez perdu votre login ?" in page
    assert "agenda ?" not in page and "Mise à jour" not in page
    page = text(doctor.get("/aide"))
    assert 'theme=utilisation#reponses">' in page and 'theme=profil#reponses" aria-current="page">' in page
    assert '<strong>Ordre</strong> &lt;b&gt; <a href="/cgu">CGU</a>' in page
    assert "perdu votre login" not in page and "Où est l" not in page
    assert "Où est l" in text(doctor.get("/aide?theme=utilisation"))


@pytest.mark.shows("F-240")
def test_an_address_opens_one_question(now: datetime) -> None:
    entries.entry("Où est l'agenda ?", Audience.VISITEUR, now=now)
    entries.entry("Où sont les créneaux ?", Audience.VISITEUR, now=now)
    page = text(Client().get("/aide?question=ou-est-lagenda"))
    assert page.count("<details") == 2 and page.count('<details class="fr-accordion sas-reponse" id=') == 2
    assert 'id="ou-est-lagenda" open>' in page and 'href="/aide?question=ou-est-lagenda#ou-est-lagenda"' in page


@pytest.mark.shows("F-240")
def test_a_search_counts_marks_and_says_what_to_do_when_nothing_is_found(now: datetime) -> None:
    entries.entry("Où est mon créneau ?", Audience.VISITEUR, now=now)
    page = text(Client().get("/aide?q=CRENEAUX&theme=profil"))
    assert "1 réponse pour « CRENEAUX »" in page and "<mark>créneau</mark>" in page
    assert "Assistance à l&#x27;utilisation de la plateforme – <a" in page
    page = text(Client().get("/aide?q=<b>z%C3%A8bre"))
    assert "Aucune réponse pour « &lt;b&gt;zèbre »" in page and "Essayez avec d'autres mots" in page
    assert "<mark>" not in page and 'href="/aide/contact"' in page


def test_an_empty_faq_says_so_and_leads_to_the_contact_form() -> None:
    page = text(Client().get("/aide"))
    assert "Aucune réponse n'est publiée pour vous à ce jour" in page and 'href="/aide/contact"' in page


@pytest.mark.shows("F-241")
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("/sas/agenda/12?x=1%26y", "/sas/agenda/12"),
        ("https://autre.example/sas/", ""),
        ("//autre.example/sas/", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_page_one_comes_from_is_handed_on_without_its_question(sent: str, kept: str, now: datetime) -> None:
    entries.entry("Où est l'agenda ?", Audience.VISITEUR, now=now)
    page = text(Client().get("/aide", {"depuis": sent}))
    contact = f"/aide/contact?depuis={kept.replace('/', '%2F')}" if kept else "/aide/contact"
    assert f'href="{contact}"' in page
    assert (f'name="depuis" value="{kept}"' in page) == bool(kept)
