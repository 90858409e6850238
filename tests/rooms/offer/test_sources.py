"""What cards say of editors: nothing read yet, nothing that came, left alone; and which pages hear of it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas import changes
from sas.actor import Actor, Role
from sas.adapters.editors.values import Failure
from sas.rooms.directory.models import Place
from sas.rooms.editors import operations as editors
from sas.rooms.editors.models import EditorPace, EditorReading
from sas.rooms.offer import operations, queries
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import Card, Filters, SearchCriteria, memory
from sas.rooms.offer.queries.cards import cards_of
from tests.factories import editor_slots
from tests.factories.editor_slots import Asker, free, reached, site, told
from tests.factories.offers import RENNES, Wanted, around_rennes, scatter

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-148", "F-261")]
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
AWAITED, NOT_READ = "Agenda Santé : disponibilités en cours de lecture", "Disponibilités de Agenda Santé non lues"


@pytest.fixture
def logiciel() -> int:
    return editor_slots.editor("Agenda Santé")


def unread(logiciel: int, *, now: datetime) -> Place:
    """A doctor of Rennes who named the editor: it is planned to be asked, and has said nothing yet."""
    place = editor_slots.doctor(logiciel, now=now)
    Place.objects.filter(id=place.id).update(lat=RENNES[0], lon=RENNES[1])
    editors.plan(actor=Actor.SYSTEM, reached=[reached(logiciel)], now=now)
    return place


def card(place: Place, now: datetime) -> Card:
    (found,) = cards_of(actor=REGULATOR, metres={place.id: None}, now=now)
    return found


def turn(asker: Asker, logiciel: int, now: datetime) -> None:
    EditorReading.objects.update(due_at=now)
    editors.refresh(actor=Actor.SYSTEM, reached=[reached(logiciel)], ask=asker, now=now)


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[memory.Memory]:
    kept = memory.Memory()
    monkeypatch.setattr(import_module("sas.rooms.offer.queries.search"), "MEMORY", kept)
    yield kept
    kept.forget()


def test_a_place_never_read_stands_after_those_with_a_slot_whichever_engine_answers(
    logiciel: int, remembered: memory.Memory, now: datetime
) -> None:
    place = unread(logiciel, now=now)
    far, none = scatter([Wanted(3, 0, opens_in_hours=5), Wanted(1, 0)], now=now)

    def found(criteria: SearchCriteria) -> list[int]:
        return [one.place_id for one in queries.search(actor=REGULATOR, criteria=criteria, now=now).cards]

    asked = around_rennes()
    soon = replace(asked, filters=Filters(bands=frozenset({0, 1})))
    more = replace(asked, mode=Mode.OVERBOOKING)
    for _ in range(2):
        assert [found(asked), found(soon), found(more)] == [[far, place.id], [far], [far, place.id, none]]
        remembered.load(memory.asking(connection.connection), now=now)
        remembered.holds_at(time.monotonic())
    assert queries.search(actor=REGULATOR, criteria=asked, now=now).total == 2
    turn(Asker(), logiciel, now)
    remembered.forget()
    assert found(asked) == [far]
    assert operations.differences(actor=Actor.SYSTEM, now=now) == 0


def test_what_has_not_come_in_seven_seconds_is_said(logiciel: int, now: datetime) -> None:
    place = unread(logiciel, now=now)
    assert (card(place, now).notice, card(place, now).awaited) == (AWAITED, True)
    assert editors.want(actor=REGULATOR, place_ids=[place.id], now=now) == 1
    for seconds, words in ((6, AWAITED), (7, NOT_READ), (14 * 60, NOT_READ), (15 * 60, AWAITED)):
        shown = card(place, now + seconds * SECOND)
        assert (shown.notice, shown.awaited, shown.unread) == (words, words == AWAITED, True), seconds
    turn(Asker(failing={logiciel: Failure.TIMEOUT}), logiciel, now + SECOND)
    assert card(place, now + 2 * SECOND).notice == NOT_READ
    turn(Asker([site(place, free(now + HOUR))]), logiciel, now + 3 * SECOND)
    assert (card(place, now + 4 * SECOND).notice, card(place, now + 4 * SECOND).awaited) == ("", False)


def test_an_editor_left_alone_after_its_failures_is_named_on_every_card_it_fed(logiciel: int, now: datetime) -> None:
    place, other = (editor_slots.doctor(logiciel, now=now) for _ in range(2))
    told(site(place, free(now + 9 * HOUR)), site(other, free(now + 9 * HOUR)), by=reached(logiciel), now=now)
    failing, number = Asker(failing={logiciel: Failure.TLS}), editor_slots.number_of(other)
    for at in (1, 2, 3):
        EditorReading.objects.filter(identifier=number).update(due_at=now + at * SECOND)
        editors.refresh(actor=Actor.SYSTEM, reached=[reached(logiciel)], ask=failing, now=now + at * SECOND)
    stale = "Disponibilités de Agenda Santé non actualisées depuis 09h00"
    assert EditorReading.objects.exclude(identifier=number).get().failure == ""
    assert [card(one, now + HOUR).notice for one in (place, other)] == [stale, stale]
    assert [len(card(one, now + HOUR).days[0].lines) for one in (place, other)] == [1, 1]
    turn(Asker([site(one, free(now + 9 * HOUR)) for one in (place, other)]), logiciel, now + 2 * HOUR)
    assert EditorPace.objects.get().closed_until is None
    assert [card(one, now + 2 * HOUR).notice for one in (place, other)] == ["", ""]


def test_pages_that_show_a_place_hear_that_its_editor_fails_then_answers_again(
    logiciel: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, hidden = (editor_slots.doctor(logiciel, now=now) for _ in range(2))
    answer = [site(one, free(now + 9 * HOUR)) for one in (shown, hidden)]
    told(*answer, by=reached(logiciel), now=now)
    editors.want(actor=REGULATOR, place_ids=[shown.id], now=now + HOUR)
    heard: list[set[int]] = []
    monkeypatch.setattr(changes, "place_changed", lambda ids, **_: heard.append(set(ids)))
    failing = Asker(failing={logiciel: Failure.TIMEOUT})
    for at, asker in enumerate([failing, failing, Asker(answer), Asker(answer)]):
        turn(asker, logiciel, now + HOUR + at * SECOND)
    assert heard == [{shown.id}, set(), {shown.id}, set()]


@pytest.mark.parametrize("size", [1, 3])
def test_cards_that_are_read_and_cards_that_are_not_cost_one_question_each(
    size: int, logiciel: int, now: datetime
) -> None:
    read = [editor_slots.doctor(logiciel, now=now) for _ in range(size)]
    told(*[site(one, free(now + HOUR)) for one in read], by=reached(logiciel), now=now)
    waiting = [unread(logiciel, now=now) for _ in range(size)]
    counts = []
    for places in (waiting, [*read, *waiting]):
        with CaptureQueriesContext(connection) as captured:
            shown = cards_of(actor=REGULATOR, metres=dict.fromkeys([one.id for one in places]), now=now)
        assert sum(one.awaited for one in shown) == size
        counts.append(len(captured))
    assert counts == [3, 4]  # cards, openings, what is awaited; and the age of what is known
