"""What changed lately, and what each reader is told of it."""

from datetime import datetime, timedelta

import pytest

from sas.web.live.board import MOST_NAMED, Board

SECOND = timedelta(seconds=1)


@pytest.fixture
def board(now: datetime) -> Board:
    """Three batches told, one a second."""
    made = Board(epoch="e", since=now)
    for at, payload in enumerate(("1 2", "2 3", "4"), 1):
        made.tell([payload], at=now + at * SECOND)
    return made


def test_a_reader_is_told_once_each_place_that_changed_since(board: Board) -> None:
    assert board.event(0) == b"id: e-3\ndata: 1 2 3 4\n\n"
    assert board.event(1) == b"id: e-3\ndata: 2 3 4\n\n"
    assert board.event(2) == b"id: e-3\ndata: 4\n\n"
    assert board.event(0) == b"id: e-3\ndata: 1 2 3 4\n\n"


def test_what_is_drawn_once_is_drawn_anew_after_another_batch(board: Board, now: datetime) -> None:
    assert board.event(2) == b"id: e-3\ndata: 4\n\n"
    board.tell(["9", "8 9"], at=now)
    assert board.event(2) == b"id: e-4\ndata: 4 8 9\n\n"


@pytest.mark.parametrize(
    ("told", "number"),
    [("e-2", 2), ("e-3", 3), ("e-0", 0), ("e-4", None), ("f-2", None), ("e-", None), ("", None), ("e-²", None)],
)
def test_the_id_of_an_event_says_where_its_reader_is(board: Board, told: str, number: int | None) -> None:
    assert board.number_of(told) == number


@pytest.mark.parametrize(("seconds", "number"), [(-1, None), (0, 0), (1, 0), (1.5, 1), (3, 2), (60, 3)])
def test_a_page_is_told_what_changed_since_it_was_read(
    board: Board, now: datetime, seconds: float, number: int | None
) -> None:
    assert board.number_at(now + seconds * SECOND) == number


def test_whoever_missed_more_than_is_kept_is_told_to_ask_for_all(now: datetime) -> None:
    board = Board(epoch="e", since=now, kept=2)
    for at in range(1, 5):
        board.tell([str(at)], at=now + at * SECOND)
    assert board.event(2) == b"id: e-4\ndata: 3 4\n\n"
    assert board.event(1) == board.event(None) == b"id: e-4\ndata: *\n\n"
    assert board.number_at(now + 3.5 * SECOND) == 3
    assert board.number_at(now + 2.5 * SECOND) is None


def test_too_many_places_become_the_mark_of_all(board: Board, now: datetime) -> None:
    board.tell([" ".join(map(str, range(MOST_NAMED)))], at=now)
    assert len(board.event(3)) > MOST_NAMED
    board.tell([f"{MOST_NAMED}"], at=now)
    assert board.event(3) == b"id: e-5\ndata: *\n\n"
    board.tell(["5", "*"], at=now)
    assert board.event(5) == b"id: e-6\ndata: *\n\n"
