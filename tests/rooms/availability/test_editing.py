"""Editing and deleting: what is previewed is what is done, patients are never moved, nobody overwrites anybody."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import AgendaChange, AgendaSlot
from sas.rooms.availability.operations import TakenPlace, TakeRefusal
from sas.rooms.directory.models import Place
from sas.timetable.modality import Modality
from sas.timetable.plans import Fate, SeriesTerms, Terms
from tests.factories import care
from tests.factories.agenda import TUESDAY, keeper, make_place, publish

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def terms(**changed: Any) -> Terms:
    facts = {"day": TUESDAY, "start": time(14), "end": time(16), "patients": 2, "modalities": Modality.VIDEO}
    return Terms(**(facts | changed))


def series(**changed: Any) -> SeriesTerms:
    facts = {"start": time(14), "end": time(16), "patients": 2, "modalities": Modality.VIDEO}
    return SeriesTerms(**(facts | {"last_day": None, "holidays_off": False} | changed))


def about(place: Place, slot: int, day: date = TUESDAY, *, now: datetime, **more: Any) -> dict[str, Any]:
    """The arguments that every act on an occurrence takes."""
    return {"actor": keeper([place.id]), "place_id": place.id, "slot_id": slot, "day": day, "now": now} | more


def shown(place: Place, now: datetime, weeks: int = 4) -> list[tuple[date, str, int, int]]:
    """Day, start, capacity and taken of what the agenda shows over some weeks."""
    actor, monday = keeper([place.id]), TUESDAY - timedelta(days=1)
    found = [queries.week(actor=actor, place_id=place.id, monday=monday + n * WEEK, now=now) for n in range(weeks)]
    return [(e.day, f"{e.interval.start:%H:%M}", e.capacity, e.taken) for week in found for e in week.entries]


def take(slot: int, day: date, now: datetime) -> TakenPlace | TakeRefusal:
    with transaction.atomic():
        return operations.take_place(actor=Actor.SYSTEM, slot_id=slot, day=day, now=now)


@pytest.mark.shows("F-068", "F-069")
def test_an_occurrence_is_edited_alone_date_included(now: datetime) -> None:
    place = make_place()
    slot = publish(place, weekdays=frozenset({2}))
    moved = terms(day=TUESDAY + WEEK + timedelta(days=1))
    preview = queries.planned_edit(**about(place, slot, TUESDAY + WEEK, now=now, terms=moved))
    done = operations.edit_occurrence(**about(place, slot, TUESDAY + WEEK, now=now, terms=moved), seen=preview.seen)
    assert done == preview.plan
    assert shown(place, now, 3) == [
        (TUESDAY, "08:00", 3, 0),
        (moved.day, "13:00", 2, 0),
        (TUESDAY + 2 * WEEK, "08:00", 3, 0),
    ]


@pytest.mark.shows("F-069", "F-071")
def test_a_series_is_edited_from_a_date_with_an_end_and_around_its_patients(now: datetime) -> None:
    place = make_place()
    slot = publish(place, weekdays=frozenset({2}))
    assert isinstance(take(slot, TUESDAY + WEEK, now), TakenPlace)
    wanted = series(last_day=TUESDAY + 2 * WEEK)
    preview = queries.planned_series_edit(**about(place, slot, now=now, terms=wanted))
    assert [(one.day, one.taken) for one in preview.plan.locked] == [(TUESDAY + WEEK, 1)]
    operations.edit_series_from(**about(place, slot, now=now, terms=wanted), seen=preview.seen)
    assert shown(place, now) == [
        (TUESDAY, "13:00", 2, 0),
        (TUESDAY + WEEK, "08:00", 3, 1),
        (TUESDAY + 2 * WEEK, "13:00", 2, 0),
    ]
    # The patient is still counted on the slot of his orientation, up to its own capacity.
    assert [getattr(take(slot, TUESDAY + WEEK, now), "taken", None) for _ in range(3)] == [2, 3, None]
    with transaction.atomic():
        for _ in range(3):
            operations.free_place(actor=Actor.SYSTEM, slot_id=slot, day=TUESDAY + WEEK, now=now)
    assert shown(place, now)[1] == (TUESDAY + WEEK, "08:00", 3, 0)


@pytest.mark.shows("F-073")
def test_an_occurrence_with_a_patient_is_neither_edited_nor_deleted(now: datetime) -> None:  # E30, E35
    place = make_place()
    slot = publish(place)
    take(slot, TUESDAY, now)
    for act in (
        lambda: operations.edit_occurrence(**about(place, slot, now=now, terms=terms()), seen="1"),
        lambda: operations.delete_occurrence(**about(place, slot, now=now)),
        lambda: operations.delete_series_from(**about(place, slot, now=now)),
    ):
        with pytest.raises(Impossible, match="Un patient est orienté"):
            act()
    found = queries.occurrence(**about(place, slot, now=now))
    assert found is not None
    assert "modifiée" in found.cannot_edit
    assert found.taken == 1


def test_what_was_previewed_is_what_is_done_or_nothing(now: datetime) -> None:
    place = make_place()
    slot = publish(place, weekdays=frozenset({2}))
    seen = queries.planned_series_edit(**about(place, slot, now=now, terms=series())).seen
    take(slot, TUESDAY + WEEK, now)
    with pytest.raises(Impossible, match="un patient vient d'être orienté"):
        operations.edit_series_from(**about(place, slot, now=now, terms=series()), seen=seen)
    assert shown(place, now, 1) == [(TUESDAY, "08:00", 3, 0)]
    assert AgendaChange.objects.filter(place=place).count() == 1
    again = queries.planned_series_edit(**about(place, slot, now=now, terms=series())).seen
    operations.edit_series_from(**about(place, slot, now=now, terms=series()), seen=again)
    assert shown(place, now, 1) == [(TUESDAY, "13:00", 2, 0)]


def test_two_people_never_overwrite_each_other(now: datetime) -> None:
    place = care.doctor_place()
    doctor, helper = care.keeper(place), care.account(Role.DELEGATAIRE, delegated=(place.professional_id or 0,))
    slot = publish(place, weekdays=frozenset({2}))
    seen = queries.planned_series_edit(**about(place, slot, now=now, terms=series())).seen
    act = about(place, slot, now=now, terms=terms())
    operations.edit_occurrence(**(act | {"actor": helper}), seen="1")
    with pytest.raises(Impossible) as refused:
        operations.edit_series_from(**(about(place, slot, now=now, terms=series()) | {"actor": doctor}), seen=seen)
    assert "modifié par Camille Le Goff" in refused.value.reason
    assert "le 23/11/2026 à 09h00 (occurrence modifiée)" in refused.value.reason
    with pytest.raises(Impossible, match="vous-même"):
        operations.delete_series_from(**(about(place, slot, TUESDAY + WEEK, now=now) | {"actor": helper}), seen="1")
    for stranger in ("", "0", "2.feedfeed", "x"):
        with pytest.raises(Impossible):
            operations.delete_series_from(**about(place, slot, TUESDAY + WEEK, now=now), seen=stranger)
    with pytest.raises(Impossible, match="a été modifié par"):
        operations.save_additional_info(actor=doctor, place_id=place.id, text="Sonner", version=1, now=now)
    operations.save_additional_info(actor=doctor, place_id=place.id, text="Sonner", version=2, now=now)


def test_an_edit_that_changes_nothing_leaves_no_trace(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    same = terms(start=time(9), end=time(12), patients=3, modalities=Modality.OFFICE)
    plan = operations.edit_occurrence(**about(place, slot, now=now, terms=same), seen="1")
    assert [one.fate for one in plan.occurrences] == [Fate.KEPT]
    assert (AgendaSlot.objects.count(), AgendaChange.objects.count()) == (1, 1)


BAD_TERMS = [
    ({"day": date(2026, 11, 22)}, "day"),
    ({"day": date(2062, 11, 24)}, "day"),
    ({"day": date(2026, 11, 23), "start": time(8, 45)}, "start"),
    ({"start": time(9, 7)}, "start"),
    ({"start": time(16), "end": time(16)}, "end"),
    ({"start": time(16), "end": time(14)}, "end"),
    ({"end": time(23, 58)}, "end"),
    ({"patients": 0}, "patients"),
    ({"patients": 1000}, "patients"),
    ({"modalities": Modality(0)}, "modalities"),
    ({"day": date(2027, 3, 28), "start": time(2), "end": time(2, 45)}, "start"),
]


@pytest.mark.shows("F-076")
@pytest.mark.parametrize(("changed", "field"), BAD_TERMS)
def test_one_occurrence_cannot_say_what_the_form_refuses(changed: dict[str, Any], field: str, now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    for act in (queries.planned_edit, lambda **given: operations.edit_occurrence(**given, seen="1")):
        with pytest.raises(Impossible) as refused:
            act(**about(place, slot, now=now, terms=terms(**changed)))
        assert (refused.value.field, bool(refused.value.reason)) == (field, True)
    assert shown(place, now, 1) == [(TUESDAY, "08:00", 3, 0)]


@pytest.mark.shows("F-076")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        *((changed, field) for changed, field in BAD_TERMS if "day" not in changed),
        ({"last_day": TUESDAY - timedelta(days=1)}, "last_day"),
        ({"last_day": date(2062, 11, 24)}, "last_day"),
    ],
)
def test_a_series_cannot_say_what_the_form_refuses(changed: dict[str, Any], field: str, now: datetime) -> None:
    place = make_place()
    slot = publish(place, weekdays=frozenset({2}))
    with pytest.raises(Impossible) as refused:
        operations.edit_series_from(**about(place, slot, now=now, terms=series(**changed)), seen="1")
    assert (refused.value.field, bool(refused.value.reason)) == (field, True)


def test_an_occurrence_under_way_keeps_its_start_and_may_end_sooner(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    later = now.replace(day=24, hour=9)  # 10h00 on Tuesday in Paris: the plage runs from 9h00 to 12h00
    shorter = terms(start=time(9), end=time(11), patients=3)
    with pytest.raises(Impossible) as refused:
        operations.edit_occurrence(
            **about(place, slot, now=later, terms=terms(start=time(9), end=time(9, 45))), seen="1"
        )
    assert refused.value.field == "end"
    operations.edit_occurrence(**about(place, slot, now=later, terms=shorter), seen="1")
    assert shown(place, later, 1) == [(TUESDAY, "08:00", 3, 0)]
    with pytest.raises(Impossible, match="passée"):
        queries.planned_edit(
            **about(place, AgendaSlot.objects.latest("id").id, now=later + timedelta(hours=1), terms=shorter)
        )


def test_a_slot_alone_has_no_series_to_edit(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    with pytest.raises(Impossible, match="n'est pas répétée"):
        operations.edit_series_from(**about(place, slot, now=now, terms=series()), seen="1")
    found = queries.occurrence(**about(place, slot, now=now))
    assert found is not None
    assert (found.series_terms, bool(found.cannot_edit_series)) == (None, True)


ACTS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "edit_occurrence": (operations.edit_occurrence, {"terms": terms(), "seen": "1"}),
    "edit_series_from": (operations.edit_series_from, {"terms": series(), "seen": "1"}),
    "planned_edit": (queries.planned_edit, {"terms": terms()}),
    "planned_series_edit": (queries.planned_series_edit, {"terms": series()}),
    "planned_deletion": (queries.planned_deletion, {}),
    "planned_series_deletion": (queries.planned_series_deletion, {}),
}


@pytest.mark.parametrize("name", ACTS)
def test_only_whoever_keeps_the_agenda_changes_it_and_through_it_only(name: str, now: datetime) -> None:
    place, other = make_place(), make_place()
    slot, (act, more) = publish(place), ACTS[name]
    for actor in (keeper([other.id]), keeper([place.id], Role.REGULATEUR_OSNP), Actor.NOBODY):
        with pytest.raises(Refused, match="pas rattaché"):
            act(**(about(place, slot, now=now, **more) | {"actor": actor}))
    with pytest.raises(Impossible):
        act(**(about(other, slot, now=now, **more)))
