"""Editors are asked at their own pace, outside any transaction, and what they say replaces what they said."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas import changes
from sas.actor import Actor, Role
from sas.adapters.editors.values import Failure, Kind, Label
from sas.errors import Refused
from sas.rooms.directory.models import Editor, Structure
from sas.rooms.editors import operations, queries
from sas.rooms.editors.models import EditorDay, EditorPace, EditorReading, EditorSite
from sas.rooms.editors.operations import Refreshed
from sas.rooms.editors.rules import AT_ONCE, KNOWN_EVERY, LOST_AFTER, UNKNOWN_EVERY, WANTED_EVERY
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import editor_slots

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PLATFORM = Actor.SYSTEM


def plan(*reached: operations.Reached, now: datetime) -> int:
    return operations.plan(actor=PLATFORM, reached=reached, now=now)


def turn(asker: editor_slots.Asker, *reached: operations.Reached, now: datetime) -> Refreshed:
    return operations.refresh(actor=PLATFORM, reached=reached, ask=asker, now=now)


@pytest.mark.shows("F-262")
def test_those_who_named_an_editor_and_show_its_slots_are_asked_about(now: datetime) -> None:
    one, other = editor_slots.editor(), editor_slots.editor()
    shown, refused = editor_slots.doctor(one, other, now=now), editor_slots.doctor(one, now=now)
    editor_slots.named(refused, one, now=now, refused=True)
    association = Structure.objects.create(kind="sos", name="SOS", name_key="sos", source="finess", source_key="sos")
    through = ProfessionalSettings.objects.filter(professional_id=editor_slots.doctor(one, now=now).professional_id)
    through.update(via=Via.SOS, structure=association)
    assert plan(editor_slots.reached(one), now=now) == 1
    assert list(EditorReading.objects.values_list("identifier", "kind")) == [
        (editor_slots.number_of(shown), "practitioners")
    ]
    assert plan(editor_slots.reached(one), now=now) == 0
    assert plan(editor_slots.reached(one), editor_slots.reached(other), now=now) == 1
    editor_slots.named(shown, one, now=now, refused=True)
    assert plan(editor_slots.reached(one), editor_slots.reached(other), now=now) == 2
    assert not EditorReading.objects.exists()


def test_a_member_of_a_cpts_is_asked_about_with_his_cpts_and_an_association_by_its_siret(now: datetime) -> None:
    one, place = editor_slots.editor(), None
    place = editor_slots.doctor(one, now=now)
    cpts, sos = (
        Structure.objects.create(kind=kind, name=kind, name_key=kind, siret=siret, source="finess", source_key=kind)
        for kind, siret in (("cpts", ""), ("sos", "12345678900011"))
    )
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(via=Via.CPTS, structure=cpts)
    plan(editor_slots.reached(one), now=now)
    turn(asker := editor_slots.Asker(), editor_slots.reached(one), now=now)
    assert {(asked.kind, asked.identifiers) for _, asked in asker.asked} == {
        (Kind.CPTS, (editor_slots.number_of(place),)),
        (Kind.SOS, ("312345678900011",)),
    }
    assert {(asked.start, asked.end) for _, asked in asker.asked} == {(now, now + timedelta(days=3))}
    assert sos.id == EditorReading.objects.get(kind="sos").structure_id


@pytest.mark.shows("F-261", "E18")
def test_what_is_told_is_kept_then_replaced_then_gone(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    morning, evening = (editor_slots.free(now + hours * HOUR) for hours in (2, 9))
    editor_slots.told(editor_slots.site(place, evening, morning), by=reached, now=now)
    row = EditorSite.objects.get()
    assert (row.action, row.place_id, row.ends_at) == ("update", place.id, evening.end)
    assert [slot[1] for slot in row.slots] == [int(slot.start.timestamp()) for slot in (morning, evening)]
    later = now + 2 * HOUR
    turn(editor_slots.Asker([editor_slots.site(place, evening)]), reached, now=later)
    assert [len(one.slots) for one in EditorSite.objects.all()] == [1]
    turn(editor_slots.Asker(), reached, now=later + 2 * HOUR)
    assert not EditorSite.objects.exists()


def test_equal_answers_change_nothing_and_announce_nothing(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    slots = [editor_slots.free(now + hours * HOUR) for hours in (4, 9)]
    editor_slots.told(editor_slots.site(place, *slots), by=reached, now=now)
    announced: list[set[int]] = []
    monkeypatch.setattr(changes, "place_changed", lambda ids, **_: announced.append(set(ids)))
    before = EditorSite.objects.get()
    turn(editor_slots.Asker([editor_slots.site(place, *reversed(slots))]), reached, now=now + HOUR)
    assert announced == [set()]
    assert EditorSite.objects.get().changed_at == before.changed_at
    assert EditorReading.objects.get().answered_at == now + HOUR


@pytest.mark.shows("F-262")
def test_interfaced_is_gained_by_a_first_place_and_lost_after_a_fortnight_without(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    plan(reached, now=now)

    def seen(asker: editor_slots.Asker, at: datetime) -> tuple[datetime | None, datetime | None, timedelta]:
        EditorReading.objects.update(due_at=at)
        turn(asker, reached, now=at)
        row = EditorReading.objects.get()
        return row.interfaced_at, row.lost_at, row.due_at - at

    nothing, something = editor_slots.Asker(), editor_slots.Asker([editor_slots.site(place)])
    assert seen(nothing, now) == (None, None, UNKNOWN_EVERY)
    first = now + HOUR
    assert seen(something, first) == (first, None, KNOWN_EVERY)
    assert seen(nothing, first + LOST_AFTER) == (first, None, KNOWN_EVERY)
    lost = first + LOST_AFTER + MINUTE
    assert seen(nothing, lost) == (None, lost, UNKNOWN_EVERY)
    assert seen(something, lost + HOUR) == (lost + HOUR, lost, KNOWN_EVERY)


def test_a_failure_keeps_what_was_known_and_is_tried_again_ever_later(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    editor_slots.told(editor_slots.site(place, editor_slots.free(now + 9 * HOUR)), by=reached, now=now)
    failing = editor_slots.Asker(failing={reached.endpoint.editor_id: Failure.TIMEOUT})
    waits = []
    for hours in (1, 2, 3):
        at = now + hours * HOUR
        EditorReading.objects.update(due_at=at)
        assert turn(failing, reached, now=at) == Refreshed(1, 1)
        row = EditorReading.objects.get()
        waits.append(row.due_at - at)
        assert (row.answered_at, row.failure, row.failures) == (now, "timeout", hours)
    assert waits == [WANTED_EVERY * 2, WANTED_EVERY * 4, WANTED_EVERY * 8]
    assert len(EditorSite.objects.get().slots) == 1
    pace = EditorPace.objects.get()
    assert (pace.failures, pace.failure, pace.closed_until) == (3, "timeout", now + 3 * HOUR + timedelta(seconds=30))
    EditorReading.objects.update(due_at=now)
    assert turn(failing, reached, now=now + 3 * HOUR + timedelta(seconds=29)) == Refreshed(0, 0)
    assert turn(editor_slots.Asker(), reached, now=now + 3 * HOUR + timedelta(seconds=30)) == Refreshed(1, 0)
    assert EditorPace.objects.get().closed_until is None


def test_no_editor_is_asked_faster_than_its_limit_nor_holds_the_turn_of_another(now: datetime) -> None:
    slow, open_ = (
        editor_slots.reached(editor_slots.editor(), per_minute=1),
        editor_slots.reached(editor_slots.editor(), per_minute=99),
    )
    place = editor_slots.doctor(slow.endpoint.editor_id, now=now)
    EditorReading.objects.bulk_create(
        EditorReading(
            editor_id=one.endpoint.editor_id,
            professional_id=place.professional_id,
            identifier=f"8{number:011d}",
            kind="practitioners",
            due_at=now,
        )
        for one in (slow, open_)
        for number in range(25 * (AT_ONCE + 1) + 1)
    )
    turn(asker := editor_slots.Asker(), slow, open_, now=now)
    sizes = {
        one: [len(a.identifiers) for editor, a in asker.asked if editor == one.endpoint.editor_id]
        for one in (slow, open_)
    }
    assert sizes == {slow: [25], open_: [25] * AT_ONCE}
    turn(asker := editor_slots.Asker(), slow, open_, now=now + timedelta(seconds=59))
    assert [(editor, len(asked.identifiers)) for editor, asked in asker.asked] == [
        (open_.endpoint.editor_id, 25),
        (open_.endpoint.editor_id, 1),
    ]
    turn(asker := editor_slots.Asker(), slow, now=now + MINUTE)
    assert [len(asked.identifiers) for _, asked in asker.asked] == [25]


def test_those_whom_a_page_showed_are_asked_about_first_and_not_twice_in_thirty_seconds(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor(), per_minute=1)
    places = [editor_slots.doctor(reached.endpoint.editor_id, now=now) for _ in range(26)]
    plan(reached, now=now - HOUR)
    last = places[-1]
    assert operations.want(actor=Actor.NOBODY, place_ids=[last.id], now=now) == 1
    assert operations.want(actor=Actor.NOBODY, place_ids=[last.id], now=now + timedelta(seconds=29)) == 0
    turn(asker := editor_slots.Asker([editor_slots.site(last)]), reached, now=now)
    assert asker.asked[0][1].identifiers[0] == editor_slots.number_of(last)
    assert EditorReading.objects.get(identifier=editor_slots.number_of(last)).due_at == now + WANTED_EVERY
    assert operations.want(actor=Actor.NOBODY, place_ids=[last.id], now=now + timedelta(seconds=31)) == 1
    assert EditorReading.objects.get(identifier=editor_slots.number_of(last)).due_at == now + timedelta(seconds=31)


def test_no_transaction_is_open_while_editors_are_awaited(transactional_db: None, now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    plan(reached, now=now)
    asker = editor_slots.Asker([editor_slots.site(place)])

    def ask(requests: object) -> object:
        assert not connection.in_atomic_block
        return asker(requests)  # type: ignore[arg-type]

    assert operations.refresh(actor=PLATFORM, reached=[reached], ask=ask, now=now) == Refreshed(1, 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [1, 3])
def test_an_answer_costs_the_same_statements_for_one_professional_and_for_three(size: int, now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    places = [editor_slots.doctor(reached.endpoint.editor_id, now=now) for _ in range(size)]
    plan(reached, now=now)
    asker = editor_slots.Asker([editor_slots.site(one, editor_slots.free(now + HOUR)) for one in places])
    with CaptureQueriesContext(connection) as captured:
        turn(asker, reached, now=now)
    outside = [one["sql"] for one in captured if '"offer_' not in one["sql"] and "SAVEPOINT" not in one["sql"]]
    told = [sql for sql in outside if '"editors_' in sql]
    assert len(told) == 18
    assert len(EditorSite.objects.all()) == size


@pytest.mark.shows("E18")
def test_what_the_reader_left_out_and_what_fits_no_place_are_counted(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    plan(reached, now=now)
    sites = [
        editor_slots.site(place, editor_slots.free(now + HOUR)),
        editor_slots.site(place, local_id="2", line="", city=""),
    ]
    turn(editor_slots.Asker(sites, dropped={"label": 2}, milliseconds=480), reached, now=now)
    (found,) = queries.health(actor=PLATFORM, days=1, now=now)
    assert (found.requests, found.slots, found.dropped) == (1, 1, {"label": 2, "no_place": 1})
    assert (found.p50, found.p95, found.failed, found.people, found.interfaced) == (500, 500, {}, 1, 1)
    turn(editor_slots.Asker(failing={reached.endpoint.editor_id: Failure.TLS}), reached, now=now + 2 * HOUR)
    (found,) = queries.health(actor=PLATFORM, days=1, now=now)
    assert (found.failed, found.failure, found.succeeded_at) == ({"tls": 1}, "tls", now)
    with pytest.raises(Refused):
        queries.health(actor=Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP})), days=1, now=now)


def test_slots_that_are_over_and_old_counts_are_deleted(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    editor_slots.told(editor_slots.site(place, editor_slots.free(now + HOUR)), by=reached, now=now)
    assert operations.forget(actor=PLATFORM, now=now + HOUR) == 0
    assert operations.forget(actor=PLATFORM, now=now + 2 * HOUR) == 1
    assert (EditorSite.objects.get().slots, EditorDay.objects.count()) == ([], 1)
    operations.forget(actor=PLATFORM, now=now + timedelta(days=91))
    assert not EditorDay.objects.exists()


@pytest.mark.parametrize("act", ["plan", "refresh", "forget"])
def test_the_platform_alone_has_editors_asked(act: str, now: datetime) -> None:
    somebody = Actor(user_id=1, roles=frozenset({Role.ADMINISTRATEUR}))
    given = {"plan": {"reached": []}, "refresh": {"reached": [], "ask": editor_slots.Asker()}, "forget": {}}[act]
    with pytest.raises(Refused):
        getattr(operations, act)(actor=somebody, now=now, **given)


def test_labels_are_kept_as_told(now: datetime) -> None:
    reached = editor_slots.reached(editor_slots.editor())
    place = editor_slots.doctor(reached.endpoint.editor_id, now=now)
    editor_slots.told(
        editor_slots.site(place, editor_slots.free(now + HOUR, Label.SNP, Label.CPTS)), by=reached, now=now
    )
    (offer,) = queries.offers(
        actor=PLATFORM, allowed={place.id: None}, professionals={place.id: place.professional_id}, now=now
    ).values()
    assert int(offer.slots[0].labels) == 12
    Editor.objects.update(active=False)
    assert not queries.offers(
        actor=PLATFORM, allowed={place.id: None}, professionals={place.id: place.professional_id}, now=now
    )
