import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cmp_to_key
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.timetable.ranking import Candidate, Choice, Order, rank, ranking_key, shuffled

BITS_31 = st.integers(0, 2**31 - 1)
orders = st.sampled_from(Order)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
candidates = st.lists(
    st.builds(
        Candidate,
        place_id=st.integers(1, 10**9),
        preferred=st.booleans(),
        has_opening=st.booleans(),
        participates=st.booleans(),
        distance_m=st.none() | st.sampled_from([0.0, 120.5, 120.5, 9_000.0]) | st.floats(0, 1e6),
        shuffle=st.sampled_from([1, 2, 3]) | BITS_31,
        opens_at=st.none() | st.sampled_from([MONDAY, MONDAY + timedelta(hours=1)]),
    ),
    unique_by=lambda candidate: candidate.place_id,
    max_size=20,
)


def a_place(place_id, *, preferred=False, has_opening=True, participates=True, distance_m=0.0, shuffle=0):
    return Candidate(place_id, preferred, has_opening, participates, distance_m, shuffle)


def ids(places, order=Order.DISTANCE, seed=0):
    return [place.place_id for place in rank(places, order=order, seed=seed)]


def published(order, seed):
    """The published order told as a referee would: which of two places comes first, and for what reason."""

    def compare(a, b):
        for quality in ("preferred", "has_opening", "participates"):
            if getattr(a, quality) != getattr(b, quality):
                return -1 if getattr(a, quality) else 1
        if order is Order.RANDOM:
            x, y = shuffled(a.shuffle, seed), shuffled(b.shuffle, seed)
        else:
            x, y = (float("inf") if p.distance_m is None else p.distance_m for p in (a, b))
        if x != y:
            return -1 if x < y else 1
        return -1 if a.place_id < b.place_id else 1

    return compare


@pytest.mark.shows("F-146")
def test_the_preferred_doctor_then_openings_then_participation_then_distance():
    far_doctor = a_place(1, preferred=True, has_opening=False, participates=False, distance_m=90_000)
    far_participant, near_participant = a_place(2, distance_m=40_000), a_place(3, distance_m=500)
    near_other = a_place(4, participates=False, distance_m=10)
    full_participant = a_place(5, has_opening=False, distance_m=1)
    nothing = a_place(6, has_opening=False, participates=False, distance_m=0)
    places = [nothing, full_participant, near_other, far_participant, near_participant, far_doctor]
    assert ids(places) == [1, 3, 2, 4, 5, 6]


@pytest.mark.shows("F-146")
def test_equal_distances_are_told_apart_by_the_place():
    assert ids([a_place(8), a_place(3), a_place(5)]) == [3, 5, 8]


def test_a_place_without_coordinates_is_the_last_of_its_equals():
    assert ids([a_place(1, distance_m=None), a_place(2, distance_m=80_000), a_place(3, has_opening=False)]) == [2, 1, 3]


@pytest.mark.shows("F-146")
@given(candidates, orders, BITS_31)
def test_the_order_is_the_published_one(places, order, seed):
    assert rank(places, order=order, seed=seed) == sorted(places, key=cmp_to_key(published(order, seed)))


@given(candidates, orders, BITS_31, st.randoms(use_true_random=False))
def test_the_order_is_total_it_does_not_depend_on_arrival(places, order, seed, rng):
    arrived = rng.sample(places, len(places))
    assert rank(arrived, order=order, seed=seed) == rank(places, order=order, seed=seed)
    assert len({ranking_key(place, order=order, seed=seed) for place in places}) == len(places)


@given(candidates, orders, BITS_31)
def test_the_rank_of_two_places_does_not_depend_on_the_others(places, order, seed):
    ranked = rank(places, order=order, seed=seed)
    assert rank(places[::2], order=order, seed=seed) == [place for place in ranked if place in places[::2]]


# The random order of a search.

LARGEST = 2**31 - 1


