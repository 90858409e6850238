"""Days in words, as the State writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from sas.dates import day_in_words


@pytest.mark.parametrize(
    ("day", "form", "told"),
    [
        (date(2026, 12, 1), "l j F Y", "mardi 1er décembre 2026"),
        (date(2026, 12, 1), "j F", "1er décembre"),
        (date(2026, 12, 11), "j F Y", "11 décembre 2026"),
        (date(2026, 12, 21), "l j F", "lundi 21 décembre"),
        (date(2026, 12, 1), "d/m/Y", "01/12/2026"),
    ],
)
def test_the_first_of_a_month_is_the_only_ordinal(day: date, form: str, told: str) -> None:
    assert day_in_words(day, form) == told
    assert Template('{{ day|date:"' + form + '" }}').render(Context({"day": day})) == told


def test_pages_write_the_day_of_paris_and_nothing_for_nothing() -> None:
    """23:30 in universal time on the last of November is the first of December in Paris."""
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    page = Template(r'{{ late|date:"j F Y à H\hi" }}|{{ none|date:"j F Y" }}')
    assert page.render(Context({"late": late, "none": None})) == "1er décembre 2026 à 00h30|"
