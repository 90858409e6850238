"""« Désigner le membre »: from the orientations received by a structure to the form and back."""

from datetime import datetime

import pytest
from django.test import Client

from sas.actor import Role
from sas.rooms.directory.models import Place
from sas.rooms.orientation.models import OrientationMember
from tests.factories import associations, care
from tests.factories.associations import House
from tests.factories.browsers import browser
from tests.web.calendar.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return associations.house("sos")


@pytest.fixture
def client(house: House) -> Client:
    return browser(house.manager)


@pytest.fixture
def made(house: House, now: datetime) -> int:
    return associations.sent(house.place, author=care.regulator(care.territory()), start=now)


def page(place: Place, orientation_id: int) -> str:
    return f"/sas/agenda/{place.id}/orientations/{orientation_id}/membre"


@pytest.mark.shows("F-087")
def test_the_manager_names_the_member_from_the_week(house: House, client: Client, made: int) -> None:
    week = f"/sas/agenda/{house.place.id}/orientations"
    html = read(client, week)
    assert f'href="{page(house.place, made)}"' in html
    assert "Membre non désigné" in words(html)
    form = read(client, page(house.place, made))
    assert f'<option value="{house.member.id}">' in form
    answer = client.post(page(house.place, made), {"member": house.member.id})
    assert (answer.status_code, answer["Location"]) == (303, f"{week}?semaine=2026-11-23#orientation-{made}")
    said = words(read(client, week))
    assert "Reçu par DELAUNAY Anne" in said
    assert "Changer de membre" in said
    assert f'<option value="{house.member.id}" selected>' in read(client, page(house.place, made))


@pytest.mark.parametrize("typed", [{}, {"member": ""}, {"member": "0"}, {"member": "abc"}, {"member": "9" * 30}])
def test_whoever_is_not_a_member_is_told_so_beside_the_field(
    house: House, client: Client, made: int, typed: dict[str, str]
) -> None:
    answer = client.post(page(house.place, made), typed)
    assert answer.status_code == 422
    assert "Choisissez un membre de la structure." in words(answer.content.decode())
    assert not OrientationMember.objects.exists()


def test_a_structure_without_members_says_so(house: House, client: Client, made: int, now: datetime) -> None:
    Place.objects.filter(professional=house.member).update(closed_at=now)
    assert "Aucun membre connu" in words(read(client, page(house.place, made)))


def test_others_and_other_places_find_nothing(house: House, client: Client, made: int) -> None:
    other = associations.house("sos")
    assert browser(other.manager).get(page(house.place, made)).status_code == 404
    assert browser(other.manager).post(page(house.place, made), {"member": house.member.id}).status_code == 404
    assert client.get(page(other.place, made)).status_code == 404
    assert client.get(page(house.place, 0)).status_code == 404
    assert not OrientationMember.objects.exists()


def test_at_the_place_of_a_professional_there_is_no_button(house: House, now: datetime) -> None:
    own = Place.objects.get(professional=house.member)
    associations.sent(own, author=care.regulator(care.territory()), start=now)
    doctor = browser(care.account(Role.EFFECTEUR, professional_id=house.member.id))
    said = words(read(doctor, f"/sas/agenda/{own.id}/orientations"))
    assert "Patient venu" in said
    assert "membre" not in said.lower()
