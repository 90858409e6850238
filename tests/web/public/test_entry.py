"""Coming in and leaving: the welcome, the sign-in form, the landing page of each role, the account panel."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from sas.actor import ROLE_LABELS, Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.journal.models import AuditEntry
from tests.factories import care
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = "L&#x27;adresse électronique ou le mot de passe est incorrect."
DASHBOARD, SEARCH = "/sas/tableau-de-bord", "/sas/"
LANDINGS = {
    Role.EFFECTEUR: DASHBOARD,
    Role.DELEGATAIRE: DASHBOARD,
    Role.GESTIONNAIRE_STRUCTURE: DASHBOARD,
    Role.REGULATEUR_OSNP: SEARCH,
    Role.IOA: SEARCH,
    Role.GESTIONNAIRE_COMPTES: SEARCH,
    Role.REFERENT_TERRITORIAL: SEARCH,
    Role.ADMINISTRATEUR_NATIONAL: SEARCH,
    Role.ADMINISTRATEUR: SEARCH,
}


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def sign_in(client: Client, actor: Actor, **changes: str) -> Any:
    return client.post("/connexion", {"email": email_of(actor), "password": care.PASSWORD} | changes)


@pytest.mark.shows("F-001")
def test_a_visitor_is_welcomed_with_the_objectives_and_two_ways_to_sign_in() -> None:
    page = Client().get("/").content.decode()
    assert "Bienvenue sur la plateforme numérique du Service d'Accès aux Soins" in page
    assert page.count("<li>", page.index("La plateforme permet"), page.index("</main>")) == 3
    assert page.count('href="/connexion">Se connecter</a>') == 2


@pytest.mark.shows("F-023")
@pytest.mark.parametrize("role", Role)
def test_each_role_lands_where_its_work_is(role: Role) -> None:
    client = Client()
    answer = sign_in(client, care.account(role))
    assert (answer.status_code, answer["Location"]) == (302, LANDINGS[role])
    # An IOA without an establishment lands on the page that says what is missing (C22).
    assert client.get(LANDINGS[role]).status_code == (403 if role is Role.IOA else 200)
    assert client.get("/")["Location"] == LANDINGS[role]


def test_the_page_that_was_asked_is_opened_after_signing_in() -> None:
    client = Client()
    sent = client.get("/sas/orientations")["Location"]
    assert 'name="suite" value="/sas/orientations"' in client.get(sent).content.decode()
    assert sign_in(client, care.regulator(), suite="/sas/orientations")["Location"] == "/sas/orientations"


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(elsewhere: str) -> None:
    actor = care.regulator()
    assert sign_in(Client(), actor, suite=elsewhere)["Location"] == SEARCH
    assert browser(actor).post("/affichage", {"taille": "plus", "retour": elsewhere})["Location"] == "/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Renseignez votre adresse électronique."),
        ({"email": "camille"}, "Cette adresse n&#x27;est pas complète : elle s&#x27;écrit nom@domaine.fr."),
        ({"password": ""}, "Renseignez votre mot de passe."),
        ({"password": "Tilleuls"}, WRONG),
        ({"email": "personne@ailleurs.example"}, WRONG),
    ],
)
def test_what_is_wrong_is_said_and_the_address_typed_is_kept(typed: dict[str, str], sentence: str) -> None:
    actor = care.regulator()
    answer = sign_in(Client(), actor, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{typed.get("email", email_of(actor))}"' in page or not typed.get("email", "x")
    assert care.PASSWORD not in page


@pytest.mark.shows("F-026", "F-027")
@pytest.mark.parametrize("change", [{"roles": []}, {"is_active": False}])
def test_without_role_or_deactivated_nobody_enters_nor_stays(change: dict[str, Any]) -> None:
    actor = care.regulator()
    inside = browser(actor)
    assert inside.get(SEARCH).status_code == 200
    User.objects.filter(id=actor.user_id).update(**change)
    assert inside.get(SEARCH)["Location"].startswith("/connexion")
    assert WRONG in sign_in(Client(), actor).content.decode()


@pytest.mark.shows("F-027")
def test_repeated_failures_lock_the_account_even_for_the_right_password() -> None:
    actor = care.regulator()
    for _ in range(5):
        assert WRONG in sign_in(Client(), actor, password="Tilleuls").content.decode()
    assert "bloquée pendant quinze minutes" in sign_in(Client(), actor).content.decode()


def test_an_open_session_ends_when_the_password_changes() -> None:
    actor = care.regulator()
    inside = browser(actor)
    User.objects.filter(id=actor.user_id).update(password="another")
    assert inside.get(SEARCH)["Location"].startswith("/connexion")


@pytest.mark.shows("F-020")
@pytest.mark.parametrize("role", Role)
def test_the_account_panel_tells_who_one_is_and_leads_to_what_one_may(role: Role) -> None:
    actor = care.account(role)
    page = browser(actor).get("/compte").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert escape(actor.name) in main
    assert email_of(actor) in main
    assert f"<li>{ROLE_LABELS[role]}</li>" in main
    assert ("Vos orientations" in main) is (role in {Role.REGULATEUR_OSNP, Role.IOA})
    assert ("Vos structures liées" in main) is (role is Role.GESTIONNAIRE_STRUCTURE)
    assert 'action="/deconnexion"' in main


def test_signing_out_closes_the_session_and_leaves_its_trace() -> None:
    actor = care.regulator()
    client = browser(actor)
    assert client.post("/deconnexion")["Location"] == "/"
    assert client.get(SEARCH)["Location"].startswith("/connexion")
    assert AuditEntry.objects.filter(verb="sign_out", user_id=actor.user_id).count() == 1


@pytest.mark.shows("F-249")
def test_the_text_grows_and_shrinks_between_three_sizes_and_comes_back_to_the_page() -> None:
    client = Client()
    sizes = []
    for step in ("plus", "plus", "plus", "moins", "moins", "moins"):
        assert client.post("/affichage", {"taille": step, "retour": "/connexion?suite=/sas/"})["Location"] == (
            "/connexion?suite=/sas/"
        )
        page = client.get("/connexion").content.decode()
        sizes.append(page.split('class="sas-taille-')[1].split('"')[0] if "sas-taille-" in page else "")
    assert sizes == ["grand", "tres-grand", "tres-grand", "grand", "", ""]


@pytest.mark.shows("F-146")
def test_the_order_of_the_results_is_told_to_everybody_in_the_words_of_the_docs(client: Client) -> None:
    page = " ".join(client.get("/classement").content.decode().split())
    told = (Path(__file__).resolve().parents[3] / "docs" / "ranking.md").read_text(encoding="utf-8")
    questions = re.findall(r"^[1-9]\. ", told, re.MULTILINE)
    assert page.split("<ol>")[1].split("</ol>")[0].count("<li>") == len(questions) == 6
    assert "Personne ne peut acheter" in page
