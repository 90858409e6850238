"""The State's kit on the delegated login (INT_SSO), by what a browser sees that follows the link of a slot."""

import re
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import pytest

from simulators.editor.people import ONE_PLACE
from simulators.editor.web import EditorServer
from tests.factories import editors

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
