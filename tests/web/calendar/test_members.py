"""The members of a CPTS with the places they declared, and what the CPTS tells the regulation."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.accounts.models import Delegation
from sas.rooms.directory.models import CptsMembership, Professional, Structure
from sas.rooms.offer import queries as offer
from sas.rooms.participation.models import ParticipationChange
from tests.factories import care, houses
from tests.factories.browsers import browser
from tests.web.calendar.reading import read, words

pytestmark = pytest.mark.django_db


def names(html: str) -> list[str]:
    return [name.strip() for name in re.findall(r"<h2[^>]*>(.*?)</h2>", html.split("<main")[1], re.DOTALL)]


def renamed(person: Professional, family: str) -> None:
    Professional.objects.filter(id=person.id).update(family_name=family, name_key=f"{family.lower()} claire")


@pytest.mark.shows("F-107", "F-108")
def test_members_are_listed_with_speciality_date_and_declared_places_only() -> None:
    """E20: two places, one declared."""
    cpts = houses.house("cpts")
    member = houses.member_of(cpts)
    houses.member_of(houses.house("cpts"))
    CptsMembership.objects.create(cpts=cpts, professional=member.professional, since=date(2024, 3, 1))
    html = read(browser(houses.manager_of(cpts)), f"/sas/structures/{cpts.id}/membres")
    assert names(html) == ["Claire MARTIN"]
    assert "Médecine générale (SM) – Inscrit le 1er mars 2024" in words(html) or "Inscrit le 1er mars 2024" in words(
        html
    )
    assert f'href="/sas/agenda/{member.declared.id}"' in html
    assert f"/sas/agenda/{member.other.id}" not in html
    assert member.other.address not in html


@pytest.mark.shows("F-107")
def test_the_date_is_that_of_the_choice_made_here_when_there_is_one() -> None:
    cpts = houses.house("cpts")
    member = houses.member_of(cpts)
    client, path = browser(houses.manager_of(cpts)), f"/sas/structures/{cpts.id}/membres"
    assert "Date d'inscription inconnue" in words(read(client, path))
    CptsMembership.objects.create(cpts=cpts, professional=member.professional, since=date(2024, 3, 1))
    joined, apart = {"via": 2, "structure_id": cpts.id}, {"via": 1, "structure_id": None}
    for month, before, after in ((2, apart, joined), (3, joined, apart), (5, apart, joined), (6, joined, joined)):
        at = datetime(2026, month, 9, tzinfo=UTC)
        ParticipationChange.objects.create(
            professional=member.professional, at=at, user_id=1, before=before, after=after
        )
    assert "Inscrit le 9 mai 2026" in words(read(client, path))


@pytest.mark.shows("F-107")
def test_the_list_is_paginated_and_narrowed_by_name_and_speciality() -> None:
    cpts = houses.house("cpts")
    members = [houses.member_of(cpts) for _ in range(21)]
    renamed(members[0].professional, "ABGRALL")
    client, path = browser(houses.manager_of(cpts)), f"/sas/structures/{cpts.id}/membres"
    first = read(client, path)
    assert (names(first)[0], len(names(first)), "21 membres" in words(first)) == ("Claire ABGRALL", 20, True)
    assert len(names(read(client, f"{path}?page=2"))) == 1
    assert names(read(client, f"{path}?nom=abgrall")) == ["Claire ABGRALL"]
    activity = members[0].declared.activities[0]
    assert len(names(read(client, f"{path}?specialite={activity}"))) == 20
    nothing = read(client, f"{path}?specialite={activity}&nom=personne")
    assert "Aucun membre ne correspond." in nothing
    assert names(read(client, f"{path}?page=99999999999&specialite=abc")) == names(first)


def test_a_cpts_without_member_says_how_one_comes() -> None:
    cpts = houses.house("cpts")
    page = read(browser(houses.manager_of(cpts)), f"/sas/structures/{cpts.id}/membres")
    assert "chacun la choisit dans ses paramètres" in page


@pytest.mark.shows("F-108")
def test_a_closed_agenda_is_said_and_not_linked() -> None:
    cpts = houses.house("cpts")
    member = houses.member_of(cpts, editor_slots_refused=False)
    html = read(browser(houses.manager_of(cpts)), f"/sas/structures/{cpts.id}/membres")
    assert "Agenda fermé : seul le professionnel peut changer ses paramètres." in html
    assert f'href="/sas/agenda/{member.declared.id}"' not in html


def outsiders(cpts: Structure) -> list[Actor]:
    delegate = care.account(Role.DELEGATAIRE)
    Delegation.objects.create(delegate_id=delegate.user_id, structure=cpts)
    member = houses.member_of(cpts)
    return [
        care.acting(delegate.user_id or 0),
        houses.manager_of(houses.house("cpts")),
        care.keeper(member.declared),
        care.regulator(care.territory()),
    ]


@pytest.mark.shows("F-269")
def test_others_read_and_write_nothing_of_a_cpts() -> None:
    cpts = houses.house("cpts")
    houses.place_of(cpts)
    for actor in outsiders(cpts):
        client = browser(actor)
        for page in ("membres", "informations"):
            assert client.get(f"/sas/structures/{cpts.id}/{page}").status_code == 403
        answer = client.post(f"/sas/structures/{cpts.id}/informations", {"text": "Bonjour", "vu": "0"})
        assert answer.status_code == 403


def test_the_pages_of_a_cpts_are_those_of_a_cpts_only() -> None:
    centre = houses.house("cds")
    for page in ("membres", "informations"):
        client = browser(houses.manager_of(centre))
        assert client.get(f"/sas/structures/{centre.id}/{page}").status_code == 404
        assert browser(care.account(Role.ADMINISTRATEUR)).get(f"/sas/structures/0/{page}").status_code == 404


@pytest.mark.shows("F-086")
def test_what_a_cpts_tells_is_shown_to_regulators_with_who_it_is(now: datetime) -> None:
    cpts = houses.house("cpts")
    Structure.objects.filter(id=cpts.id).update(zone_communes=["35238", "35051"])
    place, manager = houses.place_of(cpts), houses.manager_of(cpts)
    client, path = browser(manager), f"/sas/structures/{cpts.id}/informations"
    page = words(read(client, path))
    assert f"FINESS {cpts.finess}" in page
    assert "2 communes : Cesson-Sévigné, Rennes" in page
    assert client.post(path, {"text": "x" * 1001, "vu": "0"}).status_code == 422
    answer = client.post(path, {"text": "Coordination : 02 99 00 00 01", "vu": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    regulator = Actor(1, frozenset({Role.REGULATEUR_OSNP}))
    card = offer.card_of(actor=regulator, place_id=place.id, now=now)
    assert card
    assert card.additional_info == "Coordination : 02 99 00 00 01"
    stale = client.post(path, {"text": "Autre", "vu": "0"})
    assert stale.status_code == 422
    assert "vous-même, dans une autre fenêtre" in words(stale.content.decode())
    assert client.get(f"/sas/agenda/{place.id}").status_code == 403


@pytest.mark.shows("F-086")
def test_a_cpts_that_is_nowhere_says_so_and_administrators_read() -> None:
    cpts = houses.house("cpts")
    path = f"/sas/structures/{cpts.id}/informations"
    client = browser(houses.manager_of(cpts))
    assert "n'est pas dans l'annuaire" in words(read(client, path))
    assert client.post(path, {"text": "Bonjour", "vu": "0"}).status_code == 404
    houses.place_of(cpts)
    html = read(browser(care.account(Role.ADMINISTRATEUR)), path)
    assert "Aucun texte." in html
    assert "Enregistrer" not in html


def test_three_members_cost_the_queries_of_one() -> None:
    costs = []
    for number in (1, 3):
        cpts = houses.house("cpts")
        for _ in range(number):
            houses.member_of(cpts)
        client = browser(houses.manager_of(cpts))
        with CaptureQueriesContext(connection) as captured:
            assert len(names(read(client, f"/sas/structures/{cpts.id}/membres"))) == number
        costs.append(len(captured))
    assert costs[0] == costs[1]
