"""The announcement that places changed."""

from datetime import datetime

import pytest

from sas import changes


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[int]]:
    heard: list[frozenset[int]] = []
    monkeypatch.setattr(changes, "_subscribers", [])
    changes.subscribe(lambda places, _: heard.append(places))
    return heard


def test_every_subscriber_hears_once_and_nothing_is_said_of_no_place(told: list[frozenset[int]], now: datetime) -> None:
    changes.place_changed([2, 1, 2], now=now)
    changes.place_changed([], now=now)
    assert told == [frozenset({1, 2})]


def test_announcements_are_held_back_for_a_while_only(told: list[frozenset[int]], now: datetime) -> None:
    def fail_while_loading() -> None:
        with changes.held():
            changes.place_changed([1], now=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_loading()
    changes.place_changed([2], now=now)
    assert told == [frozenset({2})]


def test_a_count_is_heard_by_those_who_count_and_held_back_too(
    told: list[frozenset[int]], monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    heard: list[changes.Count] = []
    monkeypatch.setattr(changes, "_counters", [])
    changes.subscribe_to_counts(lambda count, _: heard.append(count))
    count = changes.Count(place_id=1, slot_id=2, day=now.date(), taken=3)
    changes.count_changed(count, now=now)
    with changes.held():
        changes.count_changed(count, now=now)
    assert (heard, told) == ([count], [])
