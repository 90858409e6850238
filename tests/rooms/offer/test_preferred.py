"""The preferred doctor: identified or not, his places first and nowhere else (F-163)."""

from dataclasses import replace
from datetime import datetime

import pytest

from sas.actor import Actor, Role
from sas.rooms.directory.models import Place
from sas.rooms.offer import queries
from sas.rooms.offer.calls import NOT_IDENTIFIED, NOT_SUPPLIED, Call, doctor_asked
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries.preferred import SHOWN, identified_doctor
from tests.factories import houses
from tests.factories.callers import RPPS, also_at, doctor, number_of, renamed
from tests.factories.offers import Wanted, around_rennes, open_slot, scatter

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-163")]
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))


def identified(practitioner: str) -> str:
    return identified_doctor(actor=REGULATOR, asked=doctor_asked(Call(practitioner=practitioner)))


def shown(
    token: str, now: datetime, *, kind: AreaKind = AreaKind.ADDRESS, with_cards: bool = True
) -> queries.PreferredDoctor:
    area = around_rennes(kind=kind).area
    return queries.preferred_doctor(actor=REGULATOR, token=token, area=area, seed=7, with_cards=with_cards, now=now)


def test_one_doctor_is_found_by_number_or_by_whole_words_of_the_name_wherever_he_is(now: datetime) -> None:
    number = number_of(doctor("Dr Gwenaëlle TOURNIER", commune="29019", now=now))
    doctor("Dr Gwen TOURNIERE", now=now)
    for practitioner in (f"{RPPS}{number}", number[1:], "Tournier", "docteur tournier gwenaelle", "TOURNIER Gwenaëlle"):
        assert identified(practitioner) == number, practitioner
    for practitioner in ("Tourn", "Tournier Paul", f"{RPPS}899999999999", "Xqzwy"):
        assert identified(practitioner) == NOT_IDENTIFIED, practitioner
    assert identified("") == NOT_SUPPLIED


def test_namesakes_and_those_who_have_left_are_not_identified_and_structures_are_nobody(now: datetime) -> None:
    here = doctor("Dr Anne LE GUEN", now=now)
    also_at(here, commune="29019", now=now)
    house = houses.house("cds")
    renamed(houses.place_of(house), "Centre Anne Le Guen", now=now)
    assert identified("Anne Le Guen") == number_of(here)
    other = doctor("Dr Anne LE GUEN", commune="75056", now=now)
    assert identified("Anne Le Guen") == NOT_IDENTIFIED
    Place.objects.filter(id=other.id).update(closed_at=now)
    assert identified("Anne Le Guen") == number_of(here)
    assert identified(f"{RPPS}{number_of(other)}") == NOT_IDENTIFIED


def test_all_his_places_come_first_in_the_published_order_with_their_slots_and_distance(now: datetime) -> None:
    near = doctor(now=now)
    far, open_far = (also_at(near, commune=code, now=now) for code in ("35288", "29019"))
    open_slot(open_far.id, now=now, hours=5)
    found = shown(number_of(near), now)
    assert [card.place_id for card in found.cards] == [open_far.id, near.id, far.id]
    assert [bool(card.days[0].lines) for card in found.cards] == [True, False, False]
    assert (found.code, found.places) == ("", {near.id, far.id, open_far.id})
    assert found.cards[0].distance.startswith("à 2") and found.cards[0].distance.endswith(" km")
    town = shown(number_of(near), now, kind=AreaKind.TOWN)
    assert [card.distance for card in town.cards] == ["", "", ""]


def test_at_most_twenty_of_his_places_are_shown_and_all_leave_the_list(now: datetime) -> None:
    first = doctor(now=now)
    for _ in range(SHOWN):
        also_at(first, commune="35238", now=now)
    found = shown(number_of(first), now)
    assert (len(found.cards), len(found.places)) == (SHOWN, SHOWN + 1)
    later = shown(number_of(first), now, with_cards=False)
    assert (later.cards, later.code, later.places) == ((), "", found.places)


def test_he_leaves_the_ordinary_list_and_its_total(now: datetime) -> None:
    his, other = scatter([Wanted(1, 0, opens_in_hours=3), Wanted(2, 0, opens_in_hours=3)], now=now)
    for criteria in (around_rennes(), around_rennes(mode=Mode.OVERBOOKING), around_rennes(text="Martin")):
        for excluded, expected in ((frozenset(), [his, other]), (frozenset({his}), [other])):
            asked = replace(criteria, excluded=excluded)
            result = queries.search(actor=REGULATOR, criteria=asked, now=now)
            assert ([card.place_id for card in result.cards], result.total) == (expected, len(expected))


def test_a_token_that_leads_nowhere_alters_nothing(now: datetime) -> None:
    kept = [(one.token, one.code) for one in (shown(NOT_IDENTIFIED, now), shown(NOT_SUPPLIED, now))]
    assert kept == [(NOT_IDENTIFIED, NOT_IDENTIFIED), (NOT_SUPPLIED, NOT_SUPPLIED)]
    assert shown("", now) == shown("' or 1=1", now) == shown("sas_pf_003", now) == queries.PreferredDoctor()
    gone = shown("899999999999", now)
    assert (gone.code, gone.places, gone.cards) == (NOT_IDENTIFIED, frozenset(), ())


def test_a_doctor_whose_places_cannot_be_shown_is_said_not_identified(now: datetime) -> None:
    place = doctor(now=now)
    Place.objects.filter(id=place.id).update(lat=None, lon=None)
    place.refresh_from_db()
    renamed(place, place.name, now=now)
    found = shown(number_of(place), now)
    assert (found.code, found.cards, found.places) == (NOT_IDENTIFIED, (), {place.id})


@pytest.mark.parametrize("size", [1, 3])
def test_his_places_cost_the_same_whatever_their_number_and_a_search_without_him_nothing(
    now: datetime, size: int
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = doctor(now=now)
    for _ in range(size - 1):
        also_at(first, commune="35238", now=now)
    number = number_of(first)
    with CaptureQueriesContext(connection) as captured:
        assert len(shown(number, now).cards) == size
    assert len(captured) == 6
    with CaptureQueriesContext(connection) as captured:
        shown("", now)
        shown(NOT_SUPPLIED, now)
    assert len(captured) == 0
