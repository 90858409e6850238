"""The demonstration's CSV set: what the national files lack (docs/imports.md)."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from simulators.population.everybody import Population
from simulators.population.people import Address, Person, PlaceOfCare

_WHERE = ("nom", "adresse", "code_postal", "code_commune", "telephone", "latitude", "longitude")
_OWNER = ("identifiant_national", "identifiant_lieu")
_SECTORS = ("secteur_1", "secteur_1", "secteur_1", "secteur_2", "secteur_1_depassement", "non_conventionne")
_HOURS = (("08:30", "12:00"), ("14:00", "18:30"))
_MEMBERS = 0.3

Row = Sequence[object]


def write(folder: Path, everybody: Population, *, seed: int) -> None:
    """All files of the set."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    kept = list(_places(everybody.people))
    _table(folder / "structures.csv", ("type", "finess", "siret", *_WHERE), _structures(everybody))
    _table(folder / "cpts_zones.csv", ("finess", "code_commune"), _zones(everybody))
    _table(folder / "cpts_members.csv", ("finess", "identifiant_national", "inscrit_le"), _members(everybody, chance))
    _table(folder / "sos_points.csv", ("siret", "point", *_WHERE), _points(everybody))
    _table(folder / "opening_hours.csv", (*_OWNER, "jour", "debut", "fin"), _hours(kept))
    sectors = ((*_owner(person, place), chance.choice(_SECTORS)) for person, place in kept)
    _table(folder / "conventions.csv", (*_OWNER, "secteur"), sectors)
    mails = ((person.national_id, "", f"{person.rpps}@medecin.mssante.example") for person in everybody.people[::2])
    _table(folder / "ms_sante.csv", (*_OWNER, "ms_sante"), mails)


def _places(persons: Iterable[Person]) -> Iterator[tuple[Person, PlaceOfCare]]:
    for person in persons:
        for place in person.places:
            yield person, place


def _owner(person: Person, place: PlaceOfCare) -> tuple[str, str]:
    return person.national_id, place.rang


def _where(name: str, where: Address, phone: str) -> Row:
    street = f"{where.number} {where.street}"
    return name, street, where.postal_code, where.commune.code, phone, where.lat, where.lon


def _structures(everybody: Population) -> Iterator[Row]:
    for house in everybody.houses:
        if house.kind in {"cpts", "sos"}:
            yield house.kind, house.finess, house.siret, *_where(house.name, house.address, house.phone)


def _zones(everybody: Population) -> Iterator[Row]:
    for house in everybody.houses:
        yield from ((house.finess, code) for code in house.zone)


def _points(everybody: Population) -> Iterator[Row]:
    for house in everybody.houses:
        for number, where in enumerate(house.points, start=1):
            yield house.siret, number, *_where(f"{house.name} – point {number}", where, house.phone)


def _members(everybody: Population, chance: random.Random) -> Iterator[Row]:
    covering = {code: house.finess for house in everybody.houses for code in house.zone}
    for person in everybody.people:
        finess = covering.get(person.places[0].address.commune.code)
        if finess and chance.random() < _MEMBERS:
            yield finess, person.national_id, f"2025-{chance.randint(1, 12):02}-01"


def _hours(kept: Sequence[tuple[Person, PlaceOfCare]]) -> Iterator[Row]:
    for person, place in kept[::3]:
        for day in range(1, 6):
            yield from ((*_owner(person, place), day, start, end) for start, end in _HOURS)


def _table(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
