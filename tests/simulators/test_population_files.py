"""The demonstration's files: large enough, all fiction, the same for the same seed, and read without a refusal."""

import random
from pathlib import Path

import pytest

from sas.rooms.directory.loaders import finess, reading, rpps, structures
from sas.rooms.directory.loaders.gazetteer import commune_index, communes
from sas.rooms.directory.loaders.rows import Reject, StructureRow
from sas.rooms.directory.loaders.rpps import ActivityRow
from simulators.ban.book import AddressBook, metres
from simulators.population import bulk, files
from simulators.population.everybody import TERRITORIES, Population, population
from simulators.population.files import DemoFiles

pytestmark = pytest.mark.shows("F-260")
FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")


@pytest.fixture(scope="module")
def everybody() -> Population:
    return population(2026)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return files.write_all(tmp_path_factory.mktemp("demo"), seed=2026)


@pytest.fixture(scope="module")
def activities(written: DemoFiles) -> list[ActivityRow | Reject]:
    with reading.open_text(written.rpps, rpps.MEMBER) as source:
        return list(rpps.read(source.lines(), commune_index()))


def test_there_are_enough_places_and_structures_on_both_sides_of_the_sea(everybody: Population) -> None:
    assert sum(len(person.places) for person in everybody.people) >= 10_000
    assert len(everybody.houses) >= 300
    assert {house.kind for house in everybody.houses} == {"cds", "msp", "cpts", "sos", "etablissement"}
    metropolitan = [t for t in TERRITORIES if not t.departements[0].startswith("97")]
    assert len(metropolitan) >= 3 and ("974",) in {territory.departements for territory in TERRITORIES}


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(written: DemoFiles, tmp_path: Path) -> None:
    again, other = files.write_all(tmp_path / "again", seed=2026), files.write_all(tmp_path / "other", seed=7)
    for name in ("rpps", "finess"):
        content = getattr(written, name).read_bytes()
        assert getattr(again, name).read_bytes() == content != getattr(other, name).read_bytes()
    for file in written.structures.iterdir():
        assert (again.structures / file.name).read_bytes() == file.read_bytes()


def test_every_line_is_read(written: DemoFiles, activities: list[ActivityRow | Reject], everybody: Population) -> None:
    assert [row for row in activities if isinstance(row, Reject)] == []
    assert len(activities) == sum(len(person.places) for person in everybody.people)
    lines = written.finess.read_bytes().splitlines()
    houses = list(finess.read(lines, commune_index(), finess.points(lines)))
    assert all(isinstance(house, StructureRow) and house.lat is not None for house in houses)
    for name in structures.FILES:
        content = (written.structures / name).read_bytes().splitlines()
        rows = list(structures.read(name, content, commune_index()))
        assert rows and not [row for row in rows if isinstance(row, Reject)], name


def test_most_doctors_are_liberal_and_those_of_health_centres_salaried(
    activities: list[ActivityRow | Reject], everybody: Population
) -> None:
    centres = {house.finess for house in everybody.houses if house.kind == "cds"}
    kept = [row for row in activities if isinstance(row, ActivityRow)]
    assert {row.exercise_mode for row in kept if row.site_finess in centres} == {"S"}
    others = [row.exercise_mode for row in kept if row.profession_code == "10" and row.site_finess not in centres]
    assert 0.9 < others.count("L") / len(others) < 1
    assert set(others) == {"L", "S", "B"}


def test_nobody_exists_and_no_phone_rings(activities: list[ActivityRow | Reject], everybody: Population) -> None:
    for row in activities:
        assert isinstance(row, ActivityRow)
        assert row.national_id.startswith("899") and len(row.national_id) == 12
        assert [phone for phone in row.phones if not phone.startswith(FICTION)] == [] and len(row.phones) == 1
    assert len({person.rpps for person in everybody.people}) == len(everybody.people)
    assert all(house.phone.startswith(FICTION) for house in everybody.houses)
    assert all((house.finess or house.siret).startswith("99") for house in everybody.houses)


def test_places_are_houses_that_the_address_service_finds(everybody: Population) -> None:
    served = [row for row in communes() if row.departement in {"35", "974", "75"}]
    book = AddressBook(served)
    places = [place for person in everybody.people for place in person.places]
    for place in random.Random(1).sample(places, 400):
        where = place.address
        if where.commune.departement in {"35", "974", "75"}:
            text = f"{where.number} {where.street}"
            hit = book.locate(text, postcode=where.postal_code, citycode=where.commune.code)
            assert hit is not None and hit.number == where.number
            assert metres(hit.lat, hit.lon, where.lat, where.lon) < 1


def test_finess_points_come_back_where_they_were(written: DemoFiles, everybody: Population) -> None:
    lines = written.finess.read_bytes().splitlines()
    found = {
        row.finess: row
        for row in finess.read(lines, commune_index(), finess.points(lines))
        if isinstance(row, StructureRow)
    }
    for house in everybody.houses:
        if row := found.get(house.finess):
            assert metres(row.lat or 0, row.lon or 0, house.address.lat, house.address.lon) < 1


def test_very_large_files_are_broken_where_asked_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "PS_LibreAcces_Personne_activite_bench.txt"
    spoiled = bulk.write(path, lines=3_000, broken=0.05)
    with reading.open_text(path, rpps.MEMBER) as source:
        results = list(rpps.read(source.lines(), commune_index()))
    rejects = [row for row in results if isinstance(row, Reject)]
    assert len(results) == 2_999 and len(rejects) == spoiled
    assert 0.03 < spoiled / 3_000 < 0.07 and len({reject.reason for reject in rejects}) >= 4
