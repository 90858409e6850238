"""Searches counted by day against a statement of this file's own, by version, and read once events are gone."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.usage import operations, queries
from sas.rooms.usage.enums import EventName
from sas.rooms.usage.models import CountedDay, SearchDay, SearchTotal, UsageEvent
from sas.rooms.usage.queries import ActivityNeeds, CommuneNeeds, Counts, SearchFigures
from tests.factories.usage import Asked, Came, a_month, tell

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-265")]

ADMINISTRATOR = Actor(user_id=None, roles=frozenset({Role.ADMINISTRATEUR_NATIONAL}))
REFERENT = Actor(user_id=None, roles=frozenset({Role.REFERENT_TERRITORIAL}))
FIRST, LAST = date(2026, 10, 14), date(2026, 11, 20)
CELL = "day", "departement", "commune", "activity", "mode", "hour"
MEASURES = "searches", "with_result", "with_slot", "unanswered", "opened", "oriented"

# Each first page that no other of its search precedes, one look at all events for each.
ORACLE = """
select (s.content->>'day')::date, s.content->>'departement', s.content->>'commune', s.content->>'activity',
       s.content->>'mode', (s.content->>'hour')::int,
       count(*), sum((s.content->'results' > '0')::int), sum((s.content->'slot' = 'true')::int),
       sum(case when s.content->'results' = '0' then 1
                when s.content->>'mode' = 'creneaux' and s.content->'slot' = 'false' then 1 else 0 end),
       sum((exists (select 1 from usage_usageevent e where e.name = 'CardOpened'
                    and e.content @> jsonb_build_object('search', s.content->'search')))::int),
       sum((exists (select 1 from usage_usageevent e where e.name = 'OrientationMade'
                    and e.content @> jsonb_build_object('search', s.content->'search')))::int)
from usage_usageevent s
where s.name = 'Search' and s.content->>'from' in ('home', 'header', 'lrm', 'link', 'again')
  and not exists (select 1 from usage_usageevent e where e.name = 'Search' and e.id < s.id
                  and e.content->>'search' = s.content->>'search')
