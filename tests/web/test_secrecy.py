"""What a browser is told to keep for itself, and what never reaches the logs."""

import json
import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from config import settings as product
from sas.rooms.accounts.enums import LinkPurpose
from sas.web.kit.logs import JsonFormatter, NoQueryString
from tests.factories import care, configuration
from tests.factories.browsers import browser
from tests.factories.credentials import link

PAGES = ("/", "/connexion", "/sas/", "/sas/recherche?text=M%C3%A9decin&loc=Rennes", "/sas/orientations", "/inconnue")
ADDRESS = "12 rue des Lilas"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_what_it_does_not_serve_itself(path: str) -> None:
    answer = browser(care.regulator(care.territory())).get(path)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert answer["Referrer-Policy"] in ("strict-origin", "no-referrer")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in answer["Permissions-Policy"]


@pytest.mark.django_db
def test_what_is_answered_to_somebody_is_kept_by_no_browser() -> None:
    signed, anybody = browser(care.regulator(care.territory())), Client()
    for path in PAGES:
        assert signed.get(path)["Cache-Control"] == "private, no-store", path
    assert "no-store" not in anybody.get("/").get("Cache-Control", "")
    assert signed.get("/sso/cles")["Cache-Control"] == "public, max-age=300"


@pytest.mark.django_db
def test_a_year_of_https_is_asked_of_browsers_subdomains_included(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = Client().get("/connexion", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/connexion", "/fhir/metadata", "/health/live"])
def test_no_method_gives_back_what_it_was_sent(path: str) -> None:
    answer = Client().trace(path, headers={"X-Odd": "rendu"})
    assert answer.status_code == 405
    assert b"rendu" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/static/../.env", "/static/.git/HEAD", "/config/settings.py"]
)
def test_nothing_of_the_source_is_served(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.django_db
def test_a_right_that_was_refused_is_logged_with_who_and_where(caplog: pytest.LogCaptureFixture) -> None:
    actor = care.regulator(care.territory())
    with caplog.at_level(logging.WARNING):
        assert browser(actor).get("/administration/cgu?loc=Lilas").status_code == 403
    assert f"Refused: GET administration/cgu, account {actor.user_id}" in [one.getMessage() for one in caplog.records]


@pytest.mark.django_db
def test_a_form_without_its_token_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Client(enforce_csrf_checks=True).post("/connexion", {"email": "a@sas.example", "password": "b"})
    assert "django.security.csrf" in {one.name for one in caplog.records}


@pytest.mark.django_db
def test_the_cookies_are_out_of_reach_of_scripts() -> None:
    client = Client()
    actor = care.regulator()
    client.get("/connexion")
    client.cookies.update(browser(actor).cookies)
    client.post("/affichage", {"taille": "plus"})
    for name in ("csrftoken", "taille"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_a_sentence() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/connexion", {"email": "a@sas.example", "password": "b"})
    assert answer.status_code == 403
    assert "Ce formulaire n&#x27;est plus valable" in answer.content.decode()


@pytest.mark.django_db
def test_an_address_searched_never_reaches_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    client, _ = browser(care.regulator(care.territory())), configuration.lrm("samu-35")
    with caplog.at_level(logging.DEBUG):
        client.get("/sas/recherche", {"text": "Médecin", "loc": ADDRESS})
        client.get("/sas/recherche", {"origin": "samu-35", "city": "Rennes", "streetname": ADDRESS}, follow=True)
        client.get("/sas/suggestions/ou", {"q": ADDRESS})
        client.get(f"/sas/inconnue?loc={ADDRESS}")
    written = [JsonFormatter().format(record) for record in caplog.records if _kept(record)]
    assert not [line for line in written if "Lilas" in line]


def _kept(record: logging.LogRecord) -> bool:
    """As the handler of config.settings decides: the level of the record's logger, then the filter."""
    level = product.LOGGING["loggers"].get(record.name.split(".")[0], {}).get("level", "INFO")
    return record.levelno >= logging.getLevelName(level) and NoQueryString().filter(record)


def test_a_query_string_is_cut_and_an_exception_tells_no_value() -> None:
    try:
        float(ADDRESS)
    except ValueError:
        seen = sys.exc_info()
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "GET /sas/recherche?loc=%s", (ADDRESS,), seen)
    assert NoQueryString().filter(record)
    line = json.loads(JsonFormatter().format(record))
    assert line["message"].startswith("GET /sas/recherche")
    assert line["exception"] == "ValueError"
    assert any("test_secrecy.py" in step for step in line["trace"])
    assert "Lilas" not in json.dumps(line)


@pytest.mark.parametrize("typed", ["urn:oid:1.2.250.1.71.4.2.1|810000000017", "810000000017", "a@sas.example"])
def test_who_is_named_where_an_id_stands_never_reaches_the_logs(typed: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "Not Found: /fhir/Slot/%s", (typed,), None)
    assert NoQueryString().filter(record)
    assert record.getMessage() == "Not Found: /fhir/Slot/…"


@pytest.mark.django_db
def test_the_secret_of_a_link_never_reaches_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    secret = link(LinkPurpose.RESET)
    with caplog.at_level(logging.DEBUG):
        assert Client().post(f"/mot-de-passe/nouveau/{secret}", {"password": "court"}).status_code == 422
        assert Client().get(f"/premiere-connexion/{secret}").status_code == 410
    written = [JsonFormatter().format(record) for record in caplog.records if _kept(record)]
    assert [line for line in written if "/mot-de-passe/nouveau/…" in line]
    assert [line for line in written if "/premiere-connexion/…" in line]
    assert not [line for line in written if secret in line]
