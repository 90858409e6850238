"""The published order of search results: one function, the same for every regulator (F-146)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import inf

_32_BITS = 0xFFFFFFFF
FIRST_FACTOR = 2654435761
SECOND_FACTOR = 2246822519


class Order(StrEnum):
    """How equals are told apart: by distance around an address, at random in a commune or a département."""

    DISTANCE = "distance"
    RANDOM = "random"


class Choice(StrEnum):
    """What the regulator may put above the published order: nothing, the earliest opening, the nearest place."""

    PUBLISHED = ""
    EARLIEST = "au-plus-tot"
    NEAREST = "au-plus-pres"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the order looks at in a place.

    `preferred` says it is the patient's own doctor's; `distance_m` is in metres from the centre of the search, None
    when the place has no coordinates; `shuffle` is the place's own lasting random number, in [0, 2^31); `opens_at` is
    when the first of its openings can be given, now for one under way, None without any.
    """

    place_id: int
    preferred: bool
    has_opening: bool
    participates: bool
    distance_m: float | None
    shuffle: int
    opens_at: datetime | None = None


def shuffled(shuffle: int, seed: int) -> int:
    """The rank, in [0, 2^32), of a place in the random order of one search.

    `shuffle` and `seed` are in [0, 2^31). For one seed two places never share a rank unless they share a shuffle.
    Integers only, so that columns of 64 bits compute the same.
    """
    mixed = ((shuffle ^ seed) * FIRST_FACTOR) & _32_BITS
    mixed ^= mixed >> 16
    return (mixed * SECOND_FACTOR) & _32_BITS


Key = tuple[bool, bool, float, bool, bool, float, int]


def ranking_key(candidate: Candidate, *, order: Order, seed: int, choice: Choice = Choice.PUBLISHED) -> Key:
    """What sorts a candidate, ascending; no two places are equal.

    The preferred doctor, then places with an opening, then what the regulator chose to put first; then those that take
    part in the SAS; then the nearest (a place without coordinates last) or the random order of `seed`, in [0, 2^31);
    the place's id in the end.
    """
    unknown, among_equals = False, float(shuffled(candidate.shuffle, seed))
    if order is Order.DISTANCE:
        unknown, among_equals = candidate.distance_m is None, candidate.distance_m or 0.0
    return (
        not candidate.preferred,
        not candidate.has_opening,
        _chosen(candidate, choice),
        not candidate.participates,
        unknown,
        among_equals,
        candidate.place_id,
    )


def _chosen(candidate: Candidate, choice: Choice) -> float:
    if choice is Choice.EARLIEST:
        return candidate.opens_at.timestamp() if candidate.opens_at else inf
    if choice is Choice.NEAREST:
        return inf if candidate.distance_m is None else candidate.distance_m
    return 0.0


def rank(
    candidates: Iterable[Candidate], *, order: Order, seed: int, choice: Choice = Choice.PUBLISHED
) -> list[Candidate]:
    """The candidates in the order they are shown. The same seed gives the same order from page to page."""
    return sorted(candidates, key=lambda candidate: ranking_key(candidate, order=order, seed=seed, choice=choice))
