"""The CGU come before anything else, the welcome comes once."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations, rules
from sas.rooms.accounts.enums import FAMILIES, Family, Means
from sas.rooms.accounts.models import TermsAcceptance, TermsVersion, User
from sas.rooms.journal.models import AuditEntry
from tests.factories import care
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db(transaction=True)
GATE, SEARCH = "/cgu/acceptation", "/sas/"


def publish(now: datetime, text: str = "# Objet\n\nPremier texte.") -> int:
    return operations.publish_terms(actor=Actor.SYSTEM, text=text, now=now)


def accept(client: Client, number: int, **typed: str) -> Any:
    return client.post(GATE, {"version": number, "terms": "on"} | typed)


@pytest.mark.shows("F-022")
@pytest.mark.parametrize("role", Role)
def test_nothing_opens_before_the_terms_are_accepted(role: Role, now: datetime) -> None:
    actor = care.account(role)
    number, client = publish(now), browser(actor)
    for path in ("/compte", "/identifiants", "/identifiants/mot-de-passe", "/compte?x=1"):
        assert client.get(path)["Location"] == f"{GATE}?suite={path.replace('/', '%2F').replace('?x=', '%3Fx%3D')}"
    landing = client.get("/")["Location"]
    assert client.get(landing)["Location"].startswith(GATE)
    assert client.post("/identifiants/sessions/fermer")["Location"].startswith(GATE)
    for path in ("/cgu", f"/cgu/{number}", "/health/ready", GATE):
        assert client.get(path).status_code == 200
    assert accept(client, number, suite="/compte")["Location"] == "/compte"
    assert client.get("/compte").status_code == 200
    assert client.get(GATE)["Location"] == landing


@pytest.mark.shows("F-022")
def test_the_acceptance_tells_who_when_which_version_and_by_which_means(now: datetime) -> None:
    actor = care.regulator()
    number, client = publish(now), browser(actor)
    session = client.session
    session["means"] = Means.CARD.value
    session.save()
    assert client.post(GATE, {"version": number}).status_code == 422
    assert TermsAcceptance.objects.count() == 0
    accept(client, number)
    accept(client, number)
    kept = TermsAcceptance.objects.get()
    assert (kept.user_id, kept.version_id, kept.means) == (actor.user_id, number, Means.CARD)
    trace = AuditEntry.objects.get(verb="accept_terms")
    assert (trace.user_id, trace.subject_id, trace.details) == (actor.user_id, str(number), {"means": "card"})


@pytest.mark.shows("F-022")
def test_a_new_version_is_asked_again_and_the_former_stays_readable(now: datetime) -> None:
    first, client = publish(now), browser(care.regulator())
    accept(client, first)
    assert client.get(SEARCH).status_code == 200
    second = publish(now, "# Objet\n\nSecond texte.")
    assert client.get(SEARCH)["Location"].startswith(GATE)
    stale = accept(client, first)
    assert (stale.status_code, "Une nouvelle version" in stale.content.decode()) == (422, True)
    assert f'name="version" value="{second}"' in stale.content.decode()
    accept(client, second)
    assert client.get(SEARCH).status_code == 200
    page = Client().get("/cgu").content.decode()
    assert "Second texte." in page and "Version 2" in page and "Version 1" in page
    assert "Premier texte." in Client().get(f"/cgu/{first}").content.decode()
    assert Client().get("/cgu/7").status_code == 404


def test_without_a_version_nothing_is_asked() -> None:
    client = browser(care.regulator())
    assert client.get(SEARCH).status_code == 200
    assert "pas encore publiées" in Client().get("/cgu").content.decode()
    assert accept(client, 1)["Location"] == SEARCH


def test_nobody_is_sent_to_another_site(now: datetime) -> None:
    number = publish(now)
    assert accept(browser(care.regulator()), number, suite="//ailleurs.example")["Location"] == SEARCH


def test_the_terms_are_published_by_administrators_only(now: datetime) -> None:
    for role in set(Role) - {Role.ADMINISTRATEUR}:
        with pytest.raises(Refused):
            operations.publish_terms(actor=Actor(user_id=1, roles=frozenset({role})), text="x", now=now)
    with pytest.raises(Impossible):
        publish(now, " \n")
    assert publish(now) == 1


@pytest.mark.shows("F-022")
def test_an_installation_starts_with_the_text_that_comes_with_it(now: datetime) -> None:
    assert operations.publish_first_terms(actor=Actor.SYSTEM, now=now) is True
    assert operations.publish_first_terms(actor=Actor.SYSTEM, now=now) is False
    shipped = TermsVersion.objects.get()
    assert shipped.text == Path("sas/rooms/accounts/cgu.txt").read_text(encoding="utf-8")
    headings = [block.text for block in rules.terms_blocks(shipped.text) if block.level]
    page = Client().get("/cgu").content.decode()
    assert len(headings) == 8
    assert all(f">{escape(heading)}</h2>" in page for heading in headings)


@pytest.mark.shows("F-002", "F-022")
def test_the_sign_in_page_and_every_footer_lead_to_the_terms() -> None:
    page = Client().get("/connexion").content.decode()
    main, footer = page[page.index("<main") : page.index("</main>")], page[page.index("<footer") :]
    assert 'href="/cgu"' in main and 'href="/cgu"' in footer
    assert '<a class="fr-link" href="/mot-de-passe/oublie">Mot de passe oublié ?</a>' in main
    refused = Client().post("/connexion", {"email": "camille", "password": ""}).content.decode()
    assert 'role="alert"' in refused and 'href="#id_email"' in refused and 'href="#id_password"' in refused


def test_the_door_still_reads_the_account_in_one_query(now: datetime) -> None:
    client = browser(care.regulator())
    accept(client, publish(now))
    with CaptureQueriesContext(connection) as asked:
        client.get("/compte")
    assert len([one for one in asked.captured_queries if "accounts_" in one["sql"]]) == 1


@pytest.mark.shows("F-024")
@pytest.mark.parametrize("role", Role)
def test_the_welcome_is_shown_once_on_the_landing_page(role: Role) -> None:
    actor = care.account(role)
    User.objects.filter(id=actor.user_id).update(welcomed=[])
    client, family = browser(actor), FAMILIES[role]
    landing = client.get("/")["Location"]
    page = client.get(landing).content.decode()
    assert "data-bienvenue" in page and f'name="famille" value="{family.value}"' in page
    assert "data-bienvenue" not in client.get("/compte").content.decode()
    assert client.post("/compte/bienvenue", {"famille": family.value})["Location"] == landing
    assert "data-bienvenue" not in client.get(landing).content.decode()
    client.post("/compte/bienvenue", {"famille": family.value})
    assert AuditEntry.objects.filter(verb="read_welcome").count() == 1


@pytest.mark.shows("F-024")
def test_each_family_of_somebody_with_several_roles_is_welcomed() -> None:
    actor = care.account(Role.IOA, Role.GESTIONNAIRE_COMPTES)
    User.objects.filter(id=actor.user_id).update(welcomed=[])
    client = browser(actor)
    for family in (Family.REGULATION, Family.GESTION):
        assert f'value="{family.value}"' in client.get(SEARCH).content.decode()
        client.post("/compte/bienvenue", {"famille": family.value})
    assert "data-bienvenue" not in client.get(SEARCH).content.decode()
    assert client.post("/compte/bienvenue", {"famille": "inconnue"}).status_code == 303
    with pytest.raises(Impossible):
        operations.note_welcome(actor=actor, family=Family.EFFECTEUR, now=datetime.now().astimezone())
