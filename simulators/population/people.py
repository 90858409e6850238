"""Invented people and houses: names from lists of our own, real communes, streets that the address simulator knows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sas.rooms.directory.loaders.gazetteer import CommuneRow, communes
from simulators.ban.streets import streets

FAMILY_NAMES = """ABGRALL ANDRIEU AUBRY BARBIER BASTIDE BELLANGER BERTIN BLANCHARD BONNEFOY BOUVIER BRUNEAU CADIOU CARLIER
CHAUVIN CLOAREC COLLET CORDIER COUSIN DELATTRE DELMAS DESCHAMPS DUHAMEL DUVAL ETIENNE FABRE FERRAND FOUCHER GAUDIN GRONDIN
GUILLOU HAMON HERVE HOARAU JAOUEN JOURDAN KERBRAT LACROIX LAURET LEBLANC LECLERCQ LEFORT LEROUX MAILLARD MALLET MARCHAND
MASSON MERCIER MOREL NAVARRO NOEL OLLIVIER PAYET PELLETIER PERRIN PICARD POIRIER PREVOST QUENTIN RENAUD RIVIERE ROLLAND
ROUSSEAU SALAUN SAUVAGE TANGUY TESSIER THIERRY TURPIN VALLET VASSEUR VERDIER VIDAL WALLYN""".split()  # fmt: skip
GIVEN_NAMES = """Adèle Agnès Alexandre Alice Amandine Antoine Aurélie Baptiste Béatrice Bruno Camille Cécile Chloé Claire
Clément Damien Delphine Denis Élise Émilie Éric Estelle Étienne Fabien Florence François Gaëlle Guillaume Hélène Hugo Inès
Isabelle Jeanne Julien Karine Laurent Léa Lucie Manon Marc Marion Mathieu Maud Nadège Nicolas Nora Olivier Pauline Pierre
Quentin Rachel Rémi Romain Sabine Samuel Sarah Simon Solène Sophie Sylvain Thomas Valérie Vincent Yann Zoé""".split()
# Numbers that the numbering plan keeps for fiction, by region.
PHONE_ROOTS = {"75": "019900", "92": "019900", "93": "019900", "94": "019900", "59": "035301", "35": "026191", "974": "063998"}
GENERAL_PRACTICE = "SM54"
_PRACTICES = (
    (("10", GENERAL_PRACTICE), 50), (("60", ""), 14), (("70", ""), 12), (("50", ""), 4), (("40", ""), 6),
    (("10", "SM04"), 3), (("10", "SM15"), 3), (("10", "SM40"), 4), (("10", "SM42"), 3), (("10", "SM38"), 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """Where a place or a structure stands."""

    number: int
    street: str
    postal_code: str
    commune: CommuneRow
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Person:
    """A professional with one or two places, each with its own RPPS rang."""

    rpps: str
    family_name: str
    given_name: str
    profession: str
    specialty: str
    places: tuple[tuple[str, Address, str], ...]


def people(chance: random.Random, *, towns: Sequence[CommuneRow], places: int) -> Iterator[Person]:
    """Professionals until `places` places are reached, where people live; about one in twelve has two."""
    made, number = 0, 0
    weights = [town.population for town in towns]
    practices, shares = zip(*_PRACTICES, strict=True)
    while made < places:
        number += 1
        profession, specialty = chance.choices(practices, shares)[0]
        count = 2 if chance.random() < 1 / 12 and made < places - 1 else 1
        homes = chance.choices(towns, weights, k=count)
        rangs = tuple((f"R99{number:07d}{at}", address(chance, home), phone(chance, home)) for at, home in enumerate(homes))
        names = chance.choice(FAMILY_NAMES), chance.choice(GIVEN_NAMES)
        yield Person(f"99{number:09d}", *names, profession, specialty, rangs)
        made += count


def address(chance: random.Random, town: CommuneRow) -> Address:
    """A house of an invented street of the town."""
    street = chance.choice(streets(town))
    number = chance.randint(1, street.last_number)
    return Address(number, street.name, street.postcode, town, *street.point(number))


def phone(chance: random.Random, town: CommuneRow) -> str:
    """A number that rings nowhere."""
    return f"{PHONE_ROOTS.get(town.departement, '046571')}{chance.randrange(10_000):04d}"


def towns_of(departements: Sequence[str]) -> list[CommuneRow]:
    """Communes (arrondissements instead of Paris) with streets, in these départements; all of them when none is named."""
    split = {"75056", "69123", "13055"}
    return [
        town
        for town in communes()
        if town.lat is not None and town.code not in split and town.population and (not departements or town.departement in departements)
    ]
