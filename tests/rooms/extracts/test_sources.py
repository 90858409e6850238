"""The lines of each dataset against SQL of this file's own, at two sizes, with as many statements for both."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from sas.actor import Role
from sas.rooms.directory.models import Editor, Professional
from sas.rooms.extracts.enums import Dataset
from sas.rooms.extracts.queries.reach import Reach
from sas.rooms.extracts.queries.sources import SOURCES
from sas.rooms.extracts.rules import COLUMNS
from sas.rooms.indicators.models import QuarterLine
from sas.rooms.orientation.models import Orientation, OrientationMember
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import agenda, associations, care
from tests.factories.quarters import Sent, send

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]

SIZES = pytest.mark.parametrize("size", [1, 3])
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
HERE = Reach(*OCTOBER, territory_id=None, departements=frozenset({"35"}))
Asserted = Callable[[int], AbstractContextManager[Any]]


def sql(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def lines(dataset: Dataset, reach: Reach) -> list[tuple[Any, ...]]:
    """All of them; as many as were expected, but for hours, and each as wide as the dictionary says."""
    found = [tuple(row) for chunk in SOURCES[dataset].rows(reach) for row in chunk]
    assert {len(row) for row in found} == {len(COLUMNS[dataset])}
    return found


def picked(dataset: Dataset, rows: list[tuple[Any, ...]], *names: str) -> list[tuple[Any, ...]]:
    """These columns of the lines, by the names of the dictionary."""
    at = [[one.name for one in COLUMNS[dataset]].index(name) for name in names]
    return [tuple(row[index] for index in at) for row in rows]


@SIZES
@pytest.mark.shows("F-220", "F-226")
def test_accounts_are_those_of_the_territory(size: int, django_assert_num_queries: Asserted) -> None:
    here, elsewhere = care.territory(), care.territory(departements=("44",))
    for _ in range(size):
        care.regulator(here)
    care.account(Role.REFERENT_TERRITORIAL, territories=(elsewhere,))
    reach = Reach(*OCTOBER, territory_id=here, departements=frozenset({"35"}))
    with django_assert_num_queries(5):
        found = lines(Dataset.USERS, reach)
    told = picked(Dataset.USERS, found, "family_name", "email", "roles", "created_at", "has_card")
    assert [(*one[:2], *one[3:]) for one in told] == sql(
        f"""select family_name, email, created_at, false from accounts_user u
        where exists (select from accounts_user_territories t where t.user_id = u.id and t.territory_id = {here})
        order by name_key, id"""
    )
    assert {one[2] for one in told} == {(Role.REGULATEUR_OSNP.label,)}
    assert SOURCES[Dataset.USERS].expected(reach) == len(found) == size
    assert SOURCES[Dataset.USERS].expected(Reach(*OCTOBER)) == size + 1


_PARTICIPATION = """
select 'Professionnel', substr(p.national_id, 2), p.family_name || ' ' || p.given_name,
       (select array_agg(distinct l.departement_id order by l.departement_id)
        from directory_place l where l.professional_id = p.id and l.closed_at is null),
       s.via <> 0, coalesce(h.name, ''), coalesce(h.finess, ''), s.hours_pledged, null, s.updated_at
from participation_professionalsettings s join directory_professional p on p.id = s.professional_id
left join directory_structure h on h.id = s.structure_id
where exists (select from directory_place l where l.professional_id = p.id and l.departement_id = '35')
"""
_HOUSES = """
select 'Structure', h.finess, h.name, array[c.departement_id], s.participates, '', '', s.hours_pledged,
       s.gp_count, s.updated_at
