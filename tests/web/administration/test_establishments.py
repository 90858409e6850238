"""The establishments of a territory: listed, searched, inscribed to the reorientation package."""

import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.directory.models import Structure
from sas.rooms.journal.models import AuditEntry
from sas.rooms.participation.models import ParticipationChange, StructureSettings
from sas.rooms.participation.operations import save_package
from tests.factories import care, houses
from tests.factories.browsers import browser

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-202")]
PATH = "/administration/etablissements"
NANTES = "44109"


def manager() -> Actor:
    return care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))


def shown(client: Client, asked: str = "") -> list[tuple[str, str]]:
    """Name and state of each of them."""
    html = client.get(PATH + asked).content.decode()
    return re.findall(r'<h2 class="fr-text--md[^>]*>([^<]+)</h2>.*?fr-badge--\w+">([^<]+)<', html, re.DOTALL)


def test_a_manager_sees_the_establishments_of_his_territories_and_administrators_all() -> None:
    here, there = houses.house("establishment"), houses.house("establishment", commune=NANTES)
    houses.house("cds")
    houses.with_package(here)
    assert shown(browser(manager())) == [(here.name, "Participe")]
    everywhere = shown(browser(care.account(Role.ADMINISTRATEUR_NATIONAL)))
    assert everywhere == [(here.name, "Participe"), (there.name, "Ne participe pas")]


def test_the_list_is_searched_by_name_or_number_and_paginated() -> None:
    found = [houses.house("establishment", name=f"Hôpital {number:02d}") for number in range(21)]
    Structure.objects.filter(id=found[4].id).update(name="Clinique du Parc", name_key="clinique du parc")
    client = browser(manager())
    assert (len(shown(client)), len(shown(client, "?page=2"))) == (20, 1)
    assert shown(client, "?texte=parc+clinique") == [("Clinique du Parc", "Ne participe pas")]
    assert shown(client, f"?texte={found[7].finess}") == [("Hôpital 07", "Ne participe pas")]
    assert "Aucun établissement." in client.get(f"{PATH}?texte=xyz").content.decode()


def test_inscribing_and_withdrawing_are_kept_once_each_and_the_list_stays_where_it_was(now: datetime) -> None:
    house, actor = houses.house("establishment"), manager()
    client, path = browser(actor), f"{PATH}/{house.id}/forfait"
    for said, kept in (("oui", True), ("oui", True), ("non", False)):
        answer = client.post(f"{path}?texte=hôpital&page=1", {"participe": said})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}?texte=h%C3%B4pital&page=1")
        assert StructureSettings.objects.get(structure=house).reorientation_package is kept
    told = ParticipationChange.objects.filter(structure=house).order_by("id").values_list("user_id", "after")
    assert list(told) == [(actor.user_id, {"reorientation_package": kept}) for kept in (True, False)]
    assert list(AuditEntry.objects.filter(subject="structure").order_by("id").values_list("verb", flat=True)) == [
        "take_package",
        "leave_package",
    ]


def test_an_establishment_elsewhere_or_closed_or_another_structure_is_refused(now: datetime) -> None:
    closed = houses.house("establishment")
    Structure.objects.filter(id=closed.id).update(closed_at=now)
    ids = [houses.house("establishment", commune=NANTES).id, closed.id, houses.house("cds").id, 0]
    actor = manager()
    for structure_id in ids:
        assert browser(actor).post(f"{PATH}/{structure_id}/forfait", {"participe": "oui"}).status_code == 403
        with pytest.raises(Refused, match="n'existe pas, ou n'est pas de vos territoires"):
            save_package(actor=actor, structure_id=structure_id, takes_part=True, now=now)
    for role in (Role.GESTIONNAIRE_STRUCTURE, Role.IOA, Role.REFERENT_TERRITORIAL, Role.REGULATEUR_OSNP):
        with pytest.raises(Refused):
            save_package(actor=care.account(role), structure_id=ids[0], takes_part=True, now=now)
    assert StructureSettings.objects.count() == 0


def test_three_establishments_cost_the_queries_of_one() -> None:
    client, costs = browser(manager()), []
    for number in (1, 3):
        while Structure.objects.filter(kind="establishment").count() < number:
            houses.with_package(houses.house("establishment"))
        with CaptureQueriesContext(connection) as captured:
            assert len(shown(client)) == number
        costs.append(len(captured))
    assert costs[0] == costs[1]
