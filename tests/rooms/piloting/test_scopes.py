"""Which dashboards each role reads, and how many questions they cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.editors.models import EditorDay
from sas.rooms.piloting import operations, queries
from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.queries import COUNTRY, Period, Scope
from tests.factories import care, delegation, editor_slots
from tests.rooms.piloting.generated import world

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]

WEEK = Period(date(2026, 10, 12), date(2026, 10, 18))
ADMINISTRATOR = Actor(None, frozenset({Role.ADMINISTRATEUR_NATIONAL}))
FIGURES = (queries.participation, queries.availability, queries.orientations, queries.two_hour_rule)


def person(*roles: Role, territories: tuple[int, ...] = (), managed: tuple[int, ...] = ()) -> Actor:
    return Actor(None, frozenset(roles), territories=frozenset(territories), managed=frozenset(managed))


def read(actor: Actor) -> list[Scope]:
    return [one.scope for one in queries.scopes(actor=actor)]


def test_each_role_chooses_among_its_own_and_reads_nothing_else() -> None:
    own, other = (care.territory() for _ in range(2))
    house, foreign = (delegation.structure("msp") for _ in range(2))
    territories = [Scope(ScopeKind.TERRITORY, one) for one in (own, other)]
    structures = [Scope(ScopeKind.STRUCTURE, one.id) for one in (house, foreign)]
    everything = {COUNTRY, *territories, *structures}
    may = {
        person(Role.ADMINISTRATEUR): {COUNTRY, *territories},
        person(Role.ADMINISTRATEUR_NATIONAL): {COUNTRY, *territories},
        person(Role.REFERENT_TERRITORIAL, territories=(own,)): {territories[0]},
        person(Role.GESTIONNAIRE_COMPTES, territories=(own,)): {territories[0]},
        person(Role.GESTIONNAIRE_STRUCTURE, territories=(own,), managed=(house.id,)): {structures[0]},
        person(Role.REFERENT_TERRITORIAL, Role.GESTIONNAIRE_STRUCTURE, territories=(other,), managed=(house.id,)): {
            territories[1],
            structures[0],
        },
    }
    for actor, allowed in may.items():
        assert set(read(actor)) == allowed
        for scope in allowed:
            assert all(figure(actor=actor, scope=scope, period=WEEK).coverage.missing == 7 for figure in FIGURES)
        for scope in everything - allowed:
            for figure in FIGURES:
                with pytest.raises(Refused):
                    figure(actor=actor, scope=scope, period=WEEK)


def test_others_read_no_dashboard() -> None:
    territory, house = care.territory(), delegation.structure("cds")
    for role in (Role.EFFECTEUR, Role.DELEGATAIRE, Role.REGULATEUR_OSNP, Role.IOA):
        actor = person(role, territories=(territory,), managed=(house.id,))
        with pytest.raises(Refused):
            queries.scopes(actor=actor)
        for figure in FIGURES:
            with pytest.raises(Refused):
                figure(actor=actor, scope=Scope(ScopeKind.TERRITORY, territory), period=WEEK)
        with pytest.raises(Refused):
            queries.editors_health(actor=actor, period=WEEK)
    with pytest.raises(Refused):
        queries.orientations(actor=ADMINISTRATOR, scope=Scope(ScopeKind.TERRITORY, 10**9), period=WEEK)


def test_choices_are_named_and_in_order() -> None:
    first, second = care.territory(), care.territory()
    house = delegation.structure("msp", name="Maison de santé")
    both = person(Role.ADMINISTRATEUR, Role.GESTIONNAIRE_STRUCTURE, managed=(house.id,))
    labels = [one.label for one in queries.scopes(actor=both)]
    names = sorted(one.label for one in queries.scopes(actor=person(Role.ADMINISTRATEUR)) if one.scope.id)
    assert len(names) == len({first, second}) and labels == ["France entière", *names, house.name]


def test_figures_ask_as_much_whatever_they_add_up() -> None:
    """Nothing, then three days of many areas."""
    care.territory()
    costs = []
    for turn in range(2):
        if turn:
            world(WEEK.first, WEEK.last, doctors=4, a_day=3)
            now = datetime(2026, 10, 19, 4, 15, tzinfo=UTC)
            operations.recompute(actor=Actor.SYSTEM, period=Period(date(2026, 10, 16), WEEK.last), now=now)
        for figure in FIGURES:
            with CaptureQueriesContext(connection) as asked:
                figure(actor=ADMINISTRATOR, scope=COUNTRY, period=WEEK)
            costs.append(len(asked))
    # Participation reads the specialties of its last day, and their names, once a day is counted.
    assert [after - before for before, after in zip(costs[:4], costs[4:], strict=True)] == [2, 0, 0, 0]
    assert max(costs) <= 5


def test_a_period_is_compared_with_as_many_days_just_before() -> None:
    assert WEEK.before() == Period(date(2026, 10, 5), date(2026, 10, 11))
    assert Period(WEEK.first, WEEK.first).before().days == 1
    with pytest.raises(ValueError, match="2026"):
        Period(WEEK.last, WEEK.first)


def test_the_health_of_editors_is_what_plain_sql_finds() -> None:
    known = [editor_slots.editor(f"Éditeur {number}") for number in range(3)]
    for number, editor in enumerate(known[:2]):
        for day in range(9):
            delays = [0] * 13
            delays[(day + number) % 12], delays[12] = 6 + day, day
            EditorDay.objects.create(
                editor_id=editor,
                day=WEEK.first + timedelta(days=day - 1),
                requests=20 + day,
                failed={"timeout": day, "refused": 1} if day % 2 else {},
                delays=delays if day != 3 else [],
            )
    found = queries.editors_health(actor=ADMINISTRATOR, period=WEEK)
    assert [(one.editor_id, one.requests, one.failures) for one in found] == [
        (editor, *_by_sql(editor, WEEK.first, WEEK.last)) for editor in known
    ]
    for one in found:
        assert (one.p50, one.p95) == (_delay(one.editor_id, 0.5), _delay(one.editor_id, 0.95))
        for told in one.days:
            assert (told.requests, told.failures) == _by_sql(one.editor_id, told.day, told.day)
    assert [len(one.days) for one in found] == [7, 7, 0]
    assert [one.requests > 0 for one in found] == [True, True, False]


_SUMS = """
select coalesce(sum(requests), 0), coalesce(sum((select coalesce(sum(value::int), 0) from jsonb_each_text(failed))), 0)
from editors_editorday where editor_id = %s and day between %s and %s
"""
_QUANTILE = """
with counts as (select position, sum(number) as number from editors_editorday,
                unnest(delays) with ordinality one(number, position)
                where editor_id = %s and day between %s and %s group by position),
reached as (select position, sum(number) over (order by position) as upto, sum(number) over () as total from counts)
select (array[50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7000])[min(position)]
from reached where total > 0 and upto >= %s * total
"""


def _by_sql(editor: int, first: date, last: date) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [editor, first, last])
        return cursor.fetchone()


def _delay(editor: int, part: float) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_QUANTILE, [editor, WEEK.first, WEEK.last, part])
        return cursor.fetchone()[0]
