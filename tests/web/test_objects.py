"""Whose things one may read or change: what tests/web/object_matrix.txt promises, through the page and behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
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
from sas.rooms.accounts import queries as account_queries
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import OpenSession
from sas.rooms.availability import operations as availability
from sas.rooms.availability import queries as agendas
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations as orientation
from sas.rooms.orientation import queries as orientations
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft
from tests.factories import agenda, care, delegation
from tests.factories.browsers import browser
from tests.web.regulation.scene import Scene, make_scene

MATRIX = Path(__file__).with_name("object_matrix.txt")
ROOMS: dict[str, ModuleType] = {"accounts": accounts, "availability": availability, "orientation": orientation}
NOT_PER_OBJECT = {
    "accounts.create_account": "makes something: what may be made is another question",
    "accounts.note_session": "about the actor's own session",
    "accounts.request_delegation": "about the actor's own agendas",
    "accounts.sign_in": "for nobody yet",
    "accounts.sign_out": "about the actor's own session",
    "availability.free_place": "called by orientation only, in its transaction",
    "availability.load_agendas": "for the platform only",
    "availability.take_place": "called by orientation only, in its transaction",
}


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
class Things:
    """Somebody's: an agenda with its plage, weekly plage and orientation, a délégataire, a request, a session."""

    scene: Scene
    series: int
    orientation: int
    delegation: int
    request: int
    session: int


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
        actor=scene.regulator, key=uuid4(), place_id=scene.place.id, local=_at_ten(scene), now=scene.now
    )
    accounts.note_session(actor=scene.owner, session_key=uuid4().hex, means=Means.PASSWORD, browser="", now=scene.now)
    return Things(
        scene,
        series=_weekly(scene),
        orientation=made.orientation_id or 0,
        delegation=delegation.delegate_of(scene.place)[1],
        request=delegation.asked(scene.owner, now=scene.now),
        session=OpenSession.objects.get(user_id=scene.owner.user_id).id,
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


def _at_ten(scene: Scene) -> datetime:
    return datetime.combine(scene.day, time(10))


def _draft(scene: Scene, *, weekdays: frozenset[int] = frozenset()) -> SlotDraft:
    return SlotDraft(scene.day, time(9), time(10), weekdays, 1, Modality.OFFICE)


def _weekly(scene: Scene) -> int:
    draft = _draft(scene, weekdays=frozenset({scene.day.isoweekday()}))
    return availability.publish(actor=scene.owner, place_id=scene.place.id, draft=draft, now=scene.now)[0]


Act = Callable[[Things, dict[str, Any], int], object]
# What each row calls: the things, who and when, and the place named in the address.
ACTS: dict[str, Act] = {
    "availability.publish": lambda t, who, place: availability.publish(place_id=place, draft=_draft(t.scene), **who),
    "availability.delete_occurrence": lambda t, who, place: availability.delete_occurrence(
        place_id=place, slot_id=t.series, day=t.scene.day, **who
    ),
    "availability.delete_series_from": lambda t, who, place: availability.delete_series_from(
        place_id=place, slot_id=t.series, day=t.scene.day, **who
    ),
    "availability.set_unavailable": lambda _, who, place: availability.set_unavailable(
        place_id=place, unavailable=True, **who
    ),
    "availability.save_additional_info": lambda _, who, place: availability.save_additional_info(
        place_id=place, text="Bonjour", **who
    ),
    "availability.week?": lambda t, who, place: agendas.week(place_id=place, monday=t.scene.day, **who),
    "orientation.orient": lambda t, who, _: orientation.orient(
        key=uuid4(), slot_id=t.scene.plage, day=t.scene.day, modality=None, **who
    ),
    "orientation.orient_surnumeraire": lambda t, who, place: orientation.orient_surnumeraire(
        key=uuid4(), place_id=place, local=_at_ten(t.scene), **who
    ),
    "orientation.cancel": lambda t, who, _: orientation.cancel(orientation_id=t.orientation, **who),
    "orientation.decline": lambda t, who, _: orientation.decline(orientation_id=t.orientation, reason="Absent", **who),
    "orientation.of_place?": lambda t, who, place: orientations.of_place(
        actor=who["actor"], place_id=place, first_day=t.scene.day, last_day=t.scene.day + timedelta(days=1)
    ),
    "orientation.one?": lambda t, who, _: orientations.one(actor=who["actor"], orientation_id=t.orientation),
    "accounts.end_session": lambda t, who, _: accounts.end_session(session_id=t.session, **who),
    "accounts.remove_delegation": lambda t, who, _: accounts.remove_delegation(delegation_id=t.delegation, **who),
    "accounts.removable_delegation?": lambda t, who, _: account_queries.removable_delegation(
        actor=who["actor"], delegation_id=t.delegation
    ),
    "accounts.accept_delegation": lambda t, who, _: accounts.accept_delegation(
        request_id=t.request, chosen=[f"p{t.scene.place.professional_id}"], **who
    ),
    "accounts.refuse_delegation": lambda t, who, _: accounts.refuse_delegation(
        request_id=t.request, reason="Inconnu", **who
    ),
    "accounts.comment_delegation": lambda t, who, _: accounts.comment_delegation(
        request_id=t.request, text="Inconnu", **who
    ),
    "accounts.delegation_request?": lambda t, who, _: account_queries.delegation_request(
        actor=who["actor"], request_id=t.request
    ),
}
# What a right form holds; an operation that is not here has an empty one.
FORMS: dict[str, Callable[[Things], dict[str, str]]] = {
    "availability.publish": lambda t: {
        "day": str(t.scene.day),
        "start": "09:00",
        "end": "10:00",
        "kind": "plage",
        "patients": "1",
        "modalities": "1",
    },
    "availability.delete_occurrence": lambda _: {"scope": "occurrence"},
    "availability.delete_series_from": lambda _: {"scope": "serie"},
    "availability.set_unavailable": lambda _: {"unavailable": "on"},
    "availability.save_additional_info": lambda _: {"text": "Bonjour"},
    "orientation.orient": lambda _: {"cle": str(uuid4())},
    "orientation.orient_surnumeraire": lambda t: {"cle": str(uuid4()), "day": str(t.scene.day), "time": "11:30"},
    "orientation.decline": lambda _: {"reason": "Absent"},
    "accounts.accept_delegation": lambda t: {"chosen": f"p{t.scene.place.professional_id}"},
    "accounts.refuse_delegation": lambda _: {"reason": "Inconnu"},
    "accounts.comment_delegation": lambda _: {"text": "Inconnu"},
}


def through_the_page(row: Row, things: Things, other: Other) -> str:
    """The status of the answer; "in" for the sign-in page, "-" when the row has no address."""
    if row.address == "-":
        return "-"
    named = vars(things) | {"place": things.scene.place.id, "own": other.own, "day": things.scene.day}
    named |= {"slot": things.scene.plage}
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
def test_what_is_somebody_elses_stays_so(row: Row) -> None:
    things, others = make_things(), make_others()
    answers = {}
    for name, other in others.items():
        before = AuditEntry.objects.count()
        answers[name] = f"{through_the_page(row, things, other)}/{behind_it(row, things, other)}"
        assert AuditEntry.objects.count() == before or answers[name].endswith("/done"), name
    assert answers == row.cells


@pytest.mark.django_db
@pytest.mark.shows("F-269")
@pytest.mark.parametrize("row", [row for row in rows() if "{own}" not in row.address], ids=str)
def test_whom_it_belongs_to_is_served(row: Row) -> None:
    """The same calls, by the right person: what others are refused is not refused for being wrong."""
    done = []
    for attempt in (through_the_page, behind_it):
        things = make_things()
        done.append(attempt(row, things, Other(_rightful(row.name, things), 0)))
    assert done == ["-" if row.address == "-" else "200" if row.method == "GET" else "303", "done"]


def _rightful(name: str, things: Things) -> Actor:
    scene = things.scene
    if name.endswith(("_delegation", "delegation_request?")) and "remov" not in name:
        return care.account(Role.GESTIONNAIRE_COMPTES, territories=(scene.territory,))
    regulates = ("orientation.orient", "orientation.cancel", "orientation.one")
    return scene.regulator if name.startswith(regulates) else scene.owner


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
