"""The closed schemas of events: what fits, and all that has no place there."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sas.actor import Actor
from sas.dates import next_month
from sas.rooms.directory.rules import departement_of
from sas.rooms.offer.calls import LONGEST
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.usage import operations, rules
from sas.rooms.usage.enums import EventName, EventOrigin
from sas.rooms.usage.models import UsageEvent
from sas.rooms.usage.rules import Event
from tests.factories.usage import Asked

pytestmark = pytest.mark.shows("F-265")
SEARCH = Asked(seed=7, local=datetime(2026, 11, 23, 9, 30)).event
CALL = Event(
    EventName.LRM_REDIRECTION,
    EventOrigin.BACK,
    {"redirectTo": "search_page", "origin": "samu-35", "parameters": ["city"], "commune": "35238"},
)


def with_one(event: Event, field: str, value: object) -> Event:
    return replace(event, content={**event.content, field: value})  # type: ignore[dict-item]


def test_closed_lists_are_those_of_the_search_which_stands_above() -> None:
    assert {mode.value for mode in Mode} == rules.MODES
    assert {kind.value for kind in AreaKind} == rules.PLACES
    assert set(LONGEST) == rules.LRM_PARAMETERS
    assert set(rules.SCHEMAS) == set(EventName)


def test_what_fits_is_taken_as_it_is() -> None:
    assert rules.checked(SEARCH) is SEARCH and rules.checked(CALL) is CALL
    assert rules.checked(with_one(SEARCH, "activity", "Maison de santé (L.6223-3)"))
    assert rules.checked(with_one(SEARCH, "commune", "2A004"))


@pytest.mark.parametrize(
    ("event", "field", "value"),
    [
        (SEARCH, "search", ""),
        (SEARCH, "search", "12 rue des Lilas"),
        (SEARCH, "day", "23/11/2026"),
        (SEARCH, "day", "20261123"),
        (SEARCH, "hour", 24),
        (SEARCH, "hour", True),
        (SEARCH, "role", "patient"),
        (SEARCH, "commune", "Rennes"),
        (SEARCH, "commune", "35238 "),
        (SEARCH, "departement", ""),
        (SEARCH, "place", "adresse:35238:48.11:-1.67"),
        (SEARCH, "activity", "10001234567"),
        (SEARCH, "activity", "claire.martin@sante.example"),
        (SEARCH, "activity", "x" * 121),
        (SEARCH, "byName", 1),
        (SEARCH, "mode", "tous"),
        (SEARCH, "results", -1),
        (SEARCH, "results", 101),
        (SEARCH, "from", "https://samu.example/"),
        (CALL, "redirectTo", "https://samu.example/?nom=Martin"),
        (CALL, "parameters", ["city", "nom"]),
        (CALL, "parameters", ["city", "city"]),
        (CALL, "parameters", "city"),
        (CALL, "commune", ["35238"]),
        (CALL, "origin", "samu 35 <script>"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(event: Event, field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{event.name.value}: {field} cannot be so$"):
        rules.checked(with_one(event, field, value))


def test_a_field_too_many_or_too_few_is_refused_without_its_words() -> None:
    with pytest.raises(ValueError, match="Search: 1 fields are missing or unknown"):
        rules.checked(with_one(SEARCH, "address", "12 rue des Lilas"))
    with pytest.raises(ValueError, match="Search: 1 fields are missing or unknown"):
        rules.checked(replace(SEARCH, content={name: one for name, one in SEARCH.content.items() if name != "day"}))


def test_a_mark_is_that_of_one_seed_and_one_mode() -> None:
    marks = {rules.mark_of(seed=seed, mode=mode) for seed in range(50) for mode in rules.MODES}
    assert len(marks) == 150 and rules.mark_of(seed=7, mode="creneaux") in marks


@pytest.mark.parametrize(
    ("commune", "departement"), [("35238", "35"), ("2A004", "2A"), ("97411", "974"), ("98818", "988"), ("", "")]
)
def test_a_commune_tells_its_departement(commune: str, departement: str) -> None:
    assert departement_of(commune) == departement


@pytest.mark.parametrize(("text", "known"), [("35238", "35238"), ("Rennes", ""), ("352380", ""), ("", "")])
def test_only_a_code_is_a_commune(text: str, known: str) -> None:
    assert rules.known_commune(text) == known


@pytest.mark.django_db
def test_events_are_written_together_to_the_minute_or_not_at_all(now: datetime) -> None:
    at = now.replace(second=41, microsecond=5)
    operations.record(actor=Actor.SYSTEM, events=[SEARCH, CALL], now=at)
    first, second = UsageEvent.objects.order_by("id")
    assert (first.name, first.origin, first.content) == ("Search", "sas-back", dict(SEARCH.content))
    assert (second.name, second.content["parameters"], second.at) == ("LrmRedirectionStatus", ["city"], now)
    with pytest.raises(ValueError, match="cannot be so"):
        operations.record(actor=Actor.SYSTEM, events=[SEARCH, with_one(CALL, "commune", "Rennes")], now=now)
    assert UsageEvent.objects.count() == 2


def test_days_to_count_are_those_over_and_the_last_three_again() -> None:
    now, first = datetime(2026, 11, 26, 4, 15, tzinfo=UTC), date(2026, 11, 20)
    counted = frozenset({date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 24)})
    days = rules.countable_days(first=first, counted=counted, now=now)
    assert [day.day for day in days] == [21, 23, 24, 25]
    assert rules.countable_days(first=now.date(), counted=frozenset(), now=now) == []


def test_a_day_is_whole_while_the_night_before_it_is_kept_everywhere() -> None:
    now = datetime(2026, 11, 26, 4, 15, tzinfo=UTC)
    day = rules.first_whole_day(now=now, kept_days=10)
    assert day == date(2026, 11, 18)
    assert rules.events_of(day).begin >= datetime(2026, 11, 16, 4, 15, tzinfo=UTC)
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)
