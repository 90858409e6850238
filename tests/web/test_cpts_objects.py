"""What the manager of a CPTS may do with a member's places: a keeper's acts where it is declared, else nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.models import Delegation
from sas.rooms.calendars import operations as calendars
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations as orientation
from sas.rooms.orientation.models import Orientation
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import care, houses
from tests.factories.agenda import make_place
from tests.factories.browsers import browser
from tests.web import object_acts
from tests.web.object_acts import Things
from tests.web.test_objects import Other, Row, behind_it, make_things, rows, through_the_page
from tests.web.undoing import undone

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-108")]
KEPT = [
    row
    for row in rows()
    if "{own}" not in row.address
    and row.name.startswith(("availability.", "orientation.of_place", "orientation.decline"))
]


def declared(things: Things) -> Actor:
    """The manager of a CPTS in which the doctor of the scene declares his place."""
    cpts = houses.house("cpts")
    houses.declare(cpts, things.scene.place)
    return houses.manager_of(cpts)


def other_place(things: Things) -> Actor:
    """The doctor declares another of his places."""
    cpts = houses.house("cpts")
    houses.declare(cpts, make_place(professional=things.scene.place.professional))
    return houses.manager_of(cpts)


def other_cpts(things: Things) -> Actor:
    houses.declare(houses.house("cpts"), things.scene.place)
    return houses.manager_of(houses.house("cpts"))


def delegate_of_cpts(things: Things) -> Actor:
    """A délégataire of the CPTS, who manages a health centre too."""
    cpts = houses.house("cpts")
    houses.declare(cpts, things.scene.place)
    made = houses.manager_of(houses.house("cds"), also=(Role.DELEGATAIRE,))
    Delegation.objects.create(delegate_id=made.user_id, structure=cpts)
    return care.acting(made.user_id or 0)


def withdrawn(things: Things) -> Actor:
    """The doctor left the CPTS after the manager signed in."""
    manager = declared(things)
    ProfessionalSettings.objects.filter(professional=things.scene.place.professional).update(via=1, structure=None)
    return manager


def in_health_centre(things: Things) -> Actor:
    """The declared place turned out to be in a health centre: it is the centre's."""
    manager, centre = declared(things), houses.house("cds")
    Place.objects.filter(id=things.scene.place.id).update(site_finess=centre.finess)
    return manager


def attempts(row: Row, things: Things, who: Callable[[Things], Actor]) -> list[str]:
    found = []
    for attempt in (through_the_page, behind_it):
        with undone():
            found.append(attempt(row, things, Other(who(things), 0)))
    return found


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[Things]:
    """The same for all rows."""
    with django_db_blocker.unblock(), undone():
        yield make_things()


@pytest.mark.parametrize("row", KEPT, ids=str)
def test_a_declared_place_is_kept_as_by_any_keeper(row: Row, things: Things) -> None:
    assert attempts(row, things, declared) == ["200" if row.method == "GET" else "303", "done"]


@pytest.mark.shows("F-269")
@pytest.mark.parametrize("who", [other_place, other_cpts, delegate_of_cpts, withdrawn, in_health_centre])
@pytest.mark.parametrize("row", KEPT, ids=str)
def test_any_other_place_is_refused(row: Row, things: Things, who: Callable[[Things], Actor]) -> None:
    page, behind = attempts(row, things, who)
    assert (page in {"403", "404"}, behind) == (True, "Refused")


def test_a_member_who_shows_editor_slots_keeps_his_agenda_closed() -> None:
    cpts = houses.house("cpts")
    member = houses.member_of(cpts, editor_slots_refused=False)
    client = browser(houses.manager_of(cpts))
    answer = client.get(f"/sas/agenda/{member.declared.id}")
    assert answer.status_code == 403
    assert "Cet agenda n'est pas ouvert" in answer.content.decode()
    assert client.post(f"/sas/agenda/{member.declared.id}/indisponibilite", {"vu": "0"}).status_code == 403


def test_the_manager_says_whether_the_patient_came_and_reads_the_story(things: Things) -> None:
    manager, begun = declared(things), things.scene.now
    Orientation.objects.filter(id=things.orientation).update(start=begun, end=begun)
    client = browser(manager)
    page = client.get(f"/sas/agenda/{things.scene.place.id}/orientations?semaine={things.scene.day}")
    assert "Patient venu" in page.content.decode()
    orientation.mark(actor=manager, orientation_id=things.orientation, honoured=True, now=begun)
    assert client.get(f"/sas/agenda/{things.scene.place.id}/historique").status_code == 200


def test_private_calendars_stay_the_members(things: Things) -> None:
    manager = declared(things)
    address = f"/sas/agenda/{things.scene.place.id}"
    assert "/synchroniser" not in browser(manager).get(address).content.decode()
    assert browser(manager).get(f"{address}/synchroniser").status_code == 403
    with pytest.raises(Refused):
        calendars.open_feed(actor=manager, place_id=things.scene.place.id, now=things.scene.now)


def test_an_unavailability_is_brought_along_to_declared_places_only(things: Things) -> None:
    professional = things.scene.place.professional
    also, apart = make_place(professional=professional), make_place(professional=professional)
    cpts = houses.house("cpts")
    houses.declare(cpts, things.scene.place, also)
    page = browser(houses.manager_of(cpts)).get(f"/sas/agenda/{things.scene.place.id}/indisponibilite")
    assert also.address in page.content.decode()
    assert apart.address not in page.content.decode()


def test_every_act_of_a_keeper_is_walked_through() -> None:
    walked = {row.name for row in KEPT}
    known = {name for name in object_acts.ACTS if name.startswith("availability.")}
    assert walked == known | {"orientation.of_place?", "orientation.decline"}
