"""« Gestion des cookies »: the list is true, the choice is kept and may be changed."""

import re
from pathlib import Path
from typing import Any

import django_htmx
import pytest
from django.conf import settings as known_settings
from django.test import Client, RequestFactory

from sas.web.kit.consents import KEPT_SECONDS, Consents, consents
from sas.web.public.cookies import KEPT

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
_SET = re.compile(r"set_cookie\(\s*([\w\"]+)")
_NAMED = re.compile(r'^_?COOKIE\b[^=]*= "([^"]+)"', re.MULTILINE)
_CHOICES = re.compile(r"keep\(onward, (?:\*\*\{?)?([\w\"]+)")
_STORED = re.compile(r"(?:local|session)Storage\.setItem\(([\w\"]+)")


def sources(ending: str) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in (ROOT / "sas").rglob(f"*.{ending}")}


@pytest.mark.shows("F-247")
def test_the_list_names_every_cookie_and_storage_that_the_code_sets_and_no_other() -> None:
    """What a browser really holds is compared in tests/journeys/test_public_journey.py."""
    setting = [path for path, code in sources("py").items() if _SET.search(code)]
    assert {path.name for path in setting} == {"display.py", "consents.py", "lrm.py", "editor_login.py", "servers.py"}
    named = {name for path in setting for name in _NAMED.findall(path.read_text(encoding="utf-8"))}
    chosen = {"taille", "theme", "contraste", "bandeau"}
    ours = {known_settings.SESSION_COOKIE_NAME, known_settings.CSRF_COOKIE_NAME}
    assert {one.name for one in KEPT if not one.is_storage} == named | chosen | ours
    scripts = sources("js").values()
    htmx = (Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js").read_text(encoding="utf-8")
    theirs = set(re.findall(r"Storage\.setItem\([\"']([\w-]+)[\"']", htmx))
    constants = {name for code in scripts for name in re.findall(r'const RECENT = "([^"]+)"', code)}
    written = {name.strip('"') for code in scripts for name in _STORED.findall(code)} - {"RECENT"}
    assert {one.name for one in KEPT if one.is_storage} == written | constants | theirs


@pytest.mark.shows("F-247")
def test_the_choice_is_kept_for_six_months_and_may_be_changed(client: Client) -> None:
    assert "Vous n'avez pas encore choisi" in client.get("/cookies").content.decode()
    for chosen, told in (("oui", "Vous acceptez les vidéos"), ("non", "Vous refusez les vidéos")):
        answer = client.post("/cookies", {"videos": chosen})
        assert (answer.status_code, answer["Location"]) == (303, "/cookies")
        kept = answer.cookies["accords"]
        assert (kept["max-age"], kept["httponly"], kept["samesite"]) == (KEPT_SECONDS, True, "Lax")
        assert told in client.get("/cookies").content.decode()
    wrong = client.post("/cookies", {"videos": "peut-être"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Choisissez d'accepter ou de refuser." in page.replace("&#x27;", "'") and "Erreur – Gestion" in page


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("", Consents(videos=False, told=False)),
        ("aucun", Consents(videos=False, told=True)),
        ("videos", Consents(videos=True, told=True)),
        ("videos,tout", Consents(videos=False, told=False)),
    ],
)
def test_without_a_choice_the_answer_is_no(rf: RequestFactory, cookie: str, expected: Consents) -> None:
    request: Any = rf.get("/")
    request.COOKIES["accords"] = cookie
    assert consents(request) == expected
