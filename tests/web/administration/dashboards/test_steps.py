"""A period in few enough steps, and the periods that an address asks for."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.queries import ScopeChoice
from sas.rooms.piloting.rules import COUNTRY, Period, Scope
from sas.web.administration.dashboards.pickers import PickForm
from sas.web.administration.dashboards.steps import steps

pytestmark = pytest.mark.shows("F-266")
LAST = date(2026, 11, 25)


def period(days: int) -> Period:
    return Period(LAST - timedelta(days=days - 1), LAST)


@pytest.mark.parametrize(
    ("days", "head", "count"),
    [
        (1, "Jour", 1),
        (31, "Jour", 31),
        (32, "Semaine du", 6),
        (217, "Semaine du", 32),
        (365, "Mois", 13),
        (1096, "Mois", 37),
    ],
)
def test_days_then_weeks_then_months(days: int, head: str, count: int) -> None:
    """Whole, in order, each day once."""
    cut = steps(period(days))
    assert (cut.head, len(cut.all)) == (head, count)
    assert (cut.all[0].first, cut.all[-1].last) == (period(days).first, LAST)
    assert all(
        after.first == before.last + timedelta(days=1) for before, after in zip(cut.all, cut.all[1:], strict=False)
    )
    assert len(set(cut.labels)) == len(cut.labels)


def test_what_flows_is_summed_and_what_stands_is_the_last_known() -> None:
    cut = steps(Period(date(2026, 9, 1), date(2026, 11, 25)))
    days = {date(2026, 9, 1): 3, date(2026, 9, 6): 4, date(2026, 9, 7): 5}
    counted = [*days, date(2026, 9, 2), date(2026, 9, 15)]
    assert cut.sums(days, counted=counted)[:4] == (7, 5, 0, None)
    assert cut.lasts(days)[:3] == (4, 5, None)


def form(**asked: Any) -> PickForm:
    data = QueryDict(mutable=True)
    data.update({"perimetre": "pays", **asked})
    choices = (ScopeChoice(COUNTRY, "France entière"), ScopeChoice(Scope(ScopeKind.TERRITORY, 7), "Rennes"))
    return PickForm(data, choices=choices, yesterday=LAST)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ({"periode": "7"}, date(2026, 11, 19)),
        ({"periode": "30"}, date(2026, 10, 27)),
        ({"periode": "trimestre"}, date(2026, 10, 1)),
        ({"periode": "12"}, date(2025, 11, 26)),
        ({"periode": "?"}, date(2026, 10, 27)),
        ({}, date(2026, 10, 27)),
    ],
)
def test_a_period_ends_yesterday(asked: dict[str, str], first: date) -> None:
    assert form(**asked).period() == Period(first, LAST)


def test_the_twelve_months_that_end_on_a_29th_of_february() -> None:
    asked = form(periode="12")
    asked.yesterday = date(2028, 2, 29)
    assert asked.period() == Period(date(2027, 3, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("du", "au", "fault"),
    [
        ("", "2026-11-01", {"du": ["Saisissez le premier jour."]}),
        ("2026-11-01", "", {"au": ["Saisissez le dernier jour."]}),
        ("2026-11-02", "2026-11-01", {"au": ["Le dernier jour précède le premier."]}),
        ("2026-11-01", "2026-11-26", {"au": ["Les chiffres s'arrêtent au 25/11/2026."]}),
        ("0001-01-01", "0001-01-02", {"du": ["Les chiffres commencent au plus tôt le 01/01/2022."]}),
        ("2023-11-01", "2026-11-25", {"au": ["Une période dure trois ans au plus."]}),
        ("hier", "2026-11-01", {"du": ["Saisissez une date au format jour/mois/année."]}),
    ],
)
def test_free_dates_that_make_no_period_are_said_beside_their_field(du: str, au: str, fault: Any) -> None:
    asked = form(periode="dates", du=du, au=au)
    assert asked.period() == Period(date(2026, 10, 27), LAST)
    assert asked.errors == fault


def test_free_dates_are_both_included() -> None:
    asked = form(periode="dates", du="2026-02-01", au="2026-02-28")
    assert asked.period() == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert asked.period().before() == Period(date(2026, 1, 4), date(2026, 1, 31))
