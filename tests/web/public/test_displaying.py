"""Theme, contrast and text size: chosen without JavaScript, drawn by the server from the first byte."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def html_tag(client: Client, address: str = "/connexion") -> str:
    page = client.get(address).content.decode()
    return " ".join(page[page.index("<html") :].split(">")[0].split())


def contrasted(client: Client, address: str = "/connexion") -> str:
    """When the page reads the style sheet of more contrast."""
    page = client.get(address).content.decode()
    return re.findall(r'kit/contrast\.[^"]*css"\s+media="([^"]*)"', page)[0]


@pytest.mark.shows("F-249")
def test_the_choices_are_drawn_by_the_server_on_every_page_and_kept(client: Client) -> None:
    assert html_tag(client) == '<html lang="fr" data-fr-scheme="system"'
    assert contrasted(client) == "(prefers-contrast: more)"
    chosen = {"theme": "sombre", "contraste": "renforce", "taille": "grand", "retour": "/affichage"}
    answer = client.post("/affichage", chosen)
    assert answer["Location"] == "/affichage"
    assert {name: kept["max-age"] for name, kept in answer.cookies.items()} == dict.fromkeys(
        ("taille", "theme", "contraste"), 365 * 24 * 3600
    )
    assert html_tag(client) == '<html lang="fr" data-fr-scheme="dark" class="sas-taille-grand"'
    assert contrasted(client) == "all"
    page = client.get("/affichage").content.decode()
    assert re.findall(r'value="([^"]*)"\s+checked', page) == ["sombre", "renforce", "grand"]
    client.post("/affichage", {"theme": "clair", "contraste": "", "taille": ""})
    assert html_tag(client, "/nulle-part") == '<html lang="fr" data-fr-scheme="light"'
    assert contrasted(client, "/nulle-part") == "(prefers-contrast: more)"


def test_what_no_longer_exists_is_not_kept_and_not_drawn(client: Client) -> None:
    answer = client.post("/affichage", {"theme": '"><script>', "contraste": "x", "retour": "//ailleurs.example"})
    assert answer["Location"] == "/" and not answer.cookies
    client.cookies["theme"] = client.cookies["contraste"] = client.cookies["taille"] = "x"
    assert html_tag(client) == '<html lang="fr" data-fr-scheme="system"'


def test_the_script_of_the_theme_runs_before_the_page_is_painted(client: Client) -> None:
    head = client.get("/connexion").content.decode().split("</head>")[0]
    assert '<script src="/static/kit/theme.js"></script>' in head
