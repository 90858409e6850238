"""Two changes of one agenda at the same instant: one is made, the other is told."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

import pytest

from sas.errors import Impossible
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import AgendaChange
from sas.rooms.availability.operations import TakenPlace
from sas.timetable.absence import Period
from sas.timetable.modality import Modality
from sas.timetable.plans import Plan, SeriesTerms
from tests.factories.agenda import TUESDAY, keeper, make_place, publish
from tests.rooms.availability.test_taking import at_once, take

pytestmark = pytest.mark.django_db(transaction=True)
AFTERNOON = SeriesTerms(time(14), time(16), 2, Modality.VIDEO, None, holidays_off=False)


def test_of_two_edits_of_what_both_had_seen_one_is_made(now: datetime) -> None:
    for _ in range(3):
        place = make_place()
        slot = publish(place, weekdays=frozenset({2}))
        act: dict[str, Any] = {"actor": keeper([place.id]), "place_id": place.id, "slot_id": slot, "now": now}
        seen = queries.planned_series_edit(**act, day=TUESDAY, terms=AFTERNOON).seen
        edit = partial(operations.edit_series_from, **act, day=TUESDAY, terms=AFTERNOON, seen=seen)
        outcomes = at_once(edit, edit)
        assert sorted(type(one).__name__ for one in outcomes) == ["Impossible", "Plan"]
        (refused,) = (one for one in outcomes if isinstance(one, Impossible))
        assert "série modifiée" in refused.reason
        assert AgendaChange.objects.filter(place=place).count() == 2


def test_a_patient_sent_while_a_series_is_edited_keeps_the_hours_he_was_given(now: datetime) -> None:
    for _ in range(3):
        place = make_place()
        slot = publish(place, weekdays=frozenset({2}))
        act: dict[str, Any] = {"actor": keeper([place.id]), "place_id": place.id, "slot_id": slot, "now": now}
        seen = queries.planned_series_edit(**act, day=TUESDAY, terms=AFTERNOON).seen
        edit = partial(operations.edit_series_from, **act, day=TUESDAY, terms=AFTERNOON, seen=seen)
        taken, edited = at_once(partial(take, slot, now), edit)
        # Either the patient came first and the editor is told, or the slot had gone and the regulator is.
        assert isinstance(taken, TakenPlace) == isinstance(edited, Impossible)
        assert isinstance(taken, TakenPlace) or isinstance(edited, Plan)


def test_several_places_saved_from_both_ends_do_not_wait_for_each_other_for_ever(now: datetime) -> None:
    places = [make_place().id for _ in range(3)]
    period = Period(TUESDAY, TUESDAY + timedelta(days=1))
    act: dict[str, Any] = {
        "actor": keeper(places),
        "indefinite": False,
        "periods": [period],
        "versions": {},
        "now": now,
    }
    save = operations.save_unavailability
    outcomes = at_once(partial(save, **act, place_ids=places), partial(save, **act, place_ids=places[::-1]))
    assert outcomes == [None, None]
    assert AgendaChange.objects.count() == 3
