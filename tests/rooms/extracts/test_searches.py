"""Searches as a file: the counts of the version that holds, against SQL of this file's own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from sas.rooms.extracts.enums import Dataset
from sas.rooms.extracts.queries.reach import Reach
from sas.rooms.extracts.queries.sources import SOURCES
from sas.rooms.extracts.rules import COLUMNS
from sas.rooms.usage.models import CountedDay, SearchDay

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-265", "F-266")]

DAYS = (date(2026, 10, 1), date(2026, 10, 31))
HERE = Reach(*DAYS, departements=frozenset({"35"}))
_SQL = """
select s.day, s.hour, s.departement, s.commune, s.activity, s.searches, s.with_result, s.with_slot, s.unanswered,
       s.opened, s.oriented
from usage_searchday s join usage_countedday c using (day, version)
where s.day between '2026-10-01' and '2026-10-31' and s.departement = '35' order by s.day, s.hour
"""


def counted(day: date, *, version: int, hours: int, departement: str = "35") -> None:
    """A day of which that version is the last."""
    measures = {"with_result": 2, "with_slot": 1, "unanswered": 2, "opened": 1, "oriented": 1}
    where = {"departement": departement, "commune": f"{departement}238", "activity": "Sage-femme", "mode": "en-sus"}
    for number in range(1, version + 1):
        for hour in range(hours):
            SearchDay.objects.create(day=day, version=number, hour=hour, searches=2 + number, **measures, **where)
    CountedDay.objects.update_or_create(
        day=day, defaults={"version": version, "at": datetime.combine(day, datetime.min.time(), UTC)}
    )


@pytest.mark.parametrize("size", [1, 3])
def test_searches_are_those_of_the_version_that_holds(
    size: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    for day in (DAYS[0] - timedelta(days=1), *DAYS, DAYS[1] + timedelta(days=1)):
        counted(day, version=2, hours=size)
        counted(day, version=2, hours=size, departement="44")
    with django_assert_num_queries(1):
        found = [row for chunk in SOURCES[Dataset.SEARCHES].rows(HERE) for row in chunk]
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        assert [(*row[:5], *row[6:]) for row in found] == cursor.fetchall()
    assert {row[5] for row in found} == {"En sus"}
    assert {len(row) for row in found} == {len(COLUMNS[Dataset.SEARCHES])}
    assert SOURCES[Dataset.SEARCHES].expected(HERE) == len(found) == 2 * size
    assert SOURCES[Dataset.SEARCHES].expected(Reach(*DAYS)) == 4 * size
