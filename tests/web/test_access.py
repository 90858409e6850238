"""Every address, every method, every role: what tests/web/access_matrix.txt promises is what the pages answer."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sas.actor import Role
from tests.factories import care, delegation, houses
from tests.factories.browsers import browser
from tests.house.words import english_in
from tests.web.access_scene import QUESTIONS
from tests.web.access_things import FORMS, HOLES
from tests.web.regulation.scene import Scene, make_scene
from tests.web.undoing import undone

MATRIX = Path(__file__).with_name("access_matrix.txt")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
VISITORS = {
    "visitor": None,
    "effecteur": Role.EFFECTEUR,
    "delegataire": Role.DELEGATAIRE,
    "structure": Role.GESTIONNAIRE_STRUCTURE,
    "osnp": Role.REGULATEUR_OSNP,
    "ioa": Role.IOA,
    "comptes": Role.GESTIONNAIRE_COMPTES,
    "referent": Role.REFERENT_TERRITORIAL,
    "national": Role.ADMINISTRATEUR_NATIONAL,
    "technique": Role.ADMINISTRATEUR,
}
WITHOUT_FORM = (
    "/connexion",
    "/affichage",
    "/cookies",
    "/connexion/psc",
    "/connexion/psc/retour",
    "/connexion/psc/lien/{card_token}",
    "/connexion/psc/deconnexion",
    "/sso/autorisation",
    "/sso/demande/{login_key}",
    "/sso/demande/{login_key}/retour",
    "/sso/jeton",
    "/sso/identite",
    "/fhir/token",
)
"""What everybody may try, and that answers an empty form or an unknown secret by itself."""


@dataclass(frozen=True)
class Row:
    """One line of the matrix."""

    address: str
    method: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


@dataclass(frozen=True)
class Visitor:
    """The account (0: none) and the cookies of a browser."""

    user_id: int
    cookies: SimpleCookie


def rows() -> Iterator[Row]:
    lines = [line for line in MATRIX.read_text().splitlines() if line and not line.startswith("#")]
    columns = lines[0].split()[2:]
    for line in lines[1:]:
        address, method, *cells = line.split()
        yield Row(address, method, dict(zip(columns, cells, strict=True)))


def leaves(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address of the product as the matrix writes it, with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + _written(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from leaves(entry, address)


def _written(pattern: str) -> str:
    parts = pattern.replace("<", "{<").replace(">", ">}").split("{")
    return "".join("{" + part.split(":")[1].replace(">", "") if part.startswith("<") else part for part in parts)


def doors(view: Callable[..., Any]) -> tuple[Callable[..., Any], ...]:
    return getattr(view, "parts", (view,))


def test_every_view_has_a_door() -> None:
    without = [address for address, view in leaves() if not all(hasattr(door, "access") for door in doors(view))]
    assert without == []


def test_every_address_and_method_has_its_row_and_nothing_else() -> None:
    known = {
        (address, method)
        for address, view in leaves()
        for door in doors(view)
        for method in door.access.methods  # type: ignore[attr-defined]
        if method != "HEAD"
    }
    written = [(row.address, row.method) for row in rows()]
    assert len(written) == len(set(written))
    assert set(written) == known


def test_every_role_has_its_column() -> None:
    assert {role for role in VISITORS.values() if role} == set(Role)
    assert all(list(row.cells) == list(VISITORS) for row in rows())


def somebody(scene: Scene, role: Role | None) -> Client:
    """A browser of this role, whose own things are those of the scene where the role has some."""
    if role is None:
        return Client()
    if role is Role.EFFECTEUR:
        return browser(scene.owner)
    if role is Role.DELEGATAIRE:
        return browser(care.account(role, delegated=(scene.place.professional_id or 0,)))
    if role is Role.GESTIONNAIRE_STRUCTURE:
        return browser(delegation.manager_of(delegation.structure()))
    if role is Role.IOA:
        return browser(houses.nurse_of(houses.with_package(houses.house("establishment")), scene.territory))
    return browser(care.account(role, territories=(scene.territory,)))


def asked(row: Row, scene: Scene) -> dict[str, Any]:
    """What is sent to the address: the question of a page, the right form of a command."""
    if row.method == "GET":
        return QUESTIONS.get(row.address, {})
    return FORMS[row.address](scene) if row.address in FORMS else {}


def filled(address: str, scene: Scene) -> str:
    """The address, with things of the scene in its holes."""
    return address.format(**{name: make(scene) for name, make in HOLES.items() if f"{{{name}}}" in address})


def is_page(answer: Any) -> bool:
    """A whole page, whatever its status; a part of one, a file, a redirection are none."""
    return answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content


def says_what_it_is(answer: Any) -> bool:
    """What holds something tells its type, and text its letters (ASVS V4.1.1); browsers guess neither."""
    kind = answer.headers.get("Content-Type", "")
    holds = answer.streaming or bool(answer.content)
    text = kind.startswith(("text/", "application/xml")) and "charset=utf-8" not in kind.lower()
    return not holds or bool(kind and not text and answer.headers.get("X-Content-Type-Options") == "nosniff")


def verdict(answer: Any, row: Row) -> str:
    """The word of the matrix for this answer; a refused form would hide a refused person."""
    where = answer.headers.get("Location", "")
    if answer.status_code == 302 and where.startswith("/connexion?suite="):
        return "in"
    if answer.status_code in (403, 404):
        return "no"
    if answer.status_code in (200, 302, 303) or (answer.status_code in (400, 401, 422) and row.address in WITHOUT_FORM):
        return "yes"
    return f"{answer.status_code}"


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """One for all rows."""
    with django_db_blocker.unblock(), undone():
        yield make_scene()


@pytest.fixture(scope="module")
def visitors(scene: Scene, django_db_blocker: Any) -> Iterator[dict[str, Visitor]]:
    """Everybody signs in once, for all addresses."""
    with django_db_blocker.unblock(), undone():
        clients = {name: somebody(scene, role) for name, role in VISITORS.items()}
        yield {name: Visitor(client.session.get("user_id", 0), client.cookies) for name, client in clients.items()}


@pytest.mark.django_db
@pytest.mark.shows("F-026", "F-268")
@pytest.mark.parametrize("row", tuple(rows()), ids=str)
def test_the_answer_is_the_one_written(row: Row, scene: Scene, visitors: dict[str, Visitor]) -> None:
    """Each role comes to the same scene, as if it were the first; every page that it is shown is in French."""
    answers, english = {}, set()
    for name, visitor in visitors.items():
        with undone():
            client, theirs = Client(), replace(scene, visitor=visitor.user_id)
            client.cookies = deepcopy(visitor.cookies)
            answer = getattr(client, row.method.lower())(filled(row.address, theirs), asked(row, theirs))
            answers[name] = verdict(answer, row)
            assert says_what_it_is(answer), answer.headers
            english |= english_in(answer.content.decode()) if is_page(answer) else set()
    assert answers == row.cells
    assert english == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted({row.address for row in rows()}))
def test_other_methods_are_not_allowed(address: str) -> None:
    written = {row.method for row in rows() if row.address == address}
    anything = dict.fromkeys(HOLES, 1) | {"day": "2026-11-24", "token": "x" * 43}
    for method in METHODS:
        if method not in written:
            answer = getattr(Client(), method.lower())(address.format(**anything))
            assert answer.status_code == 405, method
