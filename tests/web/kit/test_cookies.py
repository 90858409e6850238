"""Cookies are named so that browsers hold them to this host and to https."""

from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings as known
from django.test import Client

from sas.web.public.cookies import KEPT
from tests.factories import care
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def over_https(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def test_each_cookie_is_of_this_host_and_of_https() -> None:
    client = Client()
    client.get("/connexion", secure=True)
    client.post("/affichage", {"taille": "grand"}, secure=True)
    assert {"__Host-csrftoken", "__Host-taille"} <= set(client.cookies)
    for name, morsel in client.cookies.items():
        assert name.startswith("__Host-") and morsel["path"] == "/" and not morsel["domain"], name
        assert morsel["secure"] and morsel["httponly"] and morsel["samesite"] == "Lax", name


def test_a_cookie_of_one_address_is_held_to_https() -> None:
    answer = Client().get("/sas/recherche", {"origin": "samu-35", "city": "Rennes"}, secure=True)
    (name,) = answer.cookies
    assert name == "__Secure-appel" and answer.cookies[name]["secure"]


def test_a_cookie_without_its_prefix_is_nobody_s() -> None:
    """Another host of the domain may write one without it, never with."""
    signed = browser(care.regulator(care.territory()))
    key = signed.cookies[known.SESSION_COOKIE_NAME].value
    assert signed.get("/sas/", secure=True).status_code == 302
    signed.cookies = SimpleCookie({f"__Host-{known.SESSION_COOKIE_NAME}": key})
    assert signed.get("/sas/", secure=True).status_code == 200


def test_the_page_of_cookies_tells_the_names_that_browsers_list() -> None:
    assert {one.told_name for one in KEPT if not one.is_storage} >= {"__Host-sessionid", "__Secure-appel"}
