"""Whoever reads what is somebody else's leaves a trace: on which pages, of what, and never for one's own (ADR 51)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sas.actor import Role
from sas.rooms.journal.models import AuditEntry
from tests.factories import care, delegation
from tests.factories.browsers import browser
from tests.web.access_scene import QUESTIONS
from tests.web.regulation.scene import Scene, make_scene
from tests.web.test_access import doors, filled, leaves, rows, somebody
from tests.web.undoing import undone

AGENDA = "/sas/agenda/{place_id}"
# Each address, who opens it for somebody else's sake (a column of the access matrix), and what the trace names.
TRACED = {
    AGENDA: ("delegataire", "place"),
    f"{AGENDA}/disponibilites": ("delegataire", "place"),
    f"{AGENDA}/creneaux/{{slot_id}}/{{day}}/modifier": ("delegataire", "place"),
    f"{AGENDA}/creneaux/{{slot_id}}/{{day}}/supprimer": ("delegataire", "place"),
    f"{AGENDA}/jours/{{day}}/copier": ("technique", "place"),
    f"{AGENDA}/semaines/{{day}}/copier": ("technique", "place"),
    f"{AGENDA}/indisponibilite": ("delegataire", "place"),
    f"{AGENDA}/informations": ("national", "place"),
    f"{AGENDA}/editeur": ("delegataire", "place"),
    f"{AGENDA}/historique": ("technique", "place"),
    f"{AGENDA}/orientations": ("national", "place"),
    f"{AGENDA}/orientations/{{orientation_id}}/decliner": ("delegataire", "place"),
    f"{AGENDA}/synchroniser": ("delegataire", "place"),
    "/sas/agenda/{centre_id}/orientations/{addressed_id}/membre": ("structure", "place"),
    "/sas/structures/{structure_id}/parametres": ("technique", "structure"),
    "/sas/structures/{cpts_id}/membres": ("national", "structure"),
    "/sas/structures/{cpts_id}/informations": ("technique", "structure"),
    "/sas/orientations/{orientation_id}/annuler": ("osnp", "orientation"),
    "/administration/comptes": ("comptes", "user"),
    "/administration/comptes/{user_id}": ("comptes", "user"),
    "/administration/comptes/{user_id}/supprimer": ("technique", "user"),
    "/administration/avenant-9/{doctor_id}": ("referent", "professional"),
    "/administration/assistance": ("comptes", "assistance_request"),
    "/administration/assistance/{assistance_id}": ("comptes", "assistance_request"),
    "/administration/assistance/{assistance_id}/pieces/{file_id}": ("comptes", "assistance_file"),
    "/administration/delegations": ("referent", "delegation_request"),
    "/administration/delegations/{request_id}": ("referent", "delegation_request"),
    "/administration/delegations/{request_id}/accepter": ("comptes", "delegation_request"),
    "/administration/delegations/{request_id}/refuser": ("comptes", "delegation_request"),
    "/administration/courriels": ("national", "mail"),
    "/administration/editeurs/comptes": ("national", "user"),
    "/administration/journal": ("national", "journal"),
    "/administration/journal/{trace_number}": ("technique", "journal"),
    "/support/{label}": ("technique", "accounts.user"),
    "/support/{label}/{key}": ("technique", "accounts.user"),
}
ROLES = {
    "delegataire": Role.DELEGATAIRE,
    "structure": Role.GESTIONNAIRE_STRUCTURE,
    "osnp": Role.REGULATEUR_OSNP,
    "comptes": Role.GESTIONNAIRE_COMPTES,
    "referent": Role.REFERENT_TERRITORIAL,
    "national": Role.ADMINISTRATEUR_NATIONAL,
    "technique": Role.ADMINISTRATEUR,
}
pytestmark = [pytest.mark.shows("F-233", "F-269")]


def test_the_pages_that_leave_a_trace_are_those_written_here() -> None:
    traced = {address for address, view in leaves() for door in doors(view) if door.access.traced}  # type: ignore[attr-defined]
    assert traced == set(TRACED)
    opened = {row.address: row.cells for row in rows() if row.method == "GET"}
    assert {address for address, (who, _) in TRACED.items() if opened[address][who] != "yes"} == set()


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """One for all addresses."""
    with django_db_blocker.unblock(), undone():
        yield make_scene()


@pytest.mark.django_db
def test_each_of_them_leaves_one_trace_of_what_it_showed(scene: Scene) -> None:
    told = {}
    for address, (who, _) in TRACED.items():
        with undone():
            client = somebody(scene, ROLES[who])
            where = filled(address, replace(scene, visitor=client.session["user_id"]))
            newest = AuditEntry.objects.latest("id").id
            assert client.get(where, QUESTIONS.get(address, {})).status_code == 200, where
            made = AuditEntry.objects.filter(id__gt=newest, user_id=client.session["user_id"])
            told[address] = [(one.verb.split("_")[0] in {"read", "list"}, one.subject) for one in made]
    assert told == {address: [(True, subject)] for address, (_, subject) in TRACED.items()}


@pytest.mark.django_db
def test_ones_own_agenda_structure_and_orientation_leave_none(scene: Scene) -> None:
    with undone():
        owner, structure = browser(scene.owner), delegation.structure()
        manager = browser(delegation.manager_of(structure))
        orientation = filled("{orientation_id}", scene)
        newest = AuditEntry.objects.latest("id").id
        for client, address in (
            (owner, f"/sas/agenda/{scene.place.id}"),
            (owner, f"/sas/agenda/{scene.place.id}/orientations"),
            (manager, f"/sas/structures/{structure.id}/parametres"),
            (browser(scene.regulator), f"/sas/orientations/{orientation}/annuler"),
        ):
            assert client.get(address).status_code == 200, address
        assert not AuditEntry.objects.filter(id__gt=newest, verb__startswith="read_").exists()


@pytest.mark.django_db
def test_a_delegataire_is_told_to_read_for_whom_and_a_refusal_leaves_nothing(scene: Scene) -> None:
    with undone():
        client = browser(care.account(Role.DELEGATAIRE, delegated=(scene.place.professional_id or 0,)))
        client.get(f"/sas/agenda/{scene.place.id}")
        trace = AuditEntry.objects.latest("id")
        assert (trace.verb, trace.subject_id) == ("read_page", str(scene.place.id))
        assert (trace.for_whom, trace.roles) == (f"professional:{scene.place.professional_id}", ["delegataire"])
        stranger = browser(care.account(Role.DELEGATAIRE))
        newest = AuditEntry.objects.latest("id").id
        assert stranger.get(f"/sas/agenda/{scene.place.id}").status_code == 403
        assert not AuditEntry.objects.filter(id__gt=newest).exists()
