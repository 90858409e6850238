"""The layout of the country in memory, against openings told place by place."""

from collections import defaultdict

import numpy as np
import pytest

from sas.rooms.offer.queries import arrays
from sas.rooms.offer.queries.arrays import Array, Block, merged, openings_of, spread

SECOND, PLACES, NOBODY = 1_000_000, 60, 99


def drawn(chance: np.random.Generator) -> tuple[Block, dict[int, list[int]]]:
    """Some places on one to three rows each, openings of theirs and of a place without any, in no order."""
    places = np.flatnonzero(chance.random(PLACES) < 0.3)
    place = chance.permutation(np.repeat(places, chance.integers(1, 4, len(places))))
    own = chance.choice([*places, NOBODY], chance.integers(0, 200)).astype("i8")
    start = chance.integers(1, 10**6, len(own)) * SECOND
    n, m = len(place), len(own)
    where = [chance.integers(440, 480, n).astype("i2"), *chance.random((4, n))]
    ranks = [place, chance.integers(1, 60, n).astype("i2"), *where, *np.zeros((6, n), "i8")]
    openings = [own, start, start + 900 * SECOND, np.full(m, 15, "i2"), chance.integers(0, 128, m)]
    told = defaultdict(list)
    for one, second in zip(own.tolist(), (start // SECOND).tolist(), strict=True):
        told[one].append(second)
    return arrays._block(ranks, openings), told


def of_each_row(block: Block) -> list[tuple[int, list[int]]]:
    ends = zip(block.place.tolist(), block.first.tolist(), block.count.tolist(), strict=True)
    return [(place, sorted(block.start[first : first + count].tolist())) for place, first, count in ends]


def picked(block: Block, rows: Array) -> list[Array]:
    at = spread(block.first[rows], block.count[rows])
    return [block.start[at], block.minutes[at], block.kinds[at]]


@pytest.mark.parametrize("seed", range(40))
def test_each_row_keeps_the_openings_of_its_place_through_merges(seed: int) -> None:
    chance = np.random.default_rng(seed)
    (block, told), (other, newer) = drawn(chance), drawn(chance)
    assert of_each_row(block) == [(place, sorted(told[place])) for place in block.place.tolist()]
    both = merged(block, other, kept=~np.isin(block.place, other.place))
    both = merged(both, arrays.EMPTY, kept=np.ones(len(both.place), bool))
    now = told | {place: newer[place] for place in other.place.tolist()}
    assert of_each_row(both) == [(place, sorted(now[place])) for place in both.place.tolist()]


@pytest.mark.parametrize("short", [0, 50])
@pytest.mark.parametrize("seed", range(20))
def test_openings_copied_by_stretches_are_those_picked_one_by_one(
    seed: int, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "_SHORT", short)
    chance = np.random.default_rng(seed)
    block, _ = drawn(chance)
    rows = np.flatnonzero(chance.random(len(block.place)) < 0.8)
    found = openings_of(block, first=block.first[rows], count=block.count[rows])
    assert all(np.array_equal(one, other) for one, other in zip(found, picked(block, rows), strict=True))
