"""Cards that were asked for and have no slot say why; nothing else is said of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place
from sas.rooms.offer.enums import Mode, NoSlot
from sas.rooms.offer.queries import Filters, search
from sas.rooms.offer.queries.reasons import sentences
from sas.rooms.offer.rules import why_no_slot
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from sas.timetable.absence import Period
from tests.factories import care
from tests.factories.offers import Wanted, around_rennes, open_slot, scatter
from tests.rooms.offer.scene import EFFECTEUR, OSNP, cards

pytestmark = pytest.mark.django_db
TABLE = """
away open ahead soon hidden
1    .    .     .    .      away
0    0    .     .    .      no-agenda
0    1    0     .    .      no-agenda
0    1    1     1    .      full
0    1    1     0    1      away
0    1    1     0    0      later
"""


def expected(facts: tuple[bool, ...]) -> str:
    """The first line of the table that fits."""
    lines = [line.split() for line in TABLE.strip().splitlines()[1:]]
    fits = (
        word for *cells, word in lines if all(c == "." or bool(int(c)) == f for c, f in zip(cells, facts, strict=True))
    )
    return next(fits)


def test_the_truth_table_holds_for_every_case() -> None:
    names = ("away", "agenda_open", "ahead", "soon", "hidden")
    found = {facts: why_no_slot(**dict(zip(names, facts, strict=True))) for facts in product([False, True], repeat=5)}
    assert found == {facts: NoSlot(expected(facts)) for facts in found}
    assert set(found.values()) == set(NoSlot)


def why(place: Place, now: datetime) -> str:
    (card,) = cards(place, now=now, explained=True)
    assert not any(day.lines for day in card.days)
    return card.why


def test_no_agenda_is_shared(now: datetime) -> None:
    unset, empty = care.doctor_place(via=None), care.doctor_place()
    assert (why(unset, now), why(empty, now)) == ("Pas d'agenda partagé", "Pas d'agenda partagé")
    assert cards(empty, now=now)[0].why == ""


def test_every_place_of_the_three_days_is_taken(now: datetime) -> None:
    place = care.doctor_place()
    slot = open_slot(place.id, now=now, hours=5)
    assert cards(place, now=now, explained=True)[0].why == ""
    availability.take_place(actor=Actor.SYSTEM, slot_id=slot, day=now.date(), now=now)
    assert why(place, now) == "Agenda complet"


def test_the_next_day_with_a_slot_is_told(now: datetime) -> None:
    place = care.doctor_place()
    open_slot(place.id, now=now, hours=120)
    assert why(place, now) == "Prochaine disponibilité : samedi 28 nov."


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (0, 6, "Absent jusqu'au dimanche 29 nov."),
        (0, 0, "Absent jusqu'au lundi 23 nov."),
        (-1, 1, "Absent jusqu'au mardi 24 nov."),
    ],
)
def test_an_absence_tells_its_last_day(first: int, last: int, told: str, now: datetime) -> None:
    place = care.doctor_place()
    open_slot(place.id, now=now, hours=5)
    day = now.date()
    period = Period(day + timedelta(days=first), day + timedelta(days=last))
    availability.save_unavailability(
        actor=care.keeper(place), place_ids=[place.id], indefinite=False, periods=[period], versions={}, now=now
    )
    assert why(place, now) == told


def test_an_absence_without_end_says_so_even_of_an_agenda_that_is_closed(now: datetime) -> None:
    place = care.doctor_place()
    availability.set_unavailable(actor=care.keeper(place), place_id=place.id, unavailable=True, now=now)
    assert why(place, now) == "Absent pour une durée indéterminée"
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(via=Via.NONE)
    assert why(place, now) == "Absent pour une durée indéterminée"


def test_a_search_by_name_says_why_and_one_by_specialty_does_not(now: datetime) -> None:
    scatter([Wanted(1, 0)], now=now)
    for text, told in (("Martin", "Pas d'agenda partagé"), ("Médecin généraliste", "")):
        asked = around_rennes(text=text, mode=Mode.OVERBOOKING)
        (card,) = search(actor=OSNP, criteria=asked, now=now).cards
        assert card.why == told


@pytest.mark.shows("F-149")
def test_whoever_is_asked_for_by_name_is_listed_absent_or_without_slot_and_nobody_else_is(now: datetime) -> None:
    away, empty, free = scatter([Wanted(1, 0, opens_in_hours=5), Wanted(2, 0), Wanted(3, 0, opens_in_hours=5)], now=now)
    keeper = Actor(None, EFFECTEUR.roles, places=frozenset({away}))
    availability.set_unavailable(actor=keeper, place_id=away, unavailable=True, now=now)
    for mode, listed in ((Mode.SLOTS, [free]), (Mode.OVERBOOKING, [free, empty])):
        by_name = search(actor=OSNP, criteria=around_rennes(text="Martin", mode=mode), now=now)
        assert [(card.place_id, card.why) for card in by_name.cards] == [
            (free, ""),
            (away, "Absent pour une durée indéterminée"),
            (empty, "Pas d'agenda partagé"),
        ]
        others = search(actor=OSNP, criteria=around_rennes(mode=mode), now=now)
        assert [card.place_id for card in others.cards] == listed
    soon = replace(around_rennes(text="Martin"), filters=Filters(bands=frozenset({1})))
    assert [card.place_id for card in search(actor=OSNP, criteria=soon, now=now).cards] == [free]


def test_three_cost_the_questions_of_one_and_none_costs_nothing(now: datetime) -> None:
    ids = [care.doctor_place().id for _ in range(3)]
    counts = []
    for size in (0, 1, 3):
        with CaptureQueriesContext(connection) as captured:
            assert len(sentences(actor=OSNP, place_ids=ids[:size], now=now)) == size
        counts.append(len(captured))
    assert counts == [0, counts[1], counts[1]] and counts[1] <= 9
