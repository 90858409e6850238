"""Honoured or not: the whole table of states, moves, times and roles, and what a mark leaves behind."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.models import User
from sas.rooms.availability.models import TakenPlaces
from sas.rooms.directory.models import Structure
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.enums import CORRECTION, OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.agenda import make_place
from tests.rooms.orientation.conftest import TODAY, Scene

STATES = tuple(OrientationState)
MOVES = {
    "cancel": lambda actor, made, now: operations.cancel(actor=actor, orientation_id=made, now=now),
    "decline": lambda actor, made, now: operations.decline(actor=actor, orientation_id=made, reason="Absent", now=now),
    "honoured": lambda actor, made, now: operations.mark(actor=actor, orientation_id=made, honoured=True, now=now),
    "not honoured": lambda actor, made, now: operations.mark(actor=actor, orientation_id=made, honoured=False, now=now),
}
TIMES = ("before", "from the start on")
# What is possible, whoever asks: every other combination is not.
POSSIBLE = {
    ("oriented", "cancel", "before"),
    ("oriented", "decline", "before"),
    ("oriented", "honoured", "from the start on"),
    ("oriented", "not honoured", "from the start on"),
    ("fulfilled", "not honoured", "from the start on"),
    ("noshow", "honoured", "from the start on"),
}
# Who may ask, whatever the state.
ASKED_BY = {
    "cancel": {"author", "colleague"},
    "decline": {"effecteur", "delegataire", "structure"},
    "honoured": {"effecteur", "delegataire", "structure"},
    "not honoured": {"effecteur", "delegataire", "structure"},
}


def people(scene: Scene) -> dict[str, Actor]:
    """Everybody around a place that a structure keeps and a professional works at; and those who have no say."""
    place = scene.place
    manager = care.account(Role.GESTIONNAIRE_STRUCTURE)
    acting_too = Actor(manager.user_id, manager.roles, places=frozenset({place.id}))
    return {
        "author": scene.regulator,
        "colleague": care.regulator(scene.territory),
        "other territory": care.regulator(care.territory(departements=("974",))),
        "effecteur": scene.owner,
        "other effecteur": care.keeper(care.doctor_place()),
        "delegataire": care.account(Role.DELEGATAIRE, delegated=(place.professional_id or 0,)),
        "structure": acting_too,
        "ioa": care.account(Role.IOA, territories=(scene.territory,)),
        "administrateur": care.account(Role.ADMINISTRATEUR),
        "national": care.account(Role.ADMINISTRATEUR_NATIONAL),
        "nobody": Actor.NOBODY,
    }


def in_state(scene: Scene, state: OrientationState, *, start: datetime, marked_at: datetime | None = None) -> int:
    """An orientation en sus that came to this state."""
    made = Orientation.objects.create(
        kind=OrientationKind.SURNUMERAIRE,
        state=state,
        place=scene.place,
        day=start.date(),
        start=start,
        end=start,
        time_zone="Europe/Paris",
        author_id=scene.regulator.user_id,
        author_territories=[scene.territory],
        created_at=start - timedelta(days=1),
    )
    at = marked_at or start
    OrientationEvent.objects.create(orientation=made, state=state, at=at, by_id=scene.owner.user_id)
    return made.id


def outcome(act: Callable[[], None]) -> str:
    try:
        act()
    except Refused:
        return "refused"
    except Impossible:
        return "impossible"
    return "done"


@pytest.mark.shows("F-087", "F-187")
def test_every_state_move_time_and_role(scene: Scene, now: datetime) -> None:
    actors, wrong = people(scene), []
    for state, move, time, who in product(STATES, MOVES, TIMES, actors):
        made = in_state(scene, state, start=now)
        at = now if time == "from the start on" else now - timedelta(seconds=1)
        expected = "done" if (state.value, move, time) in POSSIBLE else "impossible"
        if who not in ASKED_BY[move]:
            expected = "refused"
        told = outcome(lambda: MOVES[move](actors[who], made, at))  # noqa: B023  called at once
        if told != expected:
            wrong.append((state.value, move, time, who, told))
        moved = Orientation.objects.get(id=made).state != state.value
        events = OrientationEvent.objects.filter(orientation_id=made).count()
        traces = AuditEntry.objects.filter(subject="orientation", subject_id=str(made)).count()
        assert (moved, events, traces) == ((True, 2, 1) if told == "done" else (False, 1, 0))
    assert not wrong


@pytest.mark.parametrize(("late", "told"), [(timedelta(0), "impossible"), (timedelta(seconds=1), "done")])
def test_a_mark_is_corrected_for_thirty_days_from_the_first(
    scene: Scene, now: datetime, late: timedelta, told: str
) -> None:
    made = in_state(scene, OrientationState.ORIENTED, start=now)
    MOVES["honoured"](scene.owner, made, now + timedelta(days=3))
    MOVES["not honoured"](scene.owner, made, now + timedelta(days=20))
    last = now + timedelta(days=3) + CORRECTION - late
    (shown,) = queries.received(actor=scene.owner, place_id=scene.place.id, monday=TODAY, now=last)
    assert shown.may_be_honoured == (told == "done")
    assert outcome(lambda: MOVES["honoured"](scene.owner, made, last)) == told


def test_a_first_mark_can_be_late(scene: Scene, now: datetime) -> None:
    made = in_state(scene, OrientationState.ORIENTED, start=now)
    assert outcome(lambda: MOVES["honoured"](scene.owner, made, now + timedelta(days=90))) == "done"


def test_a_mark_keeps_the_place_taken_writes_nobody_and_tells_no_name(scene: Scene, now: datetime) -> None:
    made = operations.orient(
        actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now
    ).orientation_id
    mails, start = OutgoingMail.objects.count(), now + timedelta(hours=5)
    operations.mark(actor=scene.owner, orientation_id=made or 0, honoured=True, now=start)
    assert TakenPlaces.objects.get().taken == 1
    assert OutgoingMail.objects.count() == mails
    trace = AuditEntry.objects.get(verb="mark_honoured")
    assert (trace.user_id, trace.subject_id, trace.details) == (
        scene.owner.user_id,
        str(made),
        {"place": scene.place.id},
    )
    event = OrientationEvent.objects.filter(orientation_id=made).latest("id")
    assert (event.state, event.by_id, event.reason) == ("fulfilled", scene.owner.user_id, "")


@pytest.mark.shows("F-187")
def test_the_regulator_reads_what_was_said(scene: Scene, now: datetime) -> None:
    made = in_state(scene, OrientationState.ORIENTED, start=now)
    operations.mark(actor=scene.owner, orientation_id=made, honoured=False, now=now)
    (item,) = queries.mine(actor=scene.regulator, page=1).items
    assert (item.state.label, item.may_cancel, item.may_decline) == ("Non honorée", False, False)


def test_the_manager_of_the_structure_marks_its_own_place_only(scene: Scene, now: datetime) -> None:
    centre = Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess="350000022", source_key="cds-2")
    place = make_place(structure=centre)
    manager = care.account(Role.GESTIONNAIRE_STRUCTURE)
    User.objects.get(id=manager.user_id).structures.add(centre)
    manager = care.acting(manager.user_id or 0)
    theirs = in_state(scene, OrientationState.ORIENTED, start=now)
    own = in_state(scene, OrientationState.ORIENTED, start=now)
    Orientation.objects.filter(id=own).update(place=place)
    assert outcome(lambda: MOVES["honoured"](manager, theirs, now)) == "refused"
    assert outcome(lambda: MOVES["honoured"](manager, own, now)) == "done"


def test_what_waits_for_a_mark_is_counted_by_place(scene: Scene, now: datetime) -> None:
    assert queries.unmarked(actor=scene.owner, place_ids=[scene.place.id], now=now) == {}
    in_state(scene, OrientationState.ORIENTED, start=now + timedelta(seconds=1))
    in_state(scene, OrientationState.HONOURED, start=now)
    in_state(scene, OrientationState.ORIENTED, start=now)
    in_state(scene, OrientationState.ORIENTED, start=now - timedelta(days=8))
    found = queries.unmarked(actor=scene.owner, place_ids=[scene.place.id], now=now)
    assert found == {scene.place.id: queries.Unmarked(2, date(2026, 11, 15))}
    with pytest.raises(Refused):
        queries.unmarked(actor=scene.regulator, place_ids=[scene.place.id], now=now)
