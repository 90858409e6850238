"""The rules of the form « Ajouter ou modifier des disponibilités », held on the server (E36)."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.timetable.capacity import Slot
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft, advice, plan, problems

TODAY, NOW = date(2026, 6, 3), time(14, 20)
GOOD = SlotDraft(date(2026, 6, 4), time(9), time(12), frozenset(), 3, Modality.OFFICE)


def fields(**changes):
    return set(problems(replace(GOOD, **changes), today=TODAY, now_time=NOW))


@pytest.mark.shows("F-062", "F-063", "F-064", "F-065", "F-076")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"patients": None, "end": time(9, 15)},
        {"patients": 1},
        {"end": time(23, 59)},
        {"start": time(23, 45), "end": time(23, 59)},
        {"start": time.min},
        {"day": TODAY, "start": time(14, 30), "end": time(15)},
        {"weekdays": frozenset(range(1, 8))},
        {"modalities": Modality.OFFICE | Modality.VIDEO | Modality.HOME},
    ],
)
def test_a_sound_draft_has_no_problem(changes):
    assert fields(**changes) == set()


@pytest.mark.shows("F-076")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": date(2026, 6, 2)}, "day"),
        ({"day": TODAY, "start": time(14, 15), "end": time(15)}, "start"),
        ({"start": time(9, 10)}, "start"),
        ({"start": time(9, 0, 1)}, "start"),
        ({"end": time(12, 20)}, "end"),
        ({"end": time(12, 0, 0, 1)}, "end"),
        ({"end": time(23, 58)}, "end"),
        ({"end": time(9)}, "end"),
        ({"end": time(8, 45)}, "end"),
        ({"patients": 0}, "patients"),
        ({"patients": -1}, "patients"),
        ({"modalities": Modality(0)}, "modalities"),
        ({"weekdays": frozenset({0, 1})}, "weekdays"),
        ({"weekdays": frozenset({8})}, "weekdays"),
    ],
)
def test_each_problem_is_told_beside_its_field(changes, field):
    assert fields(**changes) == {field}


@pytest.mark.shows("F-076")
def test_a_slot_cannot_start_at_this_very_minute():  # a créneau would be over as soon as it is saved
    draft = replace(GOOD, day=TODAY, start=time(14, 30), end=time(15))
    assert set(problems(draft, today=TODAY, now_time=time(14, 30))) == {"start"}
    assert problems(draft, today=TODAY, now_time=time(14, 29, 59)) == {}


@pytest.mark.shows("F-062", "F-076")
def test_2359_is_an_end_and_never_a_start():
    assert fields(start=time(23, 59), end=time(23, 59)) == {"start", "end"}


@pytest.mark.shows("F-076")
def test_every_problem_is_told_at_once_in_french():
    draft = SlotDraft(date(2020, 1, 1), time(9, 5), time(8), frozenset({9}), 0, Modality(0))
    assert problems(draft, today=TODAY, now_time=NOW) == {
        "day": "La date est déjà passée : choisissez aujourd'hui ou un jour à venir.",
        "start": "L'heure de début se choisit par quart d'heure, par exemple 10h00 ou 10h15.",
        "end": "L'heure de fin doit être postérieure à l'heure de début, le même jour.",
        "weekdays": "Choisissez des jours du lundi au dimanche.",
        "patients": "Indiquez le nombre de patients que vous pouvez recevoir sur cette plage horaire : au moins 1.",
        "modalities": "Cochez au moins un type de consultation.",
    }


@pytest.mark.shows("F-072")
@pytest.mark.parametrize(
    ("patients", "end", "advised"),
    [(None, time(10), False), (None, time(10, 15), True), (3, time(12), False), (None, time(8), False)],
)
def test_a_plage_is_advised_above_one_hour(patients, end, advised):
    message = advice(replace(GOOD, patients=patients, end=end))
    assert bool(message) is advised
    assert not advised or "plage horaire" in message


@given(
    st.builds(
        SlotDraft,
        day=st.dates(date(2026, 6, 1), date(2026, 6, 9)),
        start=st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 20, 30, 45, 59])),
        end=st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 20, 30, 45, 59])),
        weekdays=st.frozensets(st.integers(0, 8), max_size=3),
        patients=st.none() | st.integers(-1, 5),
        modalities=st.sampled_from([Modality(n) for n in range(8)]),
    )
)
def test_a_draft_without_problem_can_always_be_kept(draft):
    if problems(draft, today=TODAY, now_time=NOW):
        return
    slots = [Slot(1, rule, draft.patients, draft.modalities) for rule in plan(draft, zone="Europe/Paris")]
    assert len(slots) == len(draft.weekdays | {draft.day.isoweekday()})