group by 1, 2, 3, 4, 5, 6
"""


def of_events() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(ORACLE)
        return cursor.fetchall()


def counted(day: date) -> list[tuple[int, ...]]:
    """The cells of the version that holds."""
    kept = CountedDay.objects.get(day=day)
    return list(SearchDay.objects.filter(day=day, version=kept.version).values_list(*CELL, *MEASURES))


def figures(actor: Actor = ADMINISTRATOR, departements: list[str] | None = None) -> SearchFigures:
    return queries.searches(actor=actor, departements=departements, period_first=FIRST, period_last=LAST)


@pytest.fixture
def month() -> datetime:
    """Thirty days of searches; returns when all of it is over."""
    tell(a_month(FIRST, searches=350, seed=265))
    now = datetime(2026, 11, 21, 4, 15, tzinfo=UTC)
    operations.keep_up(actor=Actor.SYSTEM, now=now)
    return now


def test_a_month_is_counted_as_its_events_tell(month: datetime) -> None:
    oracle = of_events()
    assert len(oracle) > 200 and {row[2] for row in oracle} >= {"", "35238", "98735", "98818"}
    found = [row for day in CountedDay.objects.values_list("day", flat=True) for row in counted(day)]
    assert sorted(found) == sorted(oracle)


AREAS: list[list[str] | None] = [None, ["35"], ["35", "29", "988"]]


def test_figures_are_the_sums_of_the_cells(month: datetime) -> None:
    every = of_events()
    for departements in AREAS:
        rows = [row for row in every if departements is None or row[1] in departements]
        with CaptureQueriesContext(connection) as captured:
            found = figures(REFERENT if departements else ADMINISTRATOR, departements)
        assert len(captured) == 2 and found.counted[-1] == LAST
        assert [(one.day, one.counts) for one in found.days] == [
            (day, summed(row for row in rows if row[0] == day)) for day in sorted({row[0] for row in rows})
        ]
        some = found.totals
        assert some == summed(rows) and some.searches > some.with_result > some.with_slot > some.oriented > 0
        assert [one.count for one in found.funnel] == [some.searches, some.opened, some.oriented]


def summed(rows: Iterable[tuple[Any, ...]]) -> Counts:
    cells = list(rows)
    return Counts(*(sum(row[at] for row in cells) for at in range(6, 12)))


def test_unanswered_searches_are_told_by_place_by_hour_and_by_specialty(month: datetime) -> None:
    """Whole months, one of them empty, then days of another; days of two months; one whole month."""
    every = of_events()
    spans = [(date(2026, 9, 1), LAST), (date(2026, 10, 20), date(2026, 11, 3)), (date(2026, 10, 1), date(2026, 10, 31))]
    for (first, last), departements in product(spans, AREAS):
        rows = [row for row in every if first <= row[0] <= last and (departements is None or row[1] in departements)]
        with CaptureQueriesContext(connection) as captured:
            found = queries.unanswered(actor=ADMINISTRATOR, departements=departements, first=first, last=last)
        assert len(captured) == 1 and found.total == sum(row[9] for row in rows) > 0
        places = {(one.departement, one.commune): one.unanswered for one in found.by_commune}
        of_place = missed(rows, key=lambda row: (row[1], row[2] if departements else ""))
        assert places == of_place and len(places) == len(found.by_commune)
        assert {one.activity: one.unanswered for one in found.by_activity} == missed(rows, key=lambda row: row[3])
        hours = missed(rows, key=lambda row: (row[0].weekday(), row[5]))
        assert found.by_week_hour == tuple(
            tuple(hours.get((weekday, hour), 0) for hour in range(24)) for weekday in range(7)
        )


def missed(rows: Iterable[tuple[Any, ...]], *, key: Callable[[tuple[Any, ...]], Any]) -> dict[Any, int]:
    """Unanswered searches by that, where there are any."""
    counts: Counter[Any] = Counter()
    for row in rows:
        counts[key(row)] += row[9]
    return {one: count for one, count in counts.items() if count}


NINE = datetime(2026, 11, 23, 9, 30)
MONDAY, TUESDAY = date(2026, 11, 23), datetime(2026, 11, 24, 4, 15, tzinfo=UTC)


def test_what_comes_later_adds_a_version_and_changes_none(now: datetime) -> None:
    asked = Asked(seed=1, local=NINE)
    tell([asked])
    first = operations.keep_up(actor=Actor.SYSTEM, now=TUESDAY)
    assert (first.days, first.cells) == (2, 1)
    assert operations.keep_up(actor=Actor.SYSTEM, now=TUESDAY).days == 0
    tell([Came(asked, EventName.CARD_OPENED, timedelta(hours=30))])
    again = operations.count_day(actor=Actor.SYSTEM, day=MONDAY, now=TUESDAY + timedelta(days=1))
    assert (again.days, again.cells) == (1, 1)
    assert list(SearchDay.objects.order_by("version").values_list("version", "opened")) == [(1, 0), (2, 1)]
    assert SearchTotal.objects.get(day=MONDAY).opened == 1
    assert operations.count_day(actor=Actor.SYSTEM, day=MONDAY, now=TUESDAY + timedelta(days=2)).days == 0
    # A search of two days ago that somebody opens again is another one; the day after, it goes on.
    on = [Asked(seed=1, local=NINE + timedelta(days=days), came_from="again") for days in (1, 4)]
    tell(on)
    operations.keep_up(actor=Actor.SYSTEM, now=TUESDAY + timedelta(days=5))
    assert [one.day.day for one in figures_of_week().days] == [23, 27]


def figures_of_week() -> SearchFigures:
    week = {"period_first": MONDAY, "period_last": MONDAY + timedelta(days=6)}
    return queries.searches(actor=ADMINISTRATOR, departements=None, **week)


def test_events_go_with_their_retention_and_counts_stay(settings: Any) -> None:
    settings.USAGE_EVENT_DAYS = 10
    tell([Asked(seed=seed, local=NINE + timedelta(days=seed), results=0, slot=False) for seed in range(3)])
    operations.keep_up(actor=Actor.SYSTEM, now=TUESDAY + timedelta(days=3))
    before = figures_of_week()
    assert before.totals == Counts(3, 0, 0, 3, 0, 0) and len(before.days) == 3
    later = TUESDAY + timedelta(days=10)
    assert operations.forget_events(actor=Actor.SYSTEM, now=later) == 1
    assert UsageEvent.objects.count() == 2
    assert figures_of_week().days == before.days
    with pytest.raises(Impossible, match="ne sont plus conservés"):
        operations.count_day(actor=Actor.SYSTEM, day=MONDAY, now=later)
    with pytest.raises(Impossible, match="pas terminé"):
        operations.count_day(actor=Actor.SYSTEM, day=later.date(), now=later)
    assert operations.forget_events(actor=Actor.SYSTEM, now=later + timedelta(days=400)) == 2
    assert figures_of_week().days == before.days


def test_nothing_searched_is_nothing_counted(now: datetime) -> None:
    assert operations.keep_up(actor=Actor.SYSTEM, now=now) == operations.Counted()
    empty = figures()
    assert (empty.days, empty.totals, empty.counted) == ((), Counts(), ())
    assert [one.count for one in empty.funnel] == [0, 0, 0]
    needs = queries.unanswered(actor=ADMINISTRATOR, departements=None, first=FIRST, last=LAST)
    assert (needs.total, needs.by_commune, needs.by_activity) == (0, (), ())


def test_what_is_missed_most_comes_first(now: datetime) -> None:
    missed = [("35238", ""), ("29019", "Sage-femme"), ("29019", "Sage-femme"), ("35288", "Sage-femme")]
    tell(
        Asked(seed=seed, local=NINE, commune=commune, activity=activity, results=0, slot=False)
        for seed, (commune, activity) in enumerate(missed)
    )
    operations.keep_up(actor=Actor.SYSTEM, now=TUESDAY)
    needs = queries.unanswered(actor=ADMINISTRATOR, departements=["29", "35"], first=MONDAY, last=MONDAY)
    assert needs.by_commune == (
        CommuneNeeds("29", "29019", 2),
        CommuneNeeds("35", "35238", 1),
        CommuneNeeds("35", "35288", 1),
    )
    assert needs.by_activity == (ActivityNeeds("Sage-femme", 3), ActivityNeeds("", 1))
    assert needs.by_week_hour[0][9] == 4 and needs.total == 4
    country = queries.unanswered(actor=ADMINISTRATOR, departements=None, first=MONDAY, last=MONDAY)
    assert country.by_commune == (CommuneNeeds("29", "", 2), CommuneNeeds("35", "", 2))
    assert (country.by_activity, country.by_week_hour) == (needs.by_activity, needs.by_week_hour)


@pytest.mark.parametrize(
    ("role", "departements", "reads"),
    [
        (Role.ADMINISTRATEUR, None, True),
        (Role.ADMINISTRATEUR_NATIONAL, [], True),
        (Role.GESTIONNAIRE_COMPTES, ["35"], True),
        (Role.REFERENT_TERRITORIAL, ["35"], True),
        (Role.REFERENT_TERRITORIAL, None, False),
        (Role.GESTIONNAIRE_COMPTES, [], False),
        (Role.REGULATEUR_OSNP, ["35"], False),
        (Role.EFFECTEUR, ["35"], False),
        (Role.GESTIONNAIRE_STRUCTURE, ["35"], False),
    ],
)
def test_figures_are_read_by_those_who_answer_for_a_territory(
    role: Role, departements: list[str] | None, reads: bool
) -> None:
    actor = Actor(user_id=None, roles=frozenset({role}))
    if reads:
        assert figures(actor, departements).totals == Counts()
        return
    with pytest.raises(Refused, match="gestionnaires de comptes"):
        figures(actor, departements)
    with pytest.raises(Refused, match="gestionnaires de comptes"):
        queries.unanswered(actor=actor, departements=departements, first=FIRST, last=LAST)


def test_only_the_platform_counts(now: datetime) -> None:
    with pytest.raises(Refused, match="comptées par la plateforme"):
        operations.keep_up(actor=ADMINISTRATOR, now=now)
    with pytest.raises(Refused, match="comptées par la plateforme"):
        operations.count_day(actor=ADMINISTRATOR, day=FIRST, now=now)


@pytest.mark.parametrize("statement", ["update usage_usageevent set name = name", "truncate usage_usageevent"])
def test_the_application_rewrites_no_event(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
