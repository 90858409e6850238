"""The State's kit on the delegated login (INT_SSO), by what a browser sees that follows the link of a slot."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from simulators.editor.login import Client, Logins
from simulators.editor.people import ONE_PLACE
from simulators.editor.web import EditorServer
from tests.factories import editor_accounts, editors

pytestmark = pytest.mark.shows("F-264")


def link(server: EditorServer, now: datetime) -> str:
    """The `comment` of a slot."""
    where = editors.endpoint(server)
    query = f"schedule.actor:Practitioner.identifier=urn:oid:1.2.250.1.71.4.2.1%7C{ONE_PLACE}&status=free"
    asked = f"{where.base_url}/Slot?start=ge{now:%Y-%m-%dT%H:%M:%S}&start=le2026-11-25T00:00:00&{query}"
    return str(httpx.get(asked, trust_env=False).json()["entry"][0]["resource"]["comment"])


def test_sso_without_origin(fresh: EditorServer, now: datetime) -> None:
    page = httpx.get(link(fresh, now), trust_env=False)
    assert page.status_code == 403
    assert re.search("erreur|connect", page.text, re.IGNORECASE)
    assert urlsplit(link(fresh, now)).query == ""


def test_the_origin_is_read_as_the_kit_adds_it(fresh: EditorServer, now: datetime) -> None:
    page = httpx.get(f"{link(fresh, now)}&origin=sas-preprod", trust_env=False)
    assert (page.status_code, "Aucun compte de régulateur actif" in page.text) == (200, True)


@pytest.mark.django_db(transaction=True)
def test_sso_while_unidentified(fresh: EditorServer, now: datetime, live_server: Any, settings: Any) -> None:
    """The kit knows the platform's page by the name of the ministry; here by its address and what it asks for."""
    settings.PUBLIC_URL = live_server.url
    told = editor_accounts.registered(editor_accounts.editor(), f"{fresh.url}/retour")
    fresh.editor.logins = Logins(Client(live_server.url, *told))
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=30) as browser:
        page = browser.get(f"{link(fresh, now)}&origin=sas-preprod")
        assert page.history[0].url.path == "/agenda/lieu-1&origin=sas-preprod"
        assert (page.status_code, f"{page.url.scheme}://{page.url.netloc.decode()}") == (200, live_server.url)
        assert page.url.path == "/connexion" and "Mot de passe" in page.text
