"""Whose things one may read or change: what tests/web/object_matrix.txt promises, through the page and behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import OpenSession
from sas.rooms.assistance import operations as assistance
from sas.rooms.assistance.enums import Topic
from sas.rooms.assistance.models import AssistanceFile
from sas.rooms.assistance.rules.files import GivenFile
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place, Structure
from sas.rooms.editors import operations as editors
from sas.rooms.extracts import operations as extracts
from sas.rooms.indicators import operations as indicators
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations as orientation
from sas.rooms.participation import operations as participation
from tests.factories import agenda, associations, attachments, care, delegation, houses
from tests.factories import assistance as asking
from tests.factories.browsers import browser
from tests.web.access_scene import fed_place, free_number
from tests.web.object_acts import ACTS, FORMS, Things, at_ten, monday_of, weekly
from tests.web.object_exempt import NOT_PER_OBJECT
from tests.web.regulation.scene import make_scene
from tests.web.undoing import undone

MATRIX = Path(__file__).with_name("object_matrix.txt")
ROOMS: dict[str, ModuleType] = {
    "accounts": accounts,
    "assistance": assistance,
    "availability": availability,
    "editors": editors,
    "extracts": extracts,
    "orientation": orientation,
    "participation": participation,
    "indicators": indicators,
}

FILES = {"indicators.note_export", "indicators.note_centre_export"}
"""Commands that answer a file."""


@dataclass(frozen=True)
class Row:
    """One line of the matrix."""

    name: str
    method: str
    address: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.name} {self.address}"


@dataclass(frozen=True)
class Other:
    """Somebody else, and a place that is theirs when they keep one."""

    actor: Actor
    own: int

    @property
    def client(self) -> Client:
        """Signed in, unless nobody is."""
        return browser(self.actor) if self.actor.user_id else Client()


def rows() -> Iterator[Row]:
    lines = [line.split() for line in MATRIX.read_text().splitlines() if line and not line.startswith("#")]
    columns = lines[0][3:]
    for name, method, address, *cells in lines[1:]:
        yield Row(name, method, address, dict(zip(columns, cells, strict=True)))


def make_things() -> Things:
    scene = make_scene()
    care.account(Role.REFERENT_TERRITORIAL, territories=(scene.territory,))
    made = orientation.orient_surnumeraire(
        actor=scene.regulator, key=uuid4(), place_id=scene.place.id, local=at_ten(scene), now=scene.now
    )
    association = associations.house()
    file = [GivenFile("a.pdf", attachments.pdf())]
    asked = asking.asked(Topic.DATA, now=scene.now, territory_id=scene.territory, files=file)
    accounts.note_session(actor=scene.owner, session_key=uuid4().hex, means=Means.PASSWORD, browser="", now=scene.now)
    return Things(
        scene,
        series=weekly(scene),
        orientation=made.orientation_id or 0,
        delegation=delegation.delegate_of(scene.place)[1],
        request=delegation.asked(scene.owner, now=scene.now),
        session=OpenSession.objects.get(user_id=scene.owner.user_id).id,
        house=houses.house("cds").id,
        cpts=houses.house("cpts").id,
        hospital=houses.house("establishment").id,
        association=association,
        addressed=associations.sent(association.place, author=scene.regulator, start=scene.now),
        fed=fed_place(scene),
        free=free_number(scene),
        assistance=asked,
        file=AssistanceFile.objects.get(request_id=asked).id,
    )


def make_others() -> dict[str, Other]:
    elsewhere = (care.territory(departements=("44",)),)
    near, helped = care.doctor_place(), care.doctor_place()
    centre = delegation.structure()
    of_centre = agenda.make_place(structure=centre)
    return {
        "manager": Other(care.account(Role.GESTIONNAIRE_COMPTES, territories=elsewhere), near.id),
        "delegate": Other(delegation.delegate_of(helped)[0], helped.id),
        "neighbour": Other(care.keeper(near), near.id),
        "structure": Other(delegation.manager_of(centre), of_centre.id),
        "regulator": Other(care.regulator(*elsewhere), near.id),
        "visitor": Other(Actor.NOBODY, near.id),
    }


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[Things]:
    """The same for all rows."""
    with django_db_blocker.unblock(), undone():
        yield make_things()


@pytest.fixture(scope="module")
def others(things: Things) -> Iterator[dict[str, Other]]:
    with undone():
        yield make_others()


def through_the_page(row: Row, things: Things, other: Other) -> str:
    """The status of the answer; "in" for the sign-in page, "-" when the row has no address."""
    if row.address == "-":
        return "-"
    named = vars(things) | {"place": things.scene.place.id, "own": other.own, "day": things.scene.day}
    named |= {"slot": things.scene.plage, "monday": monday_of(things), "centre": things.association.place.id}
    named |= {"doctor": things.scene.place.professional_id, "territory": things.scene.territory}
    sent = FORMS[row.name](things) if row.name in FORMS else {}
    answer = getattr(other.client, row.method.lower())(row.address.format(**named), sent)
    return "in" if answer.headers.get("Location", "").startswith("/connexion?suite=") else str(answer.status_code)


def behind_it(row: Row, things: Things, other: Other) -> str:
    """What the operation or the query does when called with the same ids."""
    place = other.own if "{own}" in row.address else things.scene.place.id
    try:
        done = ACTS[row.name](things, {"actor": other.actor, "now": things.scene.now}, place)
    except (Refused, Impossible) as failure:
        return type(failure).__name__
    return "None" if done is None and row.name.endswith("?") else "done"


@pytest.mark.django_db
@pytest.mark.shows("F-269")
@pytest.mark.parametrize("row", tuple(rows()), ids=str)
def test_what_is_somebody_elses_stays_so(row: Row, things: Things, others: dict[str, Other]) -> None:
    answers = {}
    for name, other in others.items():
        before = AuditEntry.objects.count()
        answers[name] = f"{through_the_page(row, things, other)}/{behind_it(row, things, other)}"
        assert AuditEntry.objects.count() == before or answers[name].endswith("/done"), name
    assert answers == row.cells


@pytest.mark.django_db
@pytest.mark.shows("F-269")
@pytest.mark.parametrize("row", [row for row in rows() if "{own}" not in row.address], ids=str)
def test_whom_it_belongs_to_is_served(row: Row, things: Things) -> None:
    """The same calls, by the right person: what others are refused is not refused for being wrong."""
    done = []
    for attempt in (through_the_page, behind_it):
        with undone():
            done.append(attempt(row, things, Other(_rightful(row.name, things), 0)))
    served = "200" if row.method == "GET" or row.name in FILES else "303"
    assert done == ["-" if row.address == "-" else served, "done"]


_FIGURES = "piloting.orientations?"
"""Of a structure in the matrix; other figures there are of a territory."""


def _rightful(name: str, things: Things) -> Actor:
    scene = things.scene
    if name in {"participation.save_structure_settings", "participation.house?", "participation.members?", _FIGURES}:
        return houses.manager_of(*Structure.objects.filter(id__in=[things.house, things.cpts]))
    if name == "participation.save_package":
        return care.account(Role.GESTIONNAIRE_COMPTES, territories=(scene.territory,))
    if name.endswith(("_delegation", "delegation_request?", "territory_detail?")) and "remov" not in name:
        return care.account(Role.GESTIONNAIRE_COMPTES, territories=(scene.territory,))
    regulates = ("orientation.orient", "orientation.cancel", "orientation.one")
    if name == "orientation.name_member":
        return things.association.manager
    if name.startswith(("assistance.", "indicators.", "piloting.")):
        return care.account(Role.REFERENT_TERRITORIAL, territories=(scene.territory,))
    owner = care.keeper(Place.objects.get(id=things.fed)) if name.startswith("editors.") else scene.owner
    return scene.regulator if name.startswith(regulates) else owner


def test_every_operation_has_its_row_or_its_reason() -> None:
    written = {row.name for row in rows()}
    exported = {
        f"{room}.{name}"
        for room, door in ROOMS.items()
        for name, one in vars(door).items()
        if isfunction(one) and not name.startswith("_") and one.__module__.startswith(door.__name__)
    }
    assert exported - written == set(NOT_PER_OBJECT)
    assert {name for name in written if not name.endswith("?")} <= exported
    assert written == set(ACTS)
