"""The shipped reference data in PostgreSQL."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from sas.actor import Actor
from sas.rooms.directory.loaders import reference
from sas.rooms.directory.models import Activity, Commune, Departement
from simulators.ban.book import metres

pytestmark = pytest.mark.django_db


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select last_value from directory_activity_id_seq")
        return int(cursor.fetchone()[0])


@pytest.mark.shows("F-260")
def test_loading_again_brings_a_corrected_label_back_changes_nothing_else_and_uses_no_id() -> None:
    before = [list(model.objects.order_by("pk").values_list()) for model in (Departement, Commune, Activity)]
    used = _last_id()
    assert Activity.objects.filter(code="SM04").update(label="Autre") == 1
    reference.load(actor=Actor.SYSTEM)
    after = [list(model.objects.order_by("pk").values_list()) for model in (Departement, Commune, Activity)]
    assert (after, _last_id()) == (before, used)
    assert Activity.objects.get(code="SM04").label == "Cardiologie et Maladies vasculaires"


@pytest.mark.shows("F-260")
def test_an_upgrade_loads_again_only_what_is_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert reference.load_if_changed(actor=Actor.SYSTEM, now=now)
    Activity.objects.filter(code="SM04").update(label="Autre")
    assert not reference.load_if_changed(actor=Actor.SYSTEM, now=now)
    assert Activity.objects.get(code="SM04").label == "Autre"

    monkeypatch.setattr(reference, "_version", lambda: "that of a later release")
    assert reference.load_if_changed(actor=Actor.SYSTEM, now=now)
    assert Activity.objects.get(code="SM04").label == "Cardiologie et Maladies vasculaires"
    assert not reference.load_if_changed(actor=Actor.SYSTEM, now=now)


@pytest.mark.shows("F-144")
@pytest.mark.parametrize(("code", "county", "city"), [("35", 117, 10), ("21", 133, 20), ("2A", 90, 30), ("75", 14, 5)])
def test_radii_are_the_realigned_ones(code: str, county: int, city: int) -> None:
    found = Departement.objects.get(code=code)
    assert (found.county_radius_km, found.city_radius_km) == (county, city)


@pytest.mark.shows("F-144")
@pytest.mark.parametrize(("code", "city"), [("971", 10), ("972", 10), ("973", 50), ("974", 10), ("976", 10)])
def test_overseas_radii_reach_every_commune_and_no_farther(code: str, city: int) -> None:
    found = Departement.objects.get(code=code)
    communes = Commune.objects.filter(departement=found, lat__isnull=False)
    away = max(metres(found.lat, found.lon, c.lat or 0, c.lon or 0) for c in communes) / 1000
    assert found.city_radius_km == city
    assert away - 1 < found.county_radius_km < away + 2
