"""What agendas cost to read, what the dashboard lists, and loading many."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.availability.operations import AgendaDraft, SlotPattern
from sas.rooms.directory.models import Place, Structure
from sas.timetable.interval import Since
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule
from tests.factories.agenda import TUESDAY, keeper, make_place, make_professional, publish

pytestmark = pytest.mark.django_db
MONDAY = TUESDAY - timedelta(days=1)


def full_agenda(now: datetime) -> Place:
    """A place with two slots, a place taken, an unavailability and a text."""
    place = make_place()
    actor, slot = keeper([place.id]), publish(place)
    publish(place, weekdays=frozenset({2, 4}))
    with transaction.atomic():
        operations.take_place(actor=actor, slot_id=slot, day=TUESDAY, now=now)
    operations.save_additional_info(actor=actor, place_id=place.id, text="Sonner", now=now)
    operations.set_unavailable(actor=actor, place_id=place.id, unavailable=True, now=now)
    return place


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_agendas_are_read_in_five_queries_whatever_their_number(now: datetime) -> None:
    ids = [full_agenda(now).id for _ in range(3)]
    for size in (1, 3):
        assert queries_of(lambda size=size: queries.agendas(actor=Actor.SYSTEM, place_ids=ids[:size])) == 5
    kept = queries.agendas(actor=Actor.SYSTEM, place_ids=ids)
    assert all(len(kept[place].slots) == 3 for place in ids)
    assert all(kept[place].unavailable == (Since(now),) for place in ids)
    assert all(list(kept[place].taken.values()) == [1] for place in ids)


def test_a_place_without_agenda_has_an_empty_one(now: datetime) -> None:
    place = make_place()
    assert queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id]) == {place.id: queries.AgendaFacts()}


def test_what_ended_is_left_out_on_request(now: datetime) -> None:
    place = full_agenda(now)
    kept = queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id], since=date(2026, 11, 25))[place.id]
    assert [slot.rule.weekly for slot in kept.slots] == [True, True]
    assert kept.taken == {}


def test_the_dashboard_and_the_week_cost_the_same_for_one_place_and_three(now: datetime) -> None:
    ids = [full_agenda(now).id for _ in range(3)]
    one, three = (queries_of(lambda n=n: queries.kept_places(actor=keeper(ids[:n]))) for n in (1, 3))
    assert one == three
    busy = full_agenda(now)
    for hour in range(8, 20):
        publish(busy, start=time(hour), end=time(hour, 15), patients=None)
    weeks = [
        queries_of(lambda p=p: queries.week(actor=keeper([p]), place_id=p, monday=MONDAY, now=now))
        for p in (ids[0], busy.id)
    ]
    assert weeks[0] == weeks[1]


@pytest.mark.shows("F-046")
def test_a_professional_is_not_shown_his_places_in_a_health_centre(now: datetime) -> None:
    finess = "350000014"
    Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess=finess, source_key="cds-1")
    professional = make_professional()
    office = make_place(professional=professional)
    salaried = make_place(professional=professional, site_finess=finess)
    shown = queries.kept_places(actor=keeper([office.id, salaried.id]))
    assert [kept.place.id for kept in shown] == [office.id]


def test_the_health_centres_own_place_is_shown_to_its_manager(now: datetime) -> None:
    centre = Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess="350000014", source_key="cds-1")
    place = make_place(structure=centre, site_finess="350000014", name="CDS des Lilas")
    (kept,) = queries.kept_places(actor=keeper([place.id], Role.GESTIONNAIRE_STRUCTURE))
    assert (kept.place.name, kept.flags.agenda_open) == ("CDS des Lilas", True)


def pattern(start: int) -> SlotPattern:
    rule = SlotRule(TUESDAY, None, True, time(start), time(start + 1), "Europe/Paris", frozenset({TUESDAY}))
    return SlotPattern(rule, patients=2, modalities=Modality.OFFICE | Modality.HOME)


def test_agendas_are_loaded_in_number_once(now: datetime) -> None:
    places = [make_place() for _ in range(3)]
    kept = full_agenda(now)
    drafts = [AgendaDraft(p.id, (pattern(8), pattern(14)), "Parking") for p in (*places, kept)]
    assert operations.load_agendas(actor=Actor.SYSTEM, agendas=iter(drafts), now=now) == 3
    assert operations.load_agendas(actor=Actor.SYSTEM, agendas=drafts, now=now) == 0
    assert AgendaSlot.objects.filter(place__in=places).count() == 6
    read = queries.agendas(actor=Actor.SYSTEM, place_ids=[places[0].id, kept.id])
    loaded = read[places[0].id]
    assert [(slot.rule, slot.patients, slot.modalities) for slot in loaded.slots] == [
        (p.rule, p.patients, p.modalities) for p in drafts[0].slots
    ]
    assert (loaded.additional_info, loaded.updated_at) == ("Parking", now)
    assert read[kept.id].additional_info == "Sonner"


def test_only_the_platform_loads_agendas(now: datetime) -> None:
    with pytest.raises(Refused):
        operations.load_agendas(actor=keeper([1], Role.ADMINISTRATEUR), agendas=[], now=now)
