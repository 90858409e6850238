"""What everybody may read: the service, who answers for it, what is kept, what works, where pages are."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from sas.actor import Actor, Role
from sas.adapters.queue import client as queue
from sas.rooms.directory.models import Editor
from sas.rooms.editors.models import EditorPace
from sas.rooms.outbox.enums import MailState
from sas.rooms.outbox.models import OutgoingMail
from sas.web.kit.accessibility import audit
from sas.web.public import status
from sas.web.public.site_map import SECTIONS, may_open
from tests.factories import care
from tests.factories.browsers import browser
from tests.web.test_access import doors, leaves

pytestmark = pytest.mark.django_db
PAGES = {
    "/service-acces-aux-soins": "Qu'est-ce que le Service d'Accès aux Soins",
    "/mentions-legales": "Mentions légales",
    "/donnees-personnelles": "Données personnelles",
    "/cookies": "Gestion des cookies",
    "/accessibilite": "Déclaration d'accessibilité",
    "/plan-du-site": "Plan du site",
    "/etat": "État du service",
    "/affichage": "Paramètres d'affichage",
}
# Pages that are a step of something, an answer to a program, or a part of another page.
STEPS = {
    "/connexion/psc/retour", "/connexion/psc/compte", "/connexion/psc/courriel", "/connexion/psc/sans-droits",
    "/mot-de-passe/envoye", "/aide/contact/envoye", "/cgu/acceptation", "/delegations/villes",
    "/sas/orientations-recues/courriels",
    "/sas/recherche", "/sas/recherche/carte", "/sas/recherche/cartes", "/sas/recherche/billet",
    "/sas/suggestions/quoi", "/sas/suggestions/ou", "/administration/comptes/import/modele",
    "/administration/suggestions/professionnels", "/administration/suggestions/structures",
    "/administration/suggestions/communes",
    "/health/live", "/health/ready",
    "/.well-known/openid-configuration", "/sso/cles", "/sso/identite", "/sso/autorisation", "/fhir/metadata",
}  # fmt: skip


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.shows("F-247")
def test_the_footer_of_every_page_leads_to_the_public_pages(client: Client) -> None:
    home = text(client.get("/"))
    for address, title in PAGES.items():
        page = text(client.get(address))
        assert f"<h1>{escape(title)}</h1>" in page.replace("&#x27;", "'").replace("'", "&#x27;"), address
        assert f'href="{address}"' in home or address == "/affichage"
    assert "Qui en fait partie</h2>" in text(client.get("/service-acces-aux-soins"))
    assert f"Accessibilité : {audit().state}</a>" in home
    assert 'href="/affichage?retour=/"' in home.replace("%2F", "/")


@pytest.mark.shows("F-247")
def test_publisher_host_and_contact_are_settings_and_one_without_them_says_so(client: Client, settings: Any) -> None:
    assert "ne doit pas être ouverte au public" in text(client.get("/mentions-legales"))
    settings.PUBLISHER, settings.HOSTED_BY = "Agence des Tilleuls", "Nuages de Bretagne"
    settings.CONTACT_EMAIL, settings.DATA_PROTECTION_EMAIL = "aide@sas.example", "dpo@sas.example"
    legal, data = text(client.get("/mentions-legales")), text(client.get("/donnees-personnelles"))
    assert "Agence des Tilleuls" in legal and "Nuages de Bretagne" in legal and "aide@sas.example" in legal
    assert "ouverte au public" not in legal and "dpo@sas.example" in data
    assert "Agence des Tilleuls s&#x27;engage" in text(client.get("/accessibilite")).replace("'engage", "&#x27;engage")


def test_every_page_that_may_be_opened_by_its_address_is_in_the_map_or_a_step_of_another() -> None:
    known = {
        address
        for address, view in leaves()
        if "{" not in address and "GET" in doors(view)[0].access.methods  # type: ignore[attr-defined]
    }
    mapped = {address for pages in SECTIONS.values() for address in pages}
    assert mapped | STEPS == known and not mapped & STEPS


@pytest.mark.shows("F-247")
@pytest.mark.parametrize("role", [None, *Role])
def test_the_map_of_the_site_shows_what_the_role_may_open_and_nothing_else(role: Role | None) -> None:
    actor = care.account(role, territories=(care.territory(),)) if role else Actor.NOBODY
    page = text((browser(actor) if role else Client()).get("/plan-du-site"))
    main = page[page.index("<h1>") : page.index("</main>")]
    expected = [one for pages in SECTIONS.values() for one in pages if may_open(one, actor)]
    assert re.findall(r'<li><a href="([^"]+)"', main) == expected
    assert ("/administration/textes" in expected) == (role in {Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL})
    assert ("/compte" in expected) == (role is not None)


@pytest.fixture
def asked() -> Iterator[None]:
    status.parts_at.cache_clear()
    yield
    status.parts_at.cache_clear()


def states(client: Client) -> dict[str, str]:
    """What the page tells of each part, asked anew."""
    status.parts_at.cache_clear()
    found = re.findall(
        r'<h2 class="fr-h6 fr-mb-1v">([^<]+)</h2>.*?<span[^>]*>([^<]+)</span>', text(client.get("/etat"))
    )
    return dict(found)


def beat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")
        moment = timezone.now() - timedelta(seconds=seconds_ago)
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (%s)", [moment])


def test_the_state_of_the_service_shows_each_fault_as_what_it_is(client: Client, asked: None, settings: Any) -> None:
    beat(5)
    works = {
        "Pages": "Fonctionnent",
        "Base de données": "Fonctionne",
        "Travaux de fond": "Fonctionnent",
        "Courriels": "Fonctionnent",
        "Logiciels de rendez-vous": "Non utilisés",
    }
    assert states(client) == works
    assert "Tout fonctionne." in text(client.get("/etat"))
    beat(90)
    old = timezone.now() - timedelta(minutes=11)
    mail = OutgoingMail.objects.create(kind="x", to="a@b.example", subject="Secret", text="", html="", created_at=old)
    address = {"environment": settings.ENVIRONMENT, "base_url": "https://editeur.example/fhir"}
    editor = Editor.objects.create(name="Iroise", **address)
    pace = EditorPace.objects.create(editor=editor, minute=timezone.now(), closed_until=timezone.now())
    assert states(client) == works | {
        "Travaux de fond": "En panne",
        "Courriels": "Retardés",
        "Logiciels de rendez-vous": "Perturbés",
    }
    page = text(client.get("/etat"))
    assert "1 sur 1 ne répondent pas" in page and "Iroise" not in page and "Secret" not in page
    OutgoingMail.objects.filter(id=mail.id).update(state=MailState.SENT, sent_at=old)
    EditorPace.objects.filter(editor_id=pace.editor_id).update(closed_until=None)
    beat(5)
    assert states(client) == works | {"Logiciels de rendez-vous": "Fonctionnent"}


def test_the_state_of_the_service_is_told_without_a_database(
    client: Client, asked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise OperationalError

    monkeypatch.setattr(queue, "last_beat", down)
    assert states(client) == {
        "Pages": "Fonctionnent",
        "Base de données": "En panne",
        "Travaux de fond": "Inconnu",
        "Courriels": "Inconnu",
        "Logiciels de rendez-vous": "Inconnu",
    }


def test_the_state_of_the_service_is_asked_once_in_ten_seconds_whatever_the_number_of_editors(asked: None) -> None:
    counts = []
    for window, made in ((170_000_001, 1), (170_000_002, 2)):
        for number in range(made):
            Editor.objects.create(name=f"Éditeur {made}{number}", base_url="https://editeur.example/fhir")
        for _ in range(2):
            with CaptureQueriesContext(connection) as questions:
                status.parts_at(window)
            counts.append(len(questions))
    assert counts == [4, 0, 4, 0]