from participation_structuresettings s join directory_structure h on h.id = s.structure_id
join directory_commune c on c.code = h.commune_id where c.departement_id = '35'
"""


@SIZES
def test_participation_is_what_is_saved(size: int, django_assert_num_queries: Asserted) -> None:
    for _ in range(size):
        place, house = care.doctor_place(), associations.house("msp")
        associations.centre_settings(house.structure, practitioners=2)
        doctor = ProfessionalSettings.objects.filter(professional_id=place.professional_id)
        editor = Editor.objects.get_or_create(name="Agenda Évident")[0]
        doctor.update(via=Via.MSP, structure=house.structure, has_software=True, editors=[editor.id, 0])
    care.doctor_place(commune="44109")
    with django_assert_num_queries(4):
        found = lines(Dataset.PARTICIPATION, HERE)
    told = picked(
        Dataset.PARTICIPATION,
        found,
        *("kind", "number", "name", "departements", "participates", "through", "through_finess", "hours_pledged"),
        *("general_practitioners", "updated_at"),
    )
    known = [(*row[:3], tuple(row[3] or ()), *row[4:]) for row in (*sql(_PARTICIPATION), *sql(_HOUSES))]
    assert sorted(told, key=repr) == sorted(known, key=repr)
    assert picked(Dataset.PARTICIPATION, found, "editors").count((("Agenda Évident",),)) == size
    assert SOURCES[Dataset.PARTICIPATION].expected(HERE) == len(found)
    assert SOURCES[Dataset.PARTICIPATION].expected(Reach(*OCTOBER)) == len(found) + 1


_HOURS = """
select s.place_id, p.name, substr(d.national_id, 2), c.name, date_trunc('week', days.day)::date,
       sum(extract(epoch from s.end - s.start) / 60)::int
from availability_agendaslot s join directory_place p on p.id = s.place_id
join directory_professional d on d.id = p.professional_id join directory_commune c on c.code = p.commune_id
cross join lateral generate_series('2026-09-28'::date, '2026-11-01', '1 day') as days (day)
where days.day >= s.first_day and (s.last_day is null or days.day <= s.last_day)
  and (not s.weekly or extract(isodow from days.day) = extract(isodow from s.first_day))
  and p.departement_id = '35'
group by 1, 2, 3, 4, 5 order by 1, 5
"""


@SIZES
def test_hours_are_those_of_the_slots_week_by_week(size: int, django_assert_num_queries: Asserted) -> None:
    before = datetime(2026, 9, 21, 8, tzinfo=UTC)
    for number in range(size):
        place = care.doctor_place()
        owner = care.keeper(place)
        for day in (date(2026, 10, 2), date(2026, 10, 30)):
            care.published(place=place, owner=owner, day=day, end=time(15 + number), now=before)
        weekly = {"day": date(2026, 10, 6), "weekdays": frozenset({2})}
        agenda.operations.publish(actor=owner, place_id=place.id, draft=agenda.draft(**weekly), now=before)
    away = care.doctor_place(commune="44109")
    care.published(place=away, owner=care.keeper(away), day=date(2026, 10, 2), now=before)
    with django_assert_num_queries(11):
        found = lines(Dataset.HOURS, HERE)
    told = picked(Dataset.HOURS, found, "place_id", "place", "professional", "commune", "monday", "minutes")
    assert told == sql(_HOURS)
    assert len(told) == 5 * size
    assert {row[-1] for row in found} == {True}
    assert SOURCES[Dataset.HOURS].expected(HERE) == 5 * size


_SENT = """
select o.id, o.day, o.start, o.created_at, o.place_id, p.name, coalesce(substr(d.national_id, 2), ''),
       case when d.id is null then h.name else '' end, case when d.id is null then h.finess else '' end,
       c.name, p.departement_id, p.commune_id, coalesce(substr(m.national_id, 2), '')
