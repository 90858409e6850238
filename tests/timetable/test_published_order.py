"""docs/ranking.md says the order in words and on examples: the function must give the same."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sas.timetable.ranking import Candidate, Choice, Order, rank

pytestmark = pytest.mark.shows("F-146")
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "ranking.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([A-Z]) \| (yes|no) \| ([\d:]+|none) \| (yes|no) \| ([\d.]+|unknown) \|$", PAGE, re.MULTILINE)


def candidates() -> dict[str, Candidate]:
    found = {}
    for number, (letter, preferred, opens, takes_part, far) in enumerate(ROWS):
        hour, _, minute = opens.partition(":")
        found[letter] = Candidate(
            place_id=number,
            preferred=preferred == "yes",
            has_opening=opens != "none",
            participates=takes_part == "yes",
            distance_m=None if far == "unknown" else float(far) * 1000,
            shuffle=number * 7919,
            opens_at=None if opens == "none" else datetime(2026, 11, 26, int(hour), int(minute), tzinfo=UTC),
        )
    return found


def ranked(order: Order, choice: Choice = Choice.PUBLISHED, *, seed: int = 5) -> str:
    places = candidates()
    letters = {one.place_id: letter for letter, one in places.items()}
    return " ".join(letters[one.place_id] for one in rank(places.values(), order=order, seed=seed, choice=choice))


def said(line: str) -> str:
    found = re.search(rf"^- {line}: (.+)$", PAGE, re.MULTILINE)
    assert found
    return found[1]


def test_every_example_is_read() -> None:
    assert [row[0] for row in ROWS] == list("ABCDEFG")


@pytest.mark.parametrize(
    ("line", "choice"),
    [
        ("Published order, around an address", Choice.PUBLISHED),
        ("« Au plus tôt », around an address", Choice.EARLIEST),
        ("« Au plus près », around an address", Choice.NEAREST),
    ],
)
def test_the_page_and_the_function_agree_around_an_address(line: str, choice: Choice) -> None:
    assert said(line) == ranked(Order.DISTANCE, choice)


def test_they_agree_in_a_town_where_chance_tells_equals_apart() -> None:
    before, equals, after = re.fullmatch(
        r"(D), then (A E G) in the random order, (B, C, F)", said("Published order, in a town")
    ).groups()  # type: ignore[union-attr]
    found = {ranked(Order.RANDOM, seed=seed) for seed in range(40)}
    rests = {order.removeprefix(f"{before} ").removesuffix(after.replace(",", "")).strip() for order in found}
    assert all(sorted(rest.split()) == equals.split() for rest in rests)
    assert len(rests) == 6
