"""What makes « ahead » more than a word: the oldest schema that the code serves on holds all that its models name."""

import pytest
from django.db import connection

from config import served_schema
from config.check_migrations import unsaid
from config.served_schema import Tables

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def named(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Tables:
    """As the models describe them, made once and taken back."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _as_owner()
        described = served_schema.described()
        _as_application()
    return described


def _as_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def _as_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set session role sas_app")


def _after(statement: str) -> Tables:
    """The tables, had a migration run this; the test's transaction takes it back."""
    _as_owner()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return served_schema.standing()


def test_the_schema_of_the_tests_holds_all_that_the_models_name(named: Tables) -> None:
    assert len(named.columns) > 700 and len(named.rules) > 300
    assert served_schema.absent(named, served_schema.standing()) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("drop column distance_band", ["orientation_orientation.distance_band character varying(4) not null"]),
        ("alter column distance_band drop default", ["orientation_orientation.distance_band character varying(4)"]),
        ("alter column distance_band type varchar(3)", ["orientation_orientation.distance_band character varying(4)"]),
        ("alter column capacity set not null", ["orientation_orientation.capacity smallint"]),
        ("drop constraint orientation_in_order", ['orientation_orientation CHECK (("end" >= start))']),
        ("add column urgency smallint not null default 0", []),
        ("add constraint urgent check (taken < 9) not valid", []),
    ],
)
def test_what_the_models_name_and_a_schema_lacks_is_told(named: Tables, statement: str, told: list[str]) -> None:
    said = served_schema.absent(named, _after(f"alter table orientation_orientation {statement}"))
    assert len(said) == len(told) and all(one.startswith(start) for one, start in zip(said, told, strict=True)), said


def test_code_without_a_plain_index_is_right_and_without_a_unique_one_is_not(named: Tables) -> None:
    assert served_schema.absent(named, _after("drop index orientation_by_day")) == []
    (said,) = served_schema.absent(named, _after("drop index user_cpx_once"))
    assert "unique" in said


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("drop constraint orientation_in_order", 1),
        ("drop constraint orientation_in_order, drop column start cascade", 0),
        ("add constraint urgent check (taken < 9)", 0),
    ],
)
def test_a_rule_that_is_lifted_is_told_unless_its_column_went_too(statement: str, count: int) -> None:
    before = served_schema.standing()
    after = _after(f"alter table orientation_orientation {statement}")
    assert len(served_schema.lifted(before, after)) == count


def test_a_version_that_stands_aside_says_so_in_the_part_of_the_changelog_on_it() -> None:
    told = "# Changelog\n\n## 0.3.0\n\nAside until `offer.0009_more`.\n\n## 0.2.0\n\nAside until `offer.0008_less`.\n"
    assert unsaid(["offer.0009_more"], changelog=told) == []
    (missing,) = unsaid(["offer.0009_more", "offer.0008_less"], changelog=told)
    assert "offer.0008_less" in missing
