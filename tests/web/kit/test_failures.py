"""What went wrong is said, with what to do; maintenance needs neither session nor database."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from sas.actor import Role
from sas.errors import Refused, TooMany, Unavailable
from sas.rooms.accounts import queries
from tests.factories import care
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


FAILURES = {
    400: (None, "Demande illisible"),
    403: (Refused("Ce n'est pas le vôtre."), "Ce n'est pas le vôtre."),
    429: (TooMany("Vous l'avez demandé six fois.", seconds=90), "Attendez 2 minutes, puis recommencez."),
    500: (ZeroDivisionError(), "Elle a été signalée."),
    503: (OperationalError(), "La base de données ne répond pas pour le moment."),
}


@pytest.mark.parametrize("status", FAILURES)
def test_each_failure_has_its_page_that_says_what_to_do(
    status: int, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "aide@sas.example"
    failure, told = FAILURES[status]
    if failure:

        def fail(**asked: object) -> None:
            raise failure

        monkeypatch.setattr(queries, "terms", fail)
    client = Client(raise_request_exception=False, headers={"host": "ailleurs.example"} if not failure else None)
    answer = client.get("/cgu")
    page = text(answer)
    assert answer.status_code == status and told in page
    assert "Que faire ?" in page and "écrivez à" in page and "Retour à l'accueil" in page
    assert page.count("<li>", page.index("Que faire ?"), page.index("</ul>", page.index("Que faire ?"))) >= 2
    assert ('class="fr-btn fr-btn--secondary" href="/etat"' in page) == (status >= 500)
    assert answer.headers.get("Retry-After") == {429: "90", 503: "30"}.get(status)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_whoever_is_signed_in_is_told_that_the_page_did_not_sign_him_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**asked: object) -> None:
        raise OperationalError

    inside = browser(care.account(Role.EFFECTEUR))
    monkeypatch.setattr(queries, "signed_in", away)
    monkeypatch.setattr(queries, "terms", away)
    inside.raise_request_exception = False
    for client, told in ((inside, True), (Client(raise_request_exception=False), False)):
        answer = client.get("/cgu")
        assert answer.status_code == 503 and "Se connecter" in text(answer)
        assert ("Vous n'avez pas été déconnecté" in text(answer)) == told


def test_a_page_that_does_not_exist_leads_to_the_map_of_the_site(client: Client) -> None:
    answer = client.get("/nulle-part")
    assert answer.status_code == 404 and "Le plan du site mène à toutes les pages." in text(answer)


@pytest.mark.parametrize("is_checked", [False, True])
def test_more_than_a_page_takes_is_413_before_or_after_the_protection_of_forms(
    settings: Any, *, is_checked: bool
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = Client(enforce_csrf_checks=is_checked, raise_request_exception=False)
    client.get("/connexion")
    answer = client.post("/connexion", {"email": "x" * 200})
    assert answer.status_code == 413 and "rien n'a été enregistré" in text(answer)


def test_an_outside_service_that_does_not_answer_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**asked: object) -> None:
        raise Unavailable("Le service d'adresses")

    monkeypatch.setattr(queries, "terms", fail)
    answer = client.get("/cgu")
    assert answer.status_code == 503 and "Le service d'adresses ne répond pas" in text(answer)


def test_maintenance_answers_503_without_a_question_to_the_database_until_it_is_over(
    settings: Any, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    settings.MAINTENANCE_FILE = tmp_path / "var" / "maintenance"
    inside = browser(care.account(Role.EFFECTEUR))
    call_command("maintenance", "on", "--minutes", "30", verbosity=0)
    with django_assert_num_queries(0):
        answer = inside.get("/compte", headers={"accept": "text/html"})
        program = inside.get("/fhir/Slot")
    assert answer.status_code == program.status_code == 503
    assert 1700 < int(answer["Retry-After"]) <= 1800 and "default-src 'none'" in answer["Content-Security-Policy"]
    assert "La plateforme est en maintenance" in text(answer) and "heure de Paris" in text(answer)
    assert program["Content-Type"].startswith("text/plain") and "Retry-After" in program
    assert inside.get("/health/ready").status_code == 200
    call_command("maintenance", "on", verbosity=0)
    answer = inside.get("/compte", headers={"accept": "text/html"})
    assert answer["Retry-After"] == "600" and "dans un moment" in text(answer)
    call_command("maintenance", "off", verbosity=0)
    assert inside.get("/compte").status_code == 200


def test_every_page_of_the_place_to_practise_says_so(client: Client, settings: Any) -> None:
    assert "Environnement d'entraînement" not in text(client.get("/"))
    settings.PRACTICE = True
    for address in ("/", "/connexion", "/nulle-part"):
        assert "Environnement d'entraînement" in text(client.get(address))