@given(BITS_31, BITS_31)
def test_shuffled_is_the_published_mix(shuffle, seed):
    h = ((shuffle ^ seed) * 2654435761) % 2**32
    h ^= h >> 16
    assert shuffled(shuffle, seed) == (h * 2246822519) % 2**32


def undo(rank_, seed):
    h = (rank_ * pow(2246822519, -1, 2**32)) % 2**32
    h ^= h >> 16
    return (h * pow(2654435761, -1, 2**32)) % 2**32 ^ seed


@given(BITS_31, BITS_31)
def test_a_shuffle_can_be_read_back_from_its_rank_so_no_two_share_one(shuffle, seed):
    assert undo(shuffled(shuffle, seed), seed) == shuffle


def test_its_products_fit_columns_of_64_bits():
    assert LARGEST * 2654435761 < 2**64
    assert (2**32 - 1) * 2246822519 < 2**64


@pytest.mark.shows("F-146")
def test_one_seed_keeps_one_order_and_another_gives_another():
    places = [a_place(n, shuffle=random.Random(n).getrandbits(31)) for n in range(200)]
    first, again, other = (ids(places, Order.RANDOM, seed) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    assert sorted(first) == sorted(other)


@pytest.mark.parametrize("shuffles", ["drawn", "consecutive"])
def test_every_place_has_its_chance_to_be_shown_first(shuffles):
    rng = random.Random(2026)
    places = [rng.getrandbits(31) if shuffles == "drawn" else n for n in range(10)]
    winners = Counter(
        min(range(10), key=lambda n: shuffled(places[n], seed)) for seed in (rng.getrandbits(31) for _ in range(10_000))
    )
    # Ten places, 10,000 searches: 1,000 each; 150 is five standard deviations.
    assert all(abs(winners[n] - 1000) < 150 for n in range(10)), winners


def test_neighbouring_seeds_give_unrelated_orders():
    rng = random.Random(2026)
    places = [rng.getrandbits(31) for _ in range(1000)]
    orders_ = []
    for seed in (1, 2, 3, 4):
        order = sorted(range(1000), key=lambda n: shuffled(places[n], seed))
        orders_.append({place: position for position, place in enumerate(order)})
    for a, b in pairwise(orders_):
        # Expected distance between two positions drawn at random among 1000: a third of them.
        drift = sum(abs(a[n] - b[n]) for n in range(1000)) / 1000
        assert 300 < drift < 367


@pytest.mark.shows("F-146")
def test_the_earliest_or_the_nearest_may_be_put_first_but_never_above_having_an_opening():
    soon = Candidate(1, False, True, False, 9_000.0, 0, MONDAY)
    late = Candidate(2, False, True, True, 100.0, 0, MONDAY + timedelta(hours=5))
    full, preferred = Candidate(3, False, False, True, 1.0, 0), Candidate(4, True, False, False, None, 0)

    def chosen(choice):
        return [
            place.place_id for place in rank([full, soon, late, preferred], order=Order.RANDOM, seed=1, choice=choice)
        ]

    assert chosen(Choice.PUBLISHED) == [4, 2, 1, 3]
    assert chosen(Choice.EARLIEST) == [4, 1, 2, 3]
    assert chosen(Choice.NEAREST) == [4, 2, 1, 3]
    assert chosen(Choice.NEAREST) != chosen(Choice.EARLIEST)


@given(candidates, orders, BITS_31, st.sampled_from(Choice))
def test_among_equals_for_what_was_chosen_the_published_order_holds(places, order, seed, choice):
    same = {
        Choice.PUBLISHED: lambda _: 0,
        Choice.EARLIEST: lambda place: place.opens_at,
        Choice.NEAREST: lambda place: place.distance_m,
    }[choice]
    published_rank = {place: at for at, place in enumerate(rank(places, order=order, seed=seed))}
    for one, other in pairwise(rank(places, order=order, seed=seed, choice=choice)):
        if same(one) == same(other):
            assert published_rank[one] < published_rank[other]
