"""Centres and radii: what the platform sets is used at once, and no load takes it back (F-228, F-144)."""

from datetime import datetime

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.directory import operations
from sas.rooms.directory import queries as directory
from sas.rooms.directory.loaders import reference
from sas.rooms.directory.models import Departement
from sas.rooms.directory.queries import DepartementRadii
from sas.rooms.directory.rules import Radii
from sas.rooms.journal.models import AuditEntry
from sas.rooms.offer import queries as offer
from tests.factories import care

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("radii_as_published"),
    pytest.mark.shows("F-228"),
]
ILLE_ET_VILAINE = Radii(lat=48.1, lon=-1.7, county_radius_km=60, city_radius_km=15)


@pytest.fixture
def admin() -> Actor:
    return care.account(Role.ADMINISTRATEUR_NATIONAL)


def of(code: str) -> DepartementRadii:
    return directory.departement_radii(actor=Actor.SYSTEM, codes=[code])[0]


def edit(admin: Actor, now: datetime, code: str = "35", draft: Radii = ILLE_ET_VILAINE) -> None:
    operations.edit_radii(actor=admin, code=code, draft=draft, stamp=of(code).used.stamp, now=now)


def test_every_departement_is_there_with_what_is_published(admin: Actor) -> None:
    rows = directory.departement_radii(actor=admin)
    assert len(rows) == Departement.objects.count() >= 101
    assert all(row.published == row.used and row.edited_at is None for row in rows)


@pytest.mark.shows("F-144")
def test_a_search_uses_the_new_values_at_once_in_the_departement_and_in_its_towns(admin: Actor, now: datetime) -> None:
    edit(admin, now)
    whole = offer.locate(actor=admin, text="Ille-et-Vilaine")
    town = offer.area_of_token(actor=admin, token="ville:35238", label="")
    assert whole and (whole.lat, whole.lon, whole.radius_km) == (48.1, -1.7, 60)
    assert town and town.radius_km == 15


def test_a_load_keeps_what_the_platform_set_and_still_learns_what_is_published(admin: Actor, now: datetime) -> None:
    before = of("35")
    edit(admin, now)
    Departement.objects.filter(code="35").update(published_city_radius_km=1, name="Autre nom")
    reference.load(actor=Actor.SYSTEM)
    after = of("35")
    assert (after.used, after.edited_at) == (ILLE_ET_VILAINE, now)
    assert (after.published, after.name) == (before.published, "Ille-et-Vilaine")


def test_the_published_values_come_back(admin: Actor, now: datetime) -> None:
    before = of("35")
    edit(admin, now)
    operations.restore_radii(actor=admin, code="35", stamp=of("35").used.stamp, now=now)
    assert of("35") == before
    verbs = AuditEntry.objects.filter(subject="departement", subject_id="35").order_by("id")
    assert list(verbs.values_list("verb", "details__county_radius_km")) == [("edit_radii", 60), ("restore_radii", 117)]


def test_two_who_change_the_same_values_do_not_overwrite_each_other(admin: Actor, now: datetime) -> None:
    stamp = of("35").used.stamp
    edit(admin, now)
    for act in (
        lambda: operations.edit_radii(actor=admin, code="35", draft=Radii(1, 1, 1, 1), stamp=stamp, now=now),
        lambda: operations.restore_radii(actor=admin, code="35", stamp=stamp, now=now),
    ):
        with pytest.raises(Impossible, match="modifiées entre-temps"):
            act()
    assert of("35").used == ILLE_ET_VILAINE


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Radii(90.1, 0, 10, 10), "lat"),
        (Radii(0, -180.1, 10, 10), "lon"),
        (Radii(0, 0, 0, 10), "county_radius_km"),
        (Radii(0, 0, 301, 10), "county_radius_km"),
        (Radii(0, 0, 10, 301), "city_radius_km"),
    ],
)
def test_values_out_of_range_are_refused(admin: Actor, now: datetime, draft: Radii, field: str) -> None:
    with pytest.raises(Impossible) as problem:
        edit(admin, now, draft=draft)
    assert problem.value.field == field and of("35").edited_at is None


def test_a_departement_for_which_nothing_is_published_is_searched_once_it_is_set(admin: Actor, now: datetime) -> None:
    found = of("987")
    assert found.published and found.published.county_radius_km == 0
    edit(admin, now, "987", Radii(-17.55, -149.56, 60, 20))
    area = offer.locate(actor=admin, text="Polynésie française")
    assert area and (area.lat, area.radius_km, area.time_zone) == (-17.55, 60, "Pacific/Tahiti")


def test_only_administrators_set_them(now: datetime) -> None:
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))
    with pytest.raises(Refused):
        edit(manager, now)
    with pytest.raises(Refused):
        operations.restore_radii(actor=manager, code="35", stamp="", now=now)
    assert Client().get("/administration/departements").status_code == 302
