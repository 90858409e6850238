"""Unavailability: at once or for dated periods, one place or several, and what the search makes of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import Agenda, AgendaChange, PastUnavailability, UnavailabilityPeriod
from sas.rooms.directory.models import Place
from sas.rooms.offer import operations as offer
from sas.rooms.offer import queries as search
from sas.rooms.offer.enums import Mode
from sas.timetable.absence import Period
from sas.timetable.interval import Interval
from tests.factories.agenda import TUESDAY, keeper, make_place, publish
from tests.factories.offers import Wanted, around_rennes, scatter

pytestmark = pytest.mark.django_db
MONDAY, DAY = TUESDAY - timedelta(days=1), timedelta(days=1)


def days(first: int, last: int) -> Period:
    return Period(MONDAY + first * DAY, MONDAY + last * DAY)


def save(*places: Place, periods: Sequence[Period] = (), indefinite: bool = False, now: datetime, **more: Any) -> None:
    ids = [place.id for place in places]
    facts: dict[str, Any] = {"actor": keeper(ids), "place_ids": ids, "versions": {}}
    operations.save_unavailability(**(facts | more), periods=periods, indefinite=indefinite, now=now)


def hidden_days(place: Place, now: datetime) -> list[date]:
    week = queries.week(actor=keeper([place.id]), place_id=place.id, monday=MONDAY, now=now)
    return [entry.day for entry in week.entries if entry.unavailable]


@pytest.mark.shows("F-081", "F-082")
def test_periods_are_added_changed_and_deleted_in_one_go(now: datetime) -> None:
    place = make_place()
    publish(place, day=MONDAY + DAY, weekdays=frozenset(range(1, 8)))
    save(place, periods=[days(1, 1), days(3, 4)], now=now)
    assert hidden_days(place, now) == [MONDAY + DAY, MONDAY + 3 * DAY, MONDAY + 4 * DAY]
    save(place, periods=[days(1, 2)], now=now)
    assert hidden_days(place, now) == [MONDAY + DAY, MONDAY + 2 * DAY]
    shown = queries.absences(actor=keeper([place.id]), place_id=place.id, now=now)
    assert (shown.since, shown.periods, shown.most, shown.version) == (None, (days(1, 2),), 3, 3)
    save(place, now=now)
    assert hidden_days(place, now) == []
    assert not UnavailabilityPeriod.objects.exists()
    assert not PastUnavailability.objects.exists()


@pytest.mark.shows("F-080", "F-081")
def test_both_kinds_live_together_and_a_patient_is_refused_by_each(now: datetime) -> None:  # E32
    place = make_place()
    slot = publish(place)
    save(place, periods=[days(1, 1)], indefinite=True, now=now)
    operations.set_unavailable(actor=keeper([place.id]), place_id=place.id, unavailable=False, now=now)
    with transaction.atomic():
        refusal = operations.take_place(actor=Actor.SYSTEM, slot_id=slot, day=TUESDAY, now=now)
    assert refusal is operations.TakeRefusal.UNAVAILABLE
    shown = queries.absences(actor=keeper([place.id]), place_id=place.id, now=now)
    assert (shown.since, shown.periods) == (None, (days(1, 1),))


@pytest.mark.shows("F-081")
@pytest.mark.parametrize(
    ("periods", "field"),
    [
        ([days(2, 1)], "periods-0"),
        ([days(-2, -1)], "periods-0"),
        ([days(1, 3), days(3, 5)], "periods-1"),
        ([days(n, n) for n in range(4)], "periods"),
    ],
)
def test_periods_without_sense_are_refused(periods: list[Period], field: str, now: datetime) -> None:  # C12, E32
    place = make_place()
    with pytest.raises(Impossible) as refused:
        save(place, periods=periods, now=now)
    assert (refused.value.field, bool(refused.value.reason)) == (field, True)
    assert not UnavailabilityPeriod.objects.exists()


@pytest.mark.shows("F-083")
def test_other_places_come_along_and_keep_their_own(now: datetime) -> None:  # C13
    first, other = make_place(), make_place()
    save(other, periods=[days(2, 3), days(9, 9)], now=now)
    save(first, other, periods=[days(3, 4)], indefinite=True, now=now)
    for place, periods in ((first, (days(3, 4),)), (other, (days(3, 4), days(9, 9)))):
        shown = queries.absences(actor=keeper([place.id]), place_id=place.id, now=now)
        assert (shown.since, shown.periods) == (now, periods)
    save(first, now=now)
    assert queries.absences(actor=keeper([other.id]), place_id=other.id, now=now).periods == (days(3, 4), days(9, 9))
    save(other, periods=[days(n, n) for n in (5, 6, 7)], now=now)
    with pytest.raises(Impossible, match="un autre lieu"):
        save(first, other, periods=[days(1, 1)], now=now)
    with pytest.raises(Refused):
        save(first, make_place(), now=now, actor=keeper([first.id]))


def test_the_version_seen_of_each_place_is_compared(now: datetime) -> None:
    one, other = make_place(), make_place()
    publish(other)
    with pytest.raises(Impossible, match="Cet agenda a été modifié"):
        save(one, other, periods=[days(1, 1)], versions={one.id: 0, other.id: 0}, now=now)
    assert not UnavailabilityPeriod.objects.exists()
    save(one, other, periods=[days(1, 1)], versions={one.id: 0, other.id: 1}, now=now)


def test_saying_it_again_changes_nothing(now: datetime) -> None:
    place = make_place()
    save(place, periods=[days(0, 3)], indefinite=True, now=now)
    save(place, periods=[days(0, 3)], indefinite=True, now=now + timedelta(hours=5))
    assert AgendaChange.objects.count() == 1
    assert UnavailabilityPeriod.objects.get().saved_at == now


def test_an_agenda_is_not_made_to_say_nothing(now: datetime) -> None:
    place = make_place()
    both: dict[str, Any] = {"actor": keeper([place.id]), "place_id": place.id, "now": now}
    save(place, now=now)
    operations.set_unavailable(**both, unavailable=False)
    operations.save_additional_info(**both, text=" ")
    assert queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id]) == {place.id: queries.AgendaFacts()}
    assert not Agenda.objects.exists()


def test_what_was_hidden_is_remembered_when_it_is_ended(now: datetime) -> None:
    place, later = make_place(), now + 2 * DAY
    save(place, periods=[days(1, 5)], indefinite=True, now=now)
    save(place, now=later)
    assert {(row.since, row.until) for row in PastUnavailability.objects.all()} == {
        (now, later),
        (days(1, 1).interval("Europe/Paris").start, later),
    }
    save(place, periods=[days(3, 3)], now=later)
    save(place, periods=[days(9, 9)], now=later + 3 * DAY)  # the period that is over gives way
    assert Interval(*PastUnavailability.objects.values_list("since", "until").latest("id")) == days(3, 3).interval(
        "Europe/Paris"
    )


def in_read_model(place: Place, now: datetime) -> list[date]:
    offer.sweep(actor=Actor.SYSTEM, now=now)
    assert offer.differences(actor=Actor.SYSTEM, now=now) == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "select day from offer_offeropening where place_id = %s and until > %s order by 1", [place.id, now]
        )
        return [day for (day,) in cursor.fetchall()]


@pytest.mark.shows("F-071", "F-082")
def test_a_period_begins_and_ends_in_the_search_without_anybody_acting(now: datetime) -> None:
    (place_id,) = scatter([Wanted(1, 0)], now=now)
    place = Place.objects.get(id=place_id)
    publish(place, day=MONDAY + DAY, weekdays=frozenset(range(1, 8)))
    save(place, periods=[days(2, 3)], now=now)
    ahead = [MONDAY + n * DAY for n in range(1, 14) if n not in {2, 3}]
    assert in_read_model(place, now)[: len(ahead)] == ahead
    for passed in (1, 2, 3, 4):
        coming = [day for day in ahead if day > MONDAY + passed * DAY]
        moment = now + passed * DAY + timedelta(hours=6)
        assert in_read_model(place, moment)[: len(coming)] == coming


@pytest.mark.shows("F-082", "F-149")
def test_a_place_leaves_the_results_only_while_the_whole_next_48_hours_are_covered(now: datetime) -> None:  # C10
    (place_id,) = scatter([Wanted(1, 0)], now=now)
    place = Place.objects.get(id=place_id)
    publish(place, day=MONDAY + DAY, weekdays=frozenset(range(1, 8)))
    regulator = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))

    def found(moment: datetime, mode: Mode) -> bool:
        offer.rebuild(actor=Actor.SYSTEM, now=moment - timedelta(hours=12))  # the night before
        offer.sweep(actor=Actor.SYSTEM, now=moment)
        assert offer.differences(actor=Actor.SYSTEM, now=moment) == 0
        return bool(search.search(actor=regulator, criteria=around_rennes(mode=mode), now=moment).cards)

    # Wednesday to Saturday: the third calendar day of Wednesday to Thursday evening has a slot, but 48 hours have none.
    save(place, periods=[days(2, 5)], now=now)
    begins, ends = (days(2, 5).interval("Europe/Paris").start, days(2, 5).interval("Europe/Paris").end)
    second = timedelta(seconds=1)
    for mode, the_eve in ((Mode.SLOTS, False), (Mode.OVERBOOKING, True)):  # the eve's three days have no slot left
        there = [found(moment, mode) for moment in (now, begins - second, begins, ends - 2 * DAY)]
        assert there == [True, the_eve, False, False], mode
        assert found(ends - 2 * DAY + second, mode)
    save(place, indefinite=True, now=ends)
    assert [found(ends, mode) for mode in Mode] == [False] * len(Mode)
