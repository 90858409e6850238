"""Invented people: names from lists of our own, at addresses that the address simulator knows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from sas.rooms.directory.loaders.gazetteer import CommuneRow, communes
from simulators.ban.streets import streets
from simulators.population.names import FAMILY_NAMES, GIVEN_NAMES

# Numbers that the numbering plan keeps for fiction, by region; 06 39 98 elsewhere.
_PHONES = {"75": "019900", "92": "019900", "93": "019900", "94": "019900", "59": "035301", "35": "026191"}
_OTHER_PHONES = "063998"

# Profession (TRE_G15), its label, ordinal specialty, its label, how many of a hundred.
PRACTICES = (
    ("10", "Médecin", "SM54", "Médecine générale (SM)", 50),
    ("10", "Médecin", "SM53", "Spécialiste en Médecine générale (SM)", 4),
    ("10", "Médecin", "SM04", "Cardiologie et Maladies vasculaires (SM)", 3),
    ("10", "Médecin", "SM15", "Dermatologie et Vénéréologie (SM)", 2),
    ("10", "Médecin", "SM40", "Pédiatrie (SM)", 4),
    ("10", "Médecin", "SM42", "Psychiatrie (SM)", 2),
    ("10", "Médecin", "SM38", "Ophtalmologie (SM)", 1),
    ("40", "Chirurgien-Dentiste", "", "", 6),
    ("50", "Sage-Femme", "", "", 4),
    ("60", "Infirmier", "", "", 13),
    ("70", "Masseur-Kinésithérapeute", "", "", 11),
)
_TWO_PLACES = 1 / 12


@dataclass(frozen=True, slots=True)
class Address:
    """A house of an invented street; degrees."""

    number: int
    street: str
    postal_code: str
    commune: CommuneRow
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class PlaceOfCare:
    """Where somebody works, as a liberal (L), salaried (S) or volunteer (B); structures have `finess`, `site_name`."""

    rang: str
    address: Address
    phone: str
    finess: str = ""
    site_name: str = ""
    mode: str = "L"


@dataclass(frozen=True, slots=True)
class Practice:
    """What somebody does; `specialty` is empty for most professions."""

    profession: str
    profession_label: str
    specialty: str
    specialty_label: str


@dataclass(frozen=True, slots=True)
class Person:
    """A professional. RPPS numbers start with 99: none is given so high."""

    rpps: str
    family_name: str
    given_name: str
    practice: Practice
    places: tuple[PlaceOfCare, ...]

    @property
    def national_id(self) -> str:
        """With the type digit."""
        return f"8{self.rpps}"


class Towns:
    """The communes of some départements (arrondissements instead of Paris), drawn by population."""

    def __init__(self, departements: Sequence[str] = ()) -> None:
        """All départements when none is named."""
        divided = {row.parent_code for row in communes() if row.is_arrondissement}
        self.rows = [
            row
            for row in communes()
            if row.lat is not None and row.population and row.code not in divided
            if not departements or row.departement in departements
        ]
        self._cumulated = list(accumulate(row.population for row in self.rows))

    def draw(self, chance: random.Random) -> CommuneRow:
        """Where somebody lives."""
        return chance.choices(self.rows, cum_weights=self._cumulated)[0]


def people(chance: random.Random, *, towns: Towns, places: int, first: int) -> Iterator[Person]:
    """Professionals numbered from `first`, until `places` places are reached; one in twelve has two."""
    made, number = 0, first
    shares = [share for *_, share in PRACTICES]
    while made < places:
        count = 2 if chance.random() < _TWO_PLACES and made < places - 1 else 1
        *practice, _ = chance.choices(PRACTICES, shares)[0]
        names = chance.choice(FAMILY_NAMES), chance.choice(GIVEN_NAMES)
        places_of = tuple(
            _place(chance, towns.draw(chance), rang=f"R99{number:09d}{at:03d}", mode=_mode(number, at))
            for at in range(1, count + 1)
        )
        yield Person(f"99{number:09d}", *names, Practice(*map(str, practice)), places_of)
        made, number = made + count, number + 1


def _place(chance: random.Random, town: CommuneRow, *, rang: str, mode: str) -> PlaceOfCare:
    return PlaceOfCare(rang, address(chance, town), phone(chance, town), mode=mode)


def _mode(number: int, at: int) -> str:
    """Liberal for most; some are salaried everywhere, others salaried or volunteers at their second place."""
    if number % 29 == 0 or (at > 1 and number % 5 == 0):
        return "S"
    return "B" if at > 1 and number % 7 == 0 else "L"


def moved_in(person: Person, *, where: PlaceOfCare) -> Person:
    """The same person, whose first place is now that one."""
    own = replace(where, rang=person.places[0].rang)
    return replace(person, places=(own, *person.places[1:]))


def address(chance: random.Random, town: CommuneRow) -> Address:
    """A house of an invented street of the town."""
    street = chance.choice(streets(town))
    number = chance.randint(1, street.last_number)
    return Address(number, street.name, street.postcode, town, *street.point(number))


def phone(chance: random.Random, town: CommuneRow) -> str:
    """A number that rings nowhere."""
    return f"{_PHONES.get(town.departement, _OTHER_PHONES)}{chance.randrange(10_000):04d}"
