"""Slots of editors in the search: one source per card, labels, age, links (F-148, F-161)."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sas import changes
from sas.actor import Actor, Role
from sas.adapters.editors.values import Failure, Label
from sas.rooms.directory.models import Editor, Place
from sas.rooms.editors import operations as editor_operations
from sas.rooms.editors.models import EditorReading, EditorSite
from sas.rooms.offer import operations, queries
from sas.rooms.offer.queries import memory
from sas.rooms.offer.queries.cards import Card, cards_of
from tests.factories import editor_slots
from tests.factories.editor_slots import Asker, free, reached, site, told
from tests.factories.offers import RENNES, around_rennes, open_slot

pytestmark = pytest.mark.django_db
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))
DOCTOR = Actor(user_id=2, roles=frozenset({Role.EFFECTEUR}))
MANAGER = Actor(user_id=3, roles=frozenset({Role.GESTIONNAIRE_COMPTES}))
HOUR = timedelta(hours=1)


@pytest.fixture
def logiciel(db: None) -> int:
    return editor_slots.editor("Agenda Santé")


@pytest.fixture
def place(logiciel: int, now: datetime) -> Place:
    made = editor_slots.doctor(logiciel, now=now)
    Place.objects.filter(id=made.id).update(lat=RENNES[0], lon=RENNES[1])
    return made


def card(place: Place, now: datetime, actor: Actor = REGULATOR) -> Card:
    (found,) = cards_of(actor=actor, metres={place.id: None}, now=now)
    return found


def hours(card: Card) -> list[str]:
    return [line.hours for day in card.days for line in (*day.lines, *day.more)]


def found(actor: Actor, now: datetime) -> list[int]:
    return [one.place_id for one in queries.search(actor=actor, criteria=around_rennes(), now=now).cards]


@pytest.mark.shows("F-148", "F-261")
def test_slots_told_by_the_editor_stand_on_the_card_with_their_age(place: Place, logiciel: int, now: datetime) -> None:
    assert (found(REGULATOR, now), hours(card(place, now))) == ([], [])
    told(site(place, free(now + 2 * HOUR), free(now + 26 * HOUR)), by=reached(logiciel), now=now)
    assert found(REGULATOR, now) == [place.id]
    shown = card(place, now)
    assert hours(shown) == ["11h00", "11h00"]
    assert (shown.updated, shown.notice) == ("Disponibilités de Agenda Santé lues à 09h00", "")
    assert operations.differences(actor=Actor.SYSTEM, now=now) == 0
    assert hours(card(place, now + 2 * HOUR)) == ["11h00"]


@pytest.mark.shows("F-148")
def test_two_sources_never_stand_on_one_card_and_a_refusal_brings_the_agenda_back(
    place: Place, logiciel: int, now: datetime
) -> None:
    editor_slots.named(place, logiciel, now=now, refused=True)
    open_slot(place.id, now=now, hours=5)
    editor_slots.named(place, logiciel, now=now)
    told(site(place, free(now + 2 * HOUR)), by=reached(logiciel), now=now)
    assert hours(card(place, now)) == ["11h00"]
    editor_slots.named(place, logiciel, now=now, refused=True)
    assert hours(card(place, now)) == ["14h00"]
    editor_slots.named(place, now=now)
    assert hours(card(place, now)) == []


@pytest.mark.shows("E19")
def test_who_refuses_the_slots_of_an_editor_and_has_none_is_no_result(
    place: Place, logiciel: int, now: datetime
) -> None:
    told(site(place, free(now + 2 * HOUR)), by=reached(logiciel), now=now)
    assert found(REGULATOR, now) == [place.id]
    editor_slots.named(place, logiciel, now=now, refused=True)
    assert (found(REGULATOR, now), hours(card(place, now))) == ([], [])


def test_of_two_editors_the_one_that_offers_stands_alone(place: Place, logiciel: int, now: datetime) -> None:
    other = editor_slots.editor()
    editor_slots.named(place, logiciel, other, now=now)
    both = [reached(logiciel), reached(other)]
    editor_operations.plan(actor=Actor.SYSTEM, reached=both, now=now)
    for one, start in zip(both, (None, now + 3 * HOUR), strict=True):
        asker = Asker([site(place, *([free(start)] if start else []))])
        editor_operations.refresh(actor=Actor.SYSTEM, reached=[one], ask=asker, now=now)
    assert hours(card(place, now)) == ["12h00"]
    EditorReading.objects.update(due_at=now)
    both_tell = Asker([site(place, free(now + 4 * HOUR))])
    editor_operations.refresh(actor=Actor.SYSTEM, reached=both, ask=both_tell, now=now)
    assert (hours(card(place, now)), card(place, now).updated.split(" lues")[0]) == (
        ["13h00"],
        "Disponibilités de Agenda Santé",
    )


@pytest.mark.shows("F-261")
def test_an_editor_that_fails_is_named_on_the_card_and_what_it_told_stays(
    place: Place, logiciel: int, now: datetime
) -> None:
    told(site(place, free(now + 9 * HOUR)), by=reached(logiciel), now=now)
    EditorReading.objects.update(due_at=now)
    failing = Asker(failing={logiciel: Failure.TIMEOUT})
    editor_operations.refresh(actor=Actor.SYSTEM, reached=[reached(logiciel)], ask=failing, now=now + HOUR)
    shown = card(place, now + HOUR)
    assert (shown.notice, shown.updated) == ("Disponibilités de Agenda Santé non actualisées depuis 09h00", "")
    assert hours(shown) == ["18h00"]
    assert card(place, now + 25 * HOUR).notice.endswith("non actualisées depuis 09h00, lundi 23 nov.")


@pytest.mark.shows("F-261")
def test_a_place_never_read_says_that_it_is_being_read_then_that_nothing_came(
    place: Place, logiciel: int, now: datetime
) -> None:
    editor_operations.plan(actor=Actor.SYSTEM, reached=[reached(logiciel)], now=now)
    assert card(place, now).notice == "Agenda Santé : disponibilités en cours de lecture"
    failing = Asker(failing={logiciel: Failure.TLS})
    editor_operations.refresh(actor=Actor.SYSTEM, reached=[reached(logiciel)], ask=failing, now=now)
    assert card(place, now).notice == "Disponibilités de Agenda Santé non lues"
    EditorReading.objects.update(due_at=now)
    later = now + HOUR
    editor_operations.refresh(actor=Actor.SYSTEM, reached=[reached(logiciel)], ask=Asker(), now=later)
    assert (card(place, later).notice, hours(card(place, later))) == ("", [])
    assert operations.differences(actor=Actor.SYSTEM, now=later) == 0


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[memory.Memory]:
    """The memory of this process: what the search asks first, once it is loaded."""
    kept = memory.Memory()
    monkeypatch.setattr(import_module("sas.rooms.offer.queries.search"), "MEMORY", kept)
    yield kept
    kept.forget()


@pytest.mark.parametrize(
    ("labels", "seen_by"),
    [
        ({Label.PUBLIC}, {REGULATOR, DOCTOR, MANAGER}),
        ({Label.PRO}, {REGULATOR, DOCTOR}),
        ({Label.SNP}, {REGULATOR}),
        ({Label.CPTS}, {REGULATOR}),
        ({Label.SNP, Label.PRO}, {REGULATOR, DOCTOR}),
    ],
)
@pytest.mark.shows("F-148")
def test_labels_decide_who_sees_a_slot_whichever_engine_answers(
    labels: set[Label], seen_by: set[Actor], *, place: Place, remembered: memory.Memory, now: datetime
) -> None:
    told(site(place, free(now + 2 * HOUR, *labels)), by=reached(Editor.objects.get().id), now=now)
    everybody = (REGULATOR, DOCTOR, MANAGER)
    assert {one for one in everybody if hours(card(place, now, one))} == seen_by
    by_sql = {one for one in everybody if found(one, now) == [place.id]}
    remembered.load(memory.asking(connection.connection), now=now)
    remembered.holds_at(time.monotonic())
    by_memory = {one for one in everybody if found(one, now) == [place.id]}
    assert by_sql == by_memory == seen_by


def test_slots_of_the_agenda_kept_here_are_everybody_s(place: Place, logiciel: int, now: datetime) -> None:
    editor_slots.named(place, logiciel, now=now, refused=True)
    open_slot(place.id, now=now, hours=5)
    assert [hours(card(place, now, one)) for one in (REGULATOR, DOCTOR, MANAGER)] == [["14h00"]] * 3


@pytest.mark.shows("F-161")
def test_a_slot_leads_to_the_booking_page_of_its_editor_with_our_origin(
    place: Place, logiciel: int, now: datetime
) -> None:
    told(site(place, free(now + 2 * HOUR)), by=reached(logiciel), now=now)
    (line,) = card(place, now).days[0].lines
    assert (line.path, line.outside) == ("https://rdv.editeur.example/agenda?medecin=7&origin=sas-preprod", True)


def test_where_booking_is_not_end_to_end_the_card_says_to_phone_the_editor_s_number(
    place: Place, logiciel: int, now: datetime
) -> None:
    slots = free(now + 2 * HOUR), free(now + 3 * HOUR, slot_id="libre", bookable=False)
    by_phone = reached(logiciel, end_to_end=False)
    told(site(place, *slots, phone="+33299000000"), by=by_phone, now=now)
    shown = card(place, now)
    assert [(line.note, line.outside) for line in shown.days[0].lines] == [
        ("par téléphone", False),
        ("sans rendez-vous", False),
    ]
    assert shown.phone == "02 99 00 00 00"
    EditorReading.objects.update(due_at=now)
    editor_operations.refresh(
        actor=Actor.SYSTEM, reached=[reached(logiciel)], ask=Asker([site(place, *slots)]), now=now
    )
    assert [line.outside for line in card(place, now).days[0].lines] == [True, False]
    assert card(place, now).phone == "02 61 91 00 12"


@pytest.mark.parametrize("size", [1, 3])
def test_cards_of_editors_cost_one_statement_more_whatever_their_number(
    size: int, logiciel: int, now: datetime
) -> None:
    places = [editor_slots.doctor(logiciel, now=now) for _ in range(size)]
    told(*[site(one, free(now + HOUR)) for one in places], by=reached(logiciel), now=now)
    with CaptureQueriesContext(connection) as captured:
        shown = cards_of(actor=REGULATOR, metres=dict.fromkeys([one.id for one in places]), now=now)
    assert [hours(one) for one in shown] == [["10h00"]] * size
    assert len(captured) == 3  # cards, openings, and the age of what editors told


def test_a_rebuild_gives_the_rows_that_were_kept_answer_by_answer(place: Place, logiciel: int, now: datetime) -> None:
    def rows() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("select * from offer_offeropening order by place_id, start, slot_id")
            openings = cursor.fetchall()
            cursor.execute("select * from offer_offercard order by place_id")
            return openings + cursor.fetchall()

    for step, slots in enumerate([(2, 5, 30), (5, 30), (), (7,)]):
        at = now + step * HOUR
        EditorReading.objects.update(due_at=at)
        told(site(place, *(free(now + ahead * HOUR, Label.SNP) for ahead in slots)), by=reached(logiciel), now=at)
        assert operations.differences(actor=Actor.SYSTEM, now=at) == 0
        kept = rows()
        operations.rebuild(actor=Actor.SYSTEM, now=at)
        assert rows() == kept


def test_an_editor_switched_off_leaves_the_cards_at_the_next_projection(
    place: Place, logiciel: int, now: datetime
) -> None:
    told(site(place, free(now + 2 * HOUR)), by=reached(logiciel), now=now)
    Editor.objects.update(active=False)
    with transaction.atomic():
        changes.place_changed([place.id], now=now)
    assert (hours(card(place, now)), EditorSite.objects.count()) == ([], 1)
    Editor.objects.update(active=True)
    with transaction.atomic():
        changes.place_changed([place.id], now=now)
    assert hours(card(place, now)) == ["11h00"]
    editor_operations.plan(actor=Actor.SYSTEM, reached=[], now=now)
    assert (hours(card(place, now)), EditorSite.objects.count()) == ([], 0)
