"""The demonstration's load: every door in order, done again without harm."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from sas.actor import Actor
from sas.rooms.availability.models import Agenda, AgendaSlot
from sas.rooms.directory.models import CptsMembership, Editor, Lrm, Place, Structure, Territory
from sas.rooms.offer import operations as offer
from sas.rooms.offer.models import OfferOpening
from sas.rooms.participation import queries as participation
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from simulators.population import everybody, files, loading

pytestmark = [pytest.mark.shows("F-260"), pytest.mark.django_db(transaction=True)]
SMALL = (
    everybody.Territory("SAS 35 Ille-et-Vilaine", ("35",), 150, (2, 4, 3, 1, 1)),
    everybody.Territory("SAS La Réunion", ("974",), 40, (1, 1, 1, 1, 1)),
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (everybody, loading):
        monkeypatch.setattr(module, "TERRITORIES", SMALL)


def load(folder: Path, now: datetime) -> None:
    written = files.write_all(folder, seed=3)
    loading.load(written, seed=3, now=now, today=date(2026, 11, 23), say=lambda _: None)


@pytest.mark.usefixtures("small")
def test_everything_is_there_and_the_search_shows_it(tmp_path: Path, now: datetime) -> None:
    load(tmp_path, now)
    assert Place.objects.filter(source="rpps").count() == 190
    assert set(Structure.objects.values_list("kind", flat=True)) == {"cds", "msp", "cpts", "sos", "establishment"}
    assert set(ProfessionalSettings.objects.values_list("via", flat=True)) >= {Via.INDIVIDUAL, Via.MSP, Via.CPTS}
    assert CptsMembership.objects.exists() and Structure.objects.filter(zone_communes__len__gt=0).exists()
    assert set(Place.objects.values_list("time_zone", flat=True)) == {"Europe/Paris", "Indian/Reunion"}
    assert Territory.objects.count() == 2
    assert OfferOpening.objects.count() > Agenda.objects.count() > 100
    assert offer.differences(actor=Actor.SYSTEM, now=now) == 0


@pytest.mark.usefixtures("small")
def test_whoever_has_software_names_one_or_two_editors(tmp_path: Path, now: datetime) -> None:
    load(tmp_path, now)
    active = dict(Editor.objects.values_list("id", "active"))
    assert [len(active), sorted(active.values()).index(True)] == [12, 1]
    assert list(Lrm.objects.order_by("origin").values_list("origin", "active")) == [
        ("samu-35", True),
        ("samu-974", True),
    ]
    said = list(ProfessionalSettings.objects.values_list("has_software", "editors", "editor_slots_refused"))
    named = [editors for has_software, editors, _ in said if has_software]
    assert {len(editors) for editors in named} == {1, 2}
    assert {editor for editors in named for editor in editors} <= set(active)
    assert {tuple(editors) for has_software, editors, _ in said if not has_software} == {()}
    assert {refused for has_software, _, refused in said if has_software} == {False}


@pytest.mark.usefixtures("small")
def test_agendas_are_open_where_they_were_published(tmp_path: Path, now: datetime) -> None:
    load(tmp_path, now)
    published = list(AgendaSlot.objects.values_list("place_id", flat=True).distinct())
    flags = participation.flags_of(actor=Actor.SYSTEM, place_ids=published)
    assert [place for place in published if not flags[place].agenda_open] == []
    assert not AgendaSlot.objects.exclude(zone=F("place__time_zone")).exists()


@pytest.mark.usefixtures("small")
def test_loaded_again_it_changes_nothing(tmp_path: Path, now: datetime) -> None:
    assert not loading.is_loaded()
    load(tmp_path, now)
    before = [list(model.objects.order_by("pk").values_list()) for model in (Place, AgendaSlot, ProfessionalSettings)]
    load(tmp_path, now)
    after = [list(model.objects.order_by("pk").values_list()) for model in (Place, AgendaSlot, ProfessionalSettings)]
    assert after == before and loading.is_loaded()


@pytest.mark.usefixtures("small")
def test_a_load_cut_short_is_not_taken_for_a_whole_one(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(loading.offer, "rebuild", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            load(tmp_path, now)
    assert not loading.is_loaded()
    load(tmp_path, now)
    assert loading.is_loaded() and offer.differences(actor=Actor.SYSTEM, now=now) == 0


def _interrupted(**_: object) -> int:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("small")
def test_the_command_does_nothing_when_the_population_is_there(tmp_path: Path, now: datetime) -> None:
    load(tmp_path / "first", now)
    call_command("demo_data", if_absent=True, folder=tmp_path / "second")
    assert not (tmp_path / "second").exists()


@pytest.mark.long
def test_the_whole_population_has_a_hundred_thousand_open_slots_in_a_fortnight(tmp_path: Path) -> None:
    call_command("demo_data", folder=tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from offer_offeropening where start < now() + interval '14 days'")
        assert cursor.fetchone()[0] >= 100_000
    assert Place.objects.count() >= 10_000 and Structure.objects.count() >= 300
