"""Nobody opens or changes the agenda of somebody else, whatever the address."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.availability import queries
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations as orientations
from tests.factories import care
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
OUTSIDERS = (Role.REGULATEUR_OSNP, Role.IOA, Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL)
ACTS = {
    "disponibilites": {
        "day": "2026-11-25",
        "start": "09:00",
        "end": "10:00",
        "kind": "plage",
        "patients": "1",
        "modalities": "1",
    },
    "creneaux/{slot}/2026-11-24/modifier": {"day": "2026-11-24", "start": "09:00", "end": "10:00", "vu": "1"}
    | {"kind": "plage", "patients": "1", "modalities": "1"},
    "creneaux/{slot}/2026-11-24/supprimer": {"scope": "occurrence", "vu": "1"},
    "jours/2026-11-24/copier": {"targets": "2026-12-01"},
    "semaines/2026-11-24/copier": {"targets": "2026-11-30"},
    "indisponibilite": {"indefinite_box": "on", "vu": "1"},
    "informations": {"text": "Bonjour", "vu": "1"},
    "orientations/{orientation}/decliner": {"reason": "Absent"},
}


@pytest.fixture
def kept(now: datetime) -> tuple[Place, dict[str, str]]:
    """Somebody's place, with a slot and an orientation, and the address of every act on it."""
    place = care.doctor_place()
    slot = care.published(place=place, owner=care.keeper(place), day=TUESDAY, now=now)
    made = orientations.orient_surnumeraire(
        actor=care.regulator(care.territory()),
        key=uuid4(),
        place_id=place.id,
        local=datetime(2026, 11, 25, 10, 0),
        now=now,
    )
    named = {"slot": slot, "orientation": made.orientation_id}
    return place, {act: f"/sas/agenda/{place.id}/{act.format(**named)}" for act in ACTS}


def state(place: Place) -> queries.AgendaFacts:
    return queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id]


@pytest.mark.parametrize("act", ACTS)
def test_another_effecteur_is_refused(act: str, kept: tuple[Place, dict[str, str]]) -> None:
    place, paths = kept
    before, client = state(place), browser(care.keeper(care.doctor_place()))
    assert client.get(f"/sas/agenda/{place.id}/historique").status_code == 403
    expected = 404 if act.startswith("orientations") else 403
    assert client.get(paths[act]).status_code == expected
    assert client.post(paths[act], ACTS[act]).status_code == expected
    assert state(place) == before


@pytest.mark.parametrize("role", OUTSIDERS)
def test_other_roles_are_refused_everywhere(role: Role, kept: tuple[Place, dict[str, str]]) -> None:
    place, paths = kept
    before, client = state(place), browser(care.account(role, territories=(care.territory(),)))
    for act, path in paths.items():
        assert client.get(path).status_code == 403
        assert client.post(path, ACTS[act]).status_code == 403
    assert client.get(f"/sas/agenda/{place.id}").status_code == 403
    assert client.get("/sas/tableau-de-bord").status_code == 403
    assert state(place) == before


def test_a_visitor_is_sent_to_the_sign_in_page(kept: tuple[Place, dict[str, str]]) -> None:
    place, paths = kept
    before = state(place)
    for act, path in paths.items():
        for answer in (Client().get(path), Client().post(path, ACTS[act])):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/connexion?suite=")
    assert state(place) == before


def test_another_persons_place_is_refused_with_its_sentence(kept: tuple[Place, dict[str, str]]) -> None:
    place, _ = kept
    answer = browser(care.keeper(care.doctor_place())).get(f"/sas/agenda/{place.id}")
    assert answer.status_code == 403
    assert "ne vous est pas rattaché" in answer.content.decode()


def test_an_administrator_opens_and_keeps_any_agenda(kept: tuple[Place, dict[str, str]]) -> None:
    place, paths = kept
    client = browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    assert client.get(f"/sas/agenda/{place.id}").status_code == 200
    assert client.post(paths["disponibilites"], ACTS["disponibilites"]).status_code == 303


def test_a_slot_or_an_orientation_of_another_agenda_is_not_found(kept: tuple[Place, dict[str, str]]) -> None:
    _, paths = kept
    own = care.doctor_place()
    client = browser(care.keeper(own))
    slots = [act for act in ACTS if act.startswith("creneaux")]
    for act in (*slots, "orientations/{orientation}/decliner"):
        rest = paths[act].split("/", 4)[4]
        assert client.get(f"/sas/agenda/{own.id}/{rest}").status_code == 404
        assert client.post(f"/sas/agenda/{own.id}/{rest}", ACTS[act]).status_code == 404


@pytest.mark.parametrize("rest", ["creneaux/1/2026-13-01/supprimer", "creneaux/1/1999-01-01/supprimer", "inconnu"])
def test_an_address_that_means_nothing_is_not_found(rest: str) -> None:
    own = care.doctor_place()
    assert browser(care.keeper(own)).get(f"/sas/agenda/{own.id}/{rest}").status_code == 404
