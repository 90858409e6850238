"""Versions as differences, and when a day is counted."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.rooms.offer.enums import DistanceBand
from sas.rooms.orientation.enums import DelayBand, OrientationKind, OrientationState
from sas.rooms.participation.enums import Via
from sas.rooms.piloting import rules
from sas.rooms.piloting.enums import DELAYS, DISTANCES, KINDS, STATES, WAYS, ScopeKind
from sas.rooms.piloting.rules import Scope, ledger

pytestmark = pytest.mark.shows("F-266")

DAY = date(2026, 10, 13)
MEASURES = st.fixed_dictionaries(
    {
        "number": st.integers(0, 50),
        "list": st.lists(st.integers(0, 50), min_size=4, max_size=4),
        "keys": st.dictionaries(st.sampled_from("abc"), st.integers(1, 50)),
    }
)


@settings(max_examples=30)
@given(st.lists(MEASURES, min_size=1, max_size=4))
def test_versions_add_up_to_the_last_count_whatever_came_before(counts: list[dict[str, ledger.Measure]]) -> None:
    versions: list[dict[str, ledger.Measure]] = []
    for found in counts:
        kept = ledger.total(versions) or ledger.nothing(found)
        versions.append(ledger.difference(found, kept))
        assert ledger.total(versions) == found
    assert ledger.is_nothing(ledger.difference(counts[-1], ledger.total(versions)))


def test_measures_of_two_shapes_do_not_add_up() -> None:
    with pytest.raises(TypeError):
        ledger.difference({"one": 1}, {"one": [1]})


def test_every_member_of_a_list_has_its_place_in_facts() -> None:
    assert set(KINDS) == set(OrientationKind)
    assert set(STATES) == set(OrientationState)
    assert set(DELAYS) == set(DelayBand)
    assert set(DISTANCES) == set(DistanceBand)
    assert set(WAYS) == set(Via) - {Via.NONE}


@pytest.mark.parametrize(("days", "looks"), [(0, 0), (1, 1), (6, 1), (7, 2), (37, 2), (38, 3), (400, 3)])
def test_a_day_has_three_looks_by_the_calendar_of_paris(days: int, looks: int) -> None:
    midnight = datetime(2026, 10, 13, 0, 0, tzinfo=ZoneInfo("Europe/Paris")) + timedelta(days=days)
    for wall in (midnight, midnight + timedelta(hours=23, minutes=59)):
        assert rules.looks_by(DAY, now=wall.astimezone(UTC)) == looks


def test_areas_are_named_by_what_they_are_of() -> None:
    assert rules.areas.of_place("2A", 7) == ("c", "d2A", "s7")
    assert rules.areas.of_place("", None) == ("c", "d")
    assert rules.areas.summed(rules.COUNTRY, []) == ("c",)
    assert rules.areas.summed(Scope(ScopeKind.TERRITORY, 7), ["35", "29"]) == ("d29", "d35")
    assert rules.areas.summed(Scope(ScopeKind.STRUCTURE, 7), []) == ("s7",)
    assert [rules.areas.of_scope(one) for one in (rules.COUNTRY, Scope(ScopeKind.TERRITORY, 7))] == ["c", "t7"]
