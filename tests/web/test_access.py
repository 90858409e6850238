"""Every address, every method, every role: what tests/web/access_matrix.txt promises is what the pages answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sas.actor import Actor, Role
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.accounts.enums import LinkPurpose, Means
from sas.rooms.accounts.models import BulkCreation, OpenSession, User
from sas.rooms.calendars import operations as calendars
from sas.rooms.calendars.queries import synchronisation
from sas.rooms.orientation import operations as orientations
from sas.rooms.orientation.models import Orientation
from sas.rooms.outbox.enums import MailState
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care, delegation
from tests.factories.browsers import browser
from tests.factories.credentials import NEW_PASSWORD, link
from tests.web.regulation.scene import Scene, make_scene

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
    "/connexion/psc",
    "/connexion/psc/retour",
    "/connexion/psc/lien/{card_token}",
    "/connexion/psc/deconnexion",
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
    return browser(care.account(role, territories=(scene.territory,)))


def orientation(scene: Scene) -> int:
    """One of the scene's territory, tomorrow, outside the slots."""
    local = datetime.combine(scene.day, datetime.min.time()) + timedelta(hours=10)
    made = orientations.orient_surnumeraire(
        actor=scene.regulator, key=uuid4(), place_id=scene.place.id, local=local, now=scene.now
    )
    assert made.orientation_id
    return made.orientation_id


def begun(scene: Scene) -> int:
    """The same, once its hour has come."""
    made = orientation(scene)
    Orientation.objects.filter(id=made).update(start=scene.now - timedelta(hours=1), end=scene.now)
    return made


def shown_elsewhere(scene: Scene) -> int:
    """The place, once its agenda has a private address."""
    calendars.open_feed(actor=scene.owner, place_id=scene.place.id, now=scene.now)
    return scene.place.id


def token(scene: Scene) -> str:
    """What opens the agenda of the place."""
    feed = synchronisation(actor=scene.owner, place_id=shown_elsewhere(scene)).feed
    assert feed is not None
    return feed.token


def read_elsewhere(scene: Scene) -> int:
    """The place, once a personal calendar is read for it."""
    calendars.set_source(actor=scene.owner, place_id=scene.place.id, address="https://agenda.example/a", now=scene.now)
    return scene.place.id


def failed_mail(scene: Scene) -> int:
    """A mail that the server refused."""
    facts = {"kind": "test", "to": "a@sas.example", "subject": "Objet", "text": "…", "html": "…"}
    return OutgoingMail.objects.create(**facts, state=MailState.FAILED, created_at=scene.now).id


def delegation_request(scene: Scene) -> int:
    """One of the scene's doctor, in the scene's territory, where somebody reads it."""
    care.account(Role.REFERENT_TERRITORIAL, territories=(scene.territory,))
    return delegation.asked(scene.owner, now=scene.now)


def asks_for_a_delegate(scene: Scene) -> dict[str, str]:
    """Denis Laurent, in a city where somebody reads the requests."""
    care.account(Role.REFERENT_TERRITORIAL, territories=(scene.territory,))
    return {"family_name": "Laurent", "given_name": "Denis", "city": "Rennes", "email": "denis@sas.example"}


def open_session(scene: Scene) -> int:
    """Where the scene's regulator is signed in."""
    user_id = scene.regulator.user_id
    return OpenSession.objects.create(
        user_id=user_id, session_key=uuid4().hex, means=Means.PASSWORD, opened_at=scene.now
    ).id


def terms(scene: Scene) -> int:
    """A version of the CGU."""
    return accounts.publish_terms(actor=Actor.SYSTEM, text="Texte", now=scene.now)


def managed_account(scene: Scene) -> int:
    """A regulator of the scene's territory, whom its managers may change."""
    return care.regulator(scene.territory).user_id or 0


def own_bulk(scene: Scene) -> int:
    """A file of accounts brought by whoever was just given a browser."""
    author = User.objects.latest("id")
    return BulkCreation.objects.create(author=author, file_name="comptes.csv", created_at=scene.now).id


def account_form(scene: Scene) -> dict[str, Any]:
    """A regulator of the scene's territory."""
    person = {"email": f"{uuid4()}@sas.example", "family_name": "DUPONT", "given_name": "Jeanne"}
    return {**person, "roles": ["regulateur_osnp"], "territories": [str(scene.territory)]}


def changed_account_form(scene: Scene) -> dict[str, Any]:
    """The same for the account that stands in the address: the last one made."""
    found = queries.person(actor=Actor.SYSTEM, user_id=User.objects.latest("id").id)
    assert found
    return account_form(scene) | {"stamp": found.stamp}


def accounts_file(_: Scene) -> dict[str, Any]:
    """One line of two columns."""
    text = "Adresse électronique;Rôles\njeanne@sas.example;IOA\n"
    return {"file": SimpleUploadedFile("comptes.csv", text.encode())}


