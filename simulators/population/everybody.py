"""The whole population of the demonstration: the same for the same seed."""

import random
from dataclasses import dataclass

from simulators.population.houses import KINDS, House, house
from simulators.population.people import Person, Towns, moved_in, people


@dataclass(frozen=True, slots=True)
class Territory:
    """A SAS territory: its départements, its places of professionals, its structures of each kind in order of KINDS."""

    name: str
    departements: tuple[str, ...]
    places: int
    houses: tuple[int, int, int, int, int]


TERRITORIES = (
    Territory("SAS 35 Ille-et-Vilaine", ("35",), 2600, (20, 35, 16, 2, 12)),
    Territory("SAS 59 Nord", ("59",), 3200, (26, 34, 16, 3, 14)),
    Territory("SAS Paris et petite couronne", ("75", "92", "93", "94"), 3700, (40, 20, 18, 4, 20)),
    Territory("SAS La Réunion", ("974",), 1100, (10, 14, 8, 1, 6)),
)
# Of a hundred professionals, those whose first place is in an MSP or a health centre of their territory.
_IN_MSP, _IN_CDS = 0.08, 0.03


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody, territory by territory."""

    people: tuple[Person, ...]
    houses: tuple[House, ...]


def population(seed: int) -> Population:
    """Draw it."""
    chance = random.Random(seed)
    persons: list[Person] = []
    houses: list[House] = []
    for territory in TERRITORIES:
        towns = Towns(territory.departements)
        built = _built(chance, territory, towns=towns, first=len(houses) + 1)
        found = people(chance, towns=towns, places=territory.places, first=len(persons) + 1)
        persons.extend([_employed(chance, person, built) for person in found])
        houses.extend(built)
    return Population(tuple(persons), tuple(houses))


def _built(chance: random.Random, territory: Territory, *, towns: Towns, first: int) -> list[House]:
    kinds = [kind for kind, count in zip(KINDS, territory.houses, strict=True) for _ in range(count)]
    return [house(chance, kind, towns=towns, number=number) for number, kind in enumerate(kinds, start=first)]


def _employed(chance: random.Random, person: Person, built: list[House]) -> Person:
    """Some work in a structure: free in an MSP, salaried in a health centre."""
    draw = chance.random()
    kind = "msp" if draw < _IN_MSP else "cds" if draw < _IN_MSP + _IN_CDS else ""
    if not kind:
        return person
    where = chance.choice([one for one in built if one.kind == kind])
    return moved_in(person, where=where.as_place())
