"""The pins of the map: the results of the search, all of them, with when each can next receive somebody."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.offer import queries
from sas.rooms.offer.enums import AreaKind, BestDay, Mode
from sas.rooms.offer.models import OfferCard
from sas.timetable.ranking import Order
from tests.factories.offers import RENNES, Wanted, around_rennes, scatter

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-156")]
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))


def pinned(now: datetime, **asked: object) -> queries.PinBoard:
    return queries.pins(actor=REGULATOR, criteria=around_rennes(**asked), now=now)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [AreaKind.ADDRESS, AreaKind.TOWN])
def test_pins_are_the_results_of_every_page_in_their_order(now: datetime, kind: AreaKind) -> None:
    scatter([Wanted(at, at / 2, opens_in_hours=2 + at) for at in range(5)], now=now)
    pages = [
        queries.search(actor=REGULATOR, criteria=around_rennes(kind=kind, page=page, per_page=2), now=now)
        for page in (1, 2, 3)
    ]
    board = pinned(now, kind=kind, page=2, per_page=2)
    cards = [card for page in pages for card in page.cards]
    assert [pin.place_id for pin in board.pins] == [card.place_id for card in cards]
    assert [pin.distance for pin in board.pins] == [card.distance for card in cards]
    assert board.total == pages[0].total == 5


def test_a_pin_says_the_best_day_its_slot_and_where_it_stands(now: datetime) -> None:
    scatter([Wanted(north, 0, opens_in_hours=hours) for north, hours in enumerate((5, 24, None, 64), 1)], now=now)
    from_south = sorted(pinned(now, mode=Mode.OVERBOOKING).pins, key=lambda pin: pin.lat)
    assert [(pin.best, pin.next_slot) for pin in from_south] == [
        (BestDay.TODAY, "aujourd'hui 14h00"),
        (BestDay.LATER, "mardi 24 nov. 09h00"),
        (BestDay.NONE, ""),
        (BestDay.NONE, ""),  # Thursday is beyond the three calendar days
    ]
    first = from_south[0]
    assert (first.name, first.lat, first.lon) == ("Dr Claire MARTIN", RENNES[0] + 1 / 111.19, RENNES[1])


def test_today_is_that_of_the_place_not_of_the_server(now: datetime) -> None:
    """9:00 in Paris: in Tahiti it is still the evening before, and the slot of 14:00 in Paris is tomorrow's."""
    (place,) = scatter([Wanted(1, 0, opens_in_hours=5)], now=now)
    OfferCard.objects.filter(place_id=place).update(time_zone="Pacific/Tahiti")
    assert [pin.best for pin in pinned(now).pins] == [BestDay.LATER]


def test_places_of_one_point_alone_when_they_are_named(now: datetime) -> None:
    ids = scatter([Wanted(at, 0, opens_in_hours=5) for at in range(3)], now=now)
    only = replace(around_rennes(), places=(ids[0], ids[2], 10**17))
    assert {card.place_id for card in queries.search(actor=REGULATOR, criteria=only, now=now).cards} == {ids[0], ids[2]}
    assert {pin.place_id for pin in queries.pins(actor=REGULATOR, criteria=only, now=now).pins} == {ids[0], ids[2]}


def test_pins_cost_two_statements_at_one_and_at_three_places(now: datetime) -> None:
    counts = []
    for wanted in ([Wanted(1, 0, opens_in_hours=5)], [Wanted(2, 0, opens_in_hours=5), Wanted(3, 0, opens_in_hours=6)]):
        scatter(wanted, now=now)
        with CaptureQueriesContext(connection) as asked:
            found = pinned(now)
        counts.append((len(found.pins), len(asked)))
    assert counts == [(1, 2), (3, 2)]


@pytest.mark.parametrize(
    ("token", "label", "zone"),
    [
        ("carte:48.11980:-1.67810:12", "Rennes (35000)", "Europe/Paris"),
        ("carte:-20.88000:55.45000:9", "Saint-Denis (97400)", "Indian/Reunion"),
        ("carte:41.92000:8.73000:200", "Ajaccio (20000)", "Europe/Paris"),
    ],
)
def test_a_map_names_its_zone_by_the_nearest_commune(token: str, label: str, zone: str) -> None:
    area = queries.area_of_token(actor=REGULATOR, token=token, label="Zone de la carte")
    assert area is not None
    assert (area.kind, area.label, area.time_zone, area.token) == (AreaKind.MAP, label, zone, token)
    lat, lon, radius = (float(part) for part in token.split(":")[1:])
    assert (area.lat, area.lon, area.radius_km) == (lat, lon, radius)


@pytest.mark.parametrize(
    "rest",
    [
        "48.1:-1.6:0",
        "48.1:-1.6:201",
        "48.1:-1.6",
        "48.1:-1.6:5:5",
        "91.0:0.0:5",
        "48.1:181.0:5",
        "nan:0.0:5",
        "48.1:-1.6:٥",
        "48.123456:-1.6:5",
        "90.0:0.0:5",  # the pole: no commune is near
        "0.0:-140.0:50",
        "",
    ],
)
def test_a_forged_map_token_is_no_area(rest: str) -> None:
    assert queries.area_of_token(actor=REGULATOR, token=f"carte:{rest}", label="x") is None


def test_a_search_from_the_map_is_in_random_order() -> None:
    assert around_rennes(kind=AreaKind.MAP).order is Order.RANDOM