from orientation_orientation o join directory_place p on p.id = o.place_id
left join directory_professional d on d.id = p.professional_id
left join directory_structure h on h.id = p.structure_id
join directory_commune c on c.code = p.commune_id
left join orientation_orientationmember n on n.orientation_id = o.id
left join directory_professional m on m.id = n.professional_id
where o.day between '2026-10-01' and '2026-10-31' and p.departement_id = '35' order by o.id
"""
_NAMES = ("id", "day", "start", "created_at", "place_id", "place", "professional", "structure", "structure_finess")
_WHERE = ("commune", "departement", "commune_code", "member")


@SIZES
def test_orientations_are_those_of_the_days_and_the_places(size: int, django_assert_num_queries: Asserted) -> None:
    here = care.territory()
    regulator, house = care.regulator(here), associations.house()
    places = [*(care.doctor_place() for _ in range(size)), house.place, care.doctor_place(commune="44109")]
    days = (datetime(2026, 9, 30, 23), datetime(2026, 10, 1, 0, 30), datetime(2026, 10, 31, 23), datetime(2026, 11, 1))
    send([Sent(place, day, "fulfilled") for place in places for day in days], author=regulator)
    Orientation.objects.update(author_territories=[here, 0])
    named = Orientation.objects.filter(place=house.place).latest("start")
    member = Professional.objects.get(id=house.member.id)
    OrientationMember.objects.create(
        orientation=named, professional=member, named_by_id=regulator.user_id, at=named.start
    )
    with django_assert_num_queries(3):
        found = lines(Dataset.ORIENTATIONS, HERE)
    assert picked(Dataset.ORIENTATIONS, found, *_NAMES, *_WHERE) == sql(_SENT)
    assert len(found) == 2 * (size + 1)
    labels = picked(Dataset.ORIENTATIONS, found, "kind", "state", "author_territories")
    assert {(kind, state) for kind, state, _ in labels} == {("En sus des disponibilités", "Honorée")}
    assert {len(names) for _, _, names in labels} == {1}
    assert SOURCES[Dataset.ORIENTATIONS].expected(HERE) == len(found)
    assert SOURCES[Dataset.ORIENTATIONS].expected(Reach(*OCTOBER)) == len(found) + 2


def test_a_structure_manager_takes_what_is_of_his_structures() -> None:
    house, other, place = associations.house(), associations.house(), care.doctor_place()
    sent = send(
        [Sent(one, datetime(2026, 10, 13, 10), "oriented") for one in (house.place, other.place, place)],
        author=care.regulator(care.territory()),
    )
    mine = Reach(*OCTOBER, structure_ids=house.manager.managed)
    assert picked(Dataset.ORIENTATIONS, lines(Dataset.ORIENTATIONS, mine), "id") == [(sent[0],)]
    before = datetime(2026, 9, 21, 8, tzinfo=UTC)
    for one in (house, other):
        associations.centre_settings(one.structure, practitioners=1)
        draft = agenda.draft(day=date(2026, 10, 6))
        agenda.operations.publish(actor=one.manager, place_id=one.place.id, draft=draft, now=before)
    told = picked(Dataset.HOURS, lines(Dataset.HOURS, mine), "place_id", "structure_finess", "monday", "minutes")
    assert told == [(house.place.id, house.structure.finess, date(2026, 10, 5), 180)]


@SIZES
def test_avenant_9_is_the_lines_of_the_quarters(size: int, django_assert_num_queries: Asserted) -> None:
    for number in range(size):
        doctor = agenda.make_professional()
        for quarter, where in ((date(2026, 7, 1), "35"), (date(2026, 10, 1), "35"), (date(2026, 10, 1), "44")):
            if where == "44":
                doctor = agenda.make_professional()
            line(doctor, quarter, where, counted=number)
        line(doctor, date(2026, 4, 1), "35", counted=9)
    autumn = Reach(date(2026, 9, 30), date(2026, 10, 31), departements=frozenset({"35"}))
    with django_assert_num_queries(1):
        found = lines(Dataset.AVENANT9, autumn)
    told = picked(Dataset.AVENANT9, found, "quarter", "name", "national_id", "counted", "amount", "met", "computed_at")
    assert told == sql(
        """select to_char(quarter, 'YYYY-"T"Q'), name, substr(national_id, 2), counted, amount,
        participates and publishes, computed_at from indicators_quarterline
        where departements && array['35']::varchar[] and quarter >= '2026-07-01' order by quarter, name_key"""
    )
    assert SOURCES[Dataset.AVENANT9].expected(autumn) == len(found) == 2 * size
    assert SOURCES[Dataset.AVENANT9].expected(Reach(*OCTOBER)) == 2 * size


def line(doctor: Professional, quarter: date, departement: str, *, counted: int) -> None:
    """A line of the table."""
    told = {"name": f"DELAUNAY Anne {counted}", "name_key": f"delaunay anne {counted}", "via": Via.INDIVIDUAL}
    judged = {"participates": True, "publishes": counted != 1, "provisional": False, "slots_by": "agenda"}
    paid = {"counted": counted, "step": 1, "amount": 70, "computed_at": datetime.combine(quarter, time(), UTC)}
    QuarterLine.objects.create(
        professional=doctor,
        quarter=quarter,
        national_id=doctor.national_id,
        departements=[departement],
        mode_known=True,
        **told | judged | paid,
    )


def test_weeks_are_those_that_the_days_touch() -> None:
    assert (HERE.monday, HERE.weeks) == (date(2026, 9, 28), 5)
    monday = Reach(date(2026, 10, 5), date(2026, 10, 5) + timedelta(days=6))
    assert (monday.monday, monday.weeks) == (date(2026, 10, 5), 1)
    assert Reach(date(2026, 10, 11), date(2026, 10, 12)).weeks == 2