# What stands in the holes of an address: made in the scene, by name.
HOLES: dict[str, Callable[[Scene], object]] = {
    "slot_id": lambda scene: scene.plage,
    "day": lambda scene: scene.day,
    "place_id": lambda scene: scene.place.id,
    "orientation_id": orientation,
    "begun_id": begun,
    "shown_id": shown_elsewhere,
    "read_id": read_elsewhere,
    "token": token,
    "mail_id": failed_mail,
    "delegation_id": lambda scene: delegation.delegate_of(scene.place)[1],
    "request_id": delegation_request,
    "welcome_token": lambda _: link(LinkPurpose.WELCOME),
    "reset_token": lambda _: link(LinkPurpose.RESET),
    "address_token": lambda _: link(LinkPurpose.NEW_EMAIL),
    "session_id": open_session,
    "number": terms,
    "card_token": lambda _: "unknown",
}
# What a right form of an address holds.
FORMS: dict[str, Callable[[Scene], dict[str, str]]] = {
    "/mot-de-passe/oublie": lambda _: {"email": "camille@sas.example"},
    "/premiere-connexion/{welcome_token}": lambda _: {"password": NEW_PASSWORD},
    "/mot-de-passe/nouveau/{reset_token}": lambda _: {"password": NEW_PASSWORD},
    "/identifiants/mot-de-passe": lambda _: {"old": care.PASSWORD, "password": NEW_PASSWORD},
    "/identifiants/adresse": lambda _: {"email": "camille@sas.example", "password": care.PASSWORD},
    "user_id": managed_account,
    "bulk_id": own_bulk,
}
# What a right form of an address holds.
FORMS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "/sas/orienter/creneau/{slot_id}/{day}": lambda _: {"cle": str(uuid4())},
    "/sas/orienter/en-sus/{place_id}": lambda scene: {"cle": str(uuid4()), "day": str(scene.day), "time": "11:30"},
    "/sas/agenda/{place_id}/disponibilites": lambda scene: {
        "day": str(scene.day),
        "start": "09:00",
        "end": "10:00",
        "kind": "plage",
        "patients": "1",
        "modalities": "1",
    },
    "/sas/agenda/{place_id}/creneaux/{slot_id}/{day}/modifier": lambda scene: {
        "day": str(scene.day),
        "start": "09:00",
        "end": "10:00",
        "kind": "plage",
        "patients": "1",
        "modalities": "1",
        "vu": "1",
    },
    "/sas/agenda/{place_id}/creneaux/{slot_id}/{day}/supprimer": lambda _: {"scope": "occurrence", "vu": "1"},
    "/sas/agenda/{place_id}/jours/{day}/copier": lambda scene: {"targets": str(scene.day + timedelta(days=7))},
    "/sas/agenda/{place_id}/semaines/{day}/copier": lambda scene: {
        "targets": str(scene.day + timedelta(days=7 - scene.day.weekday()))
    },
    "/sas/agenda/{place_id}/indisponibilite": lambda _: {"indefinite_box": "on", "vu": "1"},
    "/sas/agenda/{place_id}/informations": lambda _: {"text": "Bonjour", "vu": "1"},
    "/sas/agenda/{place_id}/synchroniser/agenda-personnel": lambda _: {"address": "webcal://agenda.example/b"},
    "/sas/agenda/{place_id}/orientations/{orientation_id}/decliner": lambda _: {"reason": "Absent"},
    "/delegations/demande": asks_for_a_delegate,
    "/administration/delegations/{request_id}": lambda _: {"text": "Je la connais."},
    "/administration/delegations/{request_id}/accepter": lambda scene: {"chosen": f"p{scene.place.professional_id}"},
    "/administration/delegations/{request_id}/refuser": lambda _: {"reason": "Inconnu ici"},
    "/administration/comptes/nouveau": account_form,
    "/administration/comptes/{user_id}": changed_account_form,
    "/administration/comptes/import": accounts_file,
}
# A page that reads needs a search.
QUESTIONS = {"/sas/recherche": {"text": "Médecin", "loc": "Rennes"}}


def asked(row: Row, scene: Scene) -> dict[str, Any]:
    """What is sent to the address: the question of a page, the right form of a command."""
    if row.method == "GET":
        return QUESTIONS.get(row.address, {})
    return FORMS[row.address](scene) if row.address in FORMS else {}


def filled(address: str, scene: Scene) -> str:
    """The address, with things of the scene in its holes."""
    return address.format(**{name: make(scene) for name, make in HOLES.items() if f"{{{name}}}" in address})


def verdict(answer: Any, row: Row) -> str:
    """The word of the matrix for this answer; a refused form would hide a refused person."""
    where = answer.headers.get("Location", "")
    if answer.status_code == 302 and where.startswith("/connexion?suite="):
        return "in"
    if answer.status_code in (403, 404):
        return "no"
    if answer.status_code in (200, 302, 303) or (answer.status_code in (400, 422) and row.address in WITHOUT_FORM):
        return "yes"
    return f"{answer.status_code}"


@pytest.mark.django_db
@pytest.mark.shows("F-026")
@pytest.mark.parametrize("row", tuple(rows()), ids=str)
def test_the_answer_is_the_one_written(row: Row) -> None:
    answers = {}
    for name, role in VISITORS.items():
        scene = make_scene()
        client = somebody(scene, role)
        answer = getattr(client, row.method.lower())(filled(row.address, scene), asked(row, scene))
        answers[name] = verdict(answer, row)
    assert answers == row.cells


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted({row.address for row in rows()}))
def test_other_methods_are_not_allowed(address: str) -> None:
    written = {row.method for row in rows() if row.address == address}
    anything = dict.fromkeys(HOLES, 1) | {"day": "2026-11-24", "token": "x" * 43}
    for method in METHODS:
        if method not in written:
            answer = getattr(Client(), method.lower())(address.format(**anything))
            assert answer.status_code == 405, method
