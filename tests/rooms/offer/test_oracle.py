"""The two engines against the oracle: order, totals and counts of random searches, identical."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from sas.actor import Actor, Role
from sas.rooms.directory.models import Activity, Commune
from sas.rooms.offer import operations, queries
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import Filters, SearchCriteria
from sas.rooms.offer.queries.memory import MEMORY, asking
from sas.rooms.offer.queries.order import Ranked
from sas.rooms.offer.queries.search import rank_zone
from sas.rooms.offer.queries.viewer import ALL_LABELS
from sas.rooms.offer.queries.vocabulary import understand
from sas.timetable.modality import Modality
from sas.timetable.ranking import Choice
from tests.rooms.offer import country, oracle

pytestmark = pytest.mark.django_db
EVERYBODY = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP, Role.IOA}))
MOMENTS = (
    datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 22, 30, tzinfo=UTC),
    datetime(2026, 11, 24, 3, 7, 11, 500_000, tzinfo=UTC),
    datetime(2026, 11, 25, 13, 0, tzinfo=UTC),
)
SEES = {15: {"PUBLIC", "PRO", "SNP", "CPTS"}, 3: {"PUBLIC", "PRO"}, 1: {"PUBLIC"}}
"""What the regulation sees, a health professional, anyone else."""
ACTIVITIES = {"Médecin généraliste": {"SM54"}, "Infirmier": {"60"}, "Centre de santé": {"cds"}}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    MEMORY.forget()


def remember(now: datetime) -> None:
    connection.ensure_connection()
    MEMORY.load(asking(connection.connection), now=now)
    MEMORY.holds_at(float("inf"))


def drawn_filters(chance: random.Random) -> Filters:
    if chance.random() < 0.4:
        return Filters()

    def some(values: range, share: float) -> frozenset[int]:
        return frozenset(chance.sample(values, chance.randint(1, 2))) if chance.random() < share else frozenset()

    return Filters(
        types=frozenset(chance.sample(["10", "60", "cds", "msp", "cpts"], 2)) if chance.random() < 0.2 else frozenset(),
        bands=some(range(6), 0.3),
        modalities=Modality(chance.choice([1, 2, 4, 6])) if chance.random() < 0.25 else Modality(0),
        conventions=some(range(5), 0.2),
        distance_km=chance.choice([0, 0, 0, 2, 5, 10]),
        participates=chance.random() < 0.2,
    )


def drawn(chance: random.Random, places: list[int], now: datetime, codes: tuple[str, ...]) -> oracle.Searched:
    town = Commune.objects.get(code=chance.choice(codes))
    lat, lon = town.lat + chance.gauss(0, 0.03), town.lon + chance.gauss(0, 0.03)
    tokens = (f"adresse:{town.code}:{lat:.5f}:{lon:.5f}", f"ville:{town.code}", f"departement:{town.departement_id}")
    area = queries.area_of_token(actor=EVERYBODY, token=chance.choices(tokens, weights=(5, 3, 2))[0], label="")
    assert area is not None
    wide = [km for km in (60, 120, 200) if km > area.radius_km]
    area = area.widened(chance.choice(wide)) if wide and chance.random() < 0.2 else area
    number = str(10_000_000_000 + chance.randint(1, len(places)))
    text = chance.choice([*ACTIVITIES, "Médecin généraliste", "Médecin", chance.choice(country.NAMES), number])
    criteria = SearchCriteria(
        text, area, chance.choice(list(Mode)), chance.randrange(2**31), 1, 10,
        chance.choice([Choice.PUBLISHED, Choice.PUBLISHED, Choice.EARLIEST, Choice.NEAREST]),
        drawn_filters(chance), frozenset(chance.sample(places, 3)), sees=chance.choice([15, 15, 3, 1]),
    )  # fmt: skip
    activities, name = meant(text), text if text in country.NAMES else ""
    types = frozenset(one.profession_code or one.code for one in Activity.objects.filter(id__in=activities))
    return oracle.Searched(
        criteria, activities, name, number if text == number else "", now, oracle.covering(area.usual.token), types,
        frozenset(SEES[criteria.sees]),
    )  # fmt: skip


def meant(text: str) -> frozenset[int]:
    """A profession means its specialties too."""
    codes = ACTIVITIES.get(text, set())
    everything = Activity.objects.all()
    if text in {"Médecin", "Infirmier"}:
        code = {"Médecin": "10", "Infirmier": "60"}[text]
        return frozenset(one.id for one in everything if code in (one.code, one.profession_code))
    return frozenset(one.id for one in everything if one.code in codes)


def entries(ranked: Ranked) -> list[tuple[int, int | None]]:
    return [(place, cpts or None) for place, cpts in zip(ranked.places.tolist(), ranked.cpts.tolist(), strict=True)]


def compare(seed: int, *, each: int, searches: int, codes: tuple[str, ...] = country.TOWNS) -> None:
    chance, places = random.Random(seed), country.draw(seed, each=each, codes=codes)
    types = sorted({one.profession_code or one.code for one in Activity.objects.all()})
    found = 0
    for now in MOMENTS:
        operations.sweep(actor=Actor.SYSTEM, now=now)
        truth = oracle.country(places, now)
        remember(now)
        for _ in range(searches // len(MOMENTS)):
            searched = drawn(chance, places, now, codes)
            asked = {"actor": EVERYBODY, "what": understand(text=searched.criteria.text, now=now), "now": now}
            MEMORY.holds_at(0.0)
            by_sql = rank_zone(**asked, criteria=searched.criteria)
            MEMORY.holds_at(float("inf"))
            by_memory = rank_zone(**asked, criteria=searched.criteria)
            near = oracle.near(truth, searched)
            right = oracle.answers(near, searched)
            assert entries(by_sql) == right, searched
            assert entries(by_memory) == right, searched
            assert by_memory.counts is not None and by_sql.counts is None
            counted = {name: {v: n for v, n in one.items() if n} for name, one in by_memory.counts.items()}
            assert counted == oracle.counts(near, searched, types), searched
            found += len(right)
            if searched.criteria.sees == ALL_LABELS:
                further(searched.criteria, by_memory.total, now)
    assert found > 2 * searches, "the samples must not be empty"


def further(criteria: SearchCriteria, here: int, now: datetime) -> None:
    """What lies beyond is what the other search finds."""

    def total(**other: object) -> int:
        what = understand(text=criteria.text, now=now)
        return rank_zone(actor=EVERYBODY, what=what, criteria=replace(criteria, **other), now=now).total

    beyond = queries.beyond(actor=EVERYBODY, criteria=criteria, now=now)
    assert [one.more for one in beyond.wider] == [total(area=one.area) - here for one in beyond.wider]
    assert beyond.overbooking in (None, total(mode=Mode.OVERBOOKING, filters=Filters()))
    assert (beyond.overbooking is None) is (criteria.mode is not Mode.SLOTS)


@pytest.mark.shows("F-144", "F-145", "F-146", "F-148", "F-149", "F-150", "F-151", "F-152", "F-200")
def test_a_hundred_random_searches_are_those_of_the_oracle() -> None:
    compare(20261123, each=25, searches=100)


@pytest.mark.long
@pytest.mark.shows("F-144", "F-145", "F-146", "F-148", "F-149", "F-150", "F-151", "F-152", "F-200")
@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_random_searches_are_those_of_the_oracle(seed: int) -> None:
    compare(seed, each=25, searches=500, codes=country.EVERYWHERE)


def test_the_end_of_the_country_is_not_in_memory(now: datetime) -> None:
    remember(now)
    assert MEMORY.current(now + timedelta(hours=96)) is not None
    assert MEMORY.current(now + timedelta(hours=97)) is None
