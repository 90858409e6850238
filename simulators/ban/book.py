"""Finding addresses in the invented streets, with the tolerance of the real service."""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sas.rooms.directory.loaders.gazetteer import CommuneRow
from sas.rooms.directory.rules import search_key
from simulators.ban.streets import METRES_PER_DEGREE, SEED, Street, streets

_POSTCODE = re.compile(r"[0-9]{5}")
_NUMBER = re.compile(r"[0-9]{1,4}")
_REPETITIONS = frozenset({"b", "bis", "t", "ter", "q", "quater"})
_ALIKE = 0.45
_ALIKE_CITY = 0.6
_LONGEST_NAME = 7
_CELL_DEGREES = 0.2
_FAR_METRES = 20_000.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer: a house (street and number), a street, or a commune alone."""

    commune: CommuneRow
    street: Street | None
    number: int | None
    score: float
    lat: float
    lon: float
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, cut into its parts."""

    words: tuple[str, ...]
    number: int | None
    postcode: str


Reading = tuple[tuple[str, ...], CommuneRow, float]
"""Words of the street, the commune, and how alike the commune's name is."""


def understand(text: str) -> Question:
    """Take the house number and the postal code out of a free text."""
    words, number, postcode = search_key(text).split(), None, ""
    kept: list[str] = []
    for position, word in enumerate(words):
        if _POSTCODE.fullmatch(word):
            postcode = word
        elif position == 0 and _NUMBER.fullmatch(word) and len(words) > 1:
            number = int(word)
        elif not (position == 1 and number is not None and word in _REPETITIONS):
            kept.append(word)
    return Question(tuple(kept), number, postcode)


@lru_cache(maxsize=8192)
def trigrams(key: str) -> Counter[str]:
    """Groups of three characters, word edges included."""
    padded = f"  {key} "
    return Counter(padded[i : i + 3] for i in range(len(padded) - 2))


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """1 for the same key, 0 for nothing in common."""
    a, b = trigrams(one), trigrams(other)
    shared = sum((a & b).values())
    return 2 * shared / (a.total() + b.total())


class AddressBook:
    """All communes with their invented streets. What it remembers never changes an answer, so threads share it."""

    def __init__(self, communes: Iterable[CommuneRow], seed: int = SEED) -> None:
        """Index the communes that have coordinates."""
        self.seed = seed
        self._communes = sorted((c for c in communes if c.lat is not None), key=lambda c: -c.population)
        self._named = [(_city_key(commune), commune) for commune in self._communes]
        self._by_code = {commune.code: commune for commune in self._communes}
        self._by_name: dict[str, list[CommuneRow]] = defaultdict(list)
        self._by_postcode: dict[str, list[CommuneRow]] = defaultdict(list)
        self._by_trigram: dict[str, list[int]] = defaultdict(list)
        self._cells: dict[tuple[int, int], list[CommuneRow]] = defaultdict(list)
        self._divided: dict[str, list[CommuneRow]] = defaultdict(list)
        self._names: dict[str, dict[str, Street]] = {}
        for position, (key, commune) in enumerate(self._named):
            self._index(position, key, commune)
        self._sorted_names = sorted(self._by_name)

    def _index(self, position: int, key: str, commune: CommuneRow) -> None:
        if commune.is_arrondissement:
            self._divided[commune.parent_code].append(commune)
        self._by_name[key].append(commune)
        for postcode in commune.postal_codes:
            self._by_postcode[postcode].append(commune)
        for gram in trigrams(key):
            self._by_trigram[gram].append(position)
        self._cells[self._cell(commune.lat or 0, commune.lon or 0)].append(commune)

    @staticmethod
    def _cell(lat: float, lon: float) -> tuple[int, int]:
        return math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES)

    def streets(self, commune: CommuneRow) -> Iterator[Street]:
        """The streets of a commune, those of its arrondissements when it is divided."""
        for part in self._divided.get(commune.code, [commune]):
            yield from streets(part, self.seed)

    def _street_names(self, commune: CommuneRow) -> dict[str, Street]:
        if commune.code not in self._names:
            self._names[commune.code] = {search_key(street.name): street for street in self.streets(commune)}
        return self._names[commune.code]

    def near(self, lat: float, lon: float) -> list[CommuneRow]:
        """Communes around a point, nearest first."""
        row, column = self._cell(lat, lon)
        around = [c for i in (-1, 0, 1) for j in (-1, 0, 1) for c in self._cells.get((row + i, column + j), ())]
        return sorted(around, key=lambda c: metres(lat, lon, c.lat or 0, c.lon or 0))

    def search(
        self,
        text: str,
        *,
        limit: int = 5,
        autocomplete: bool = True,
        near: tuple[float, float] | None = None,
        citycode: str = "",
        postcode: str = "",
        kind: str = "",
    ) -> list[Hit]:
        """Best answers first; `near` breaks ties and stands in for a commune that is not named."""
        asked = understand(text)
        found: dict[tuple[object, ...], Hit] = {}
        for reading in self._readings(asked, citycode=citycode, postcode=postcode, near=near, begun=autocomplete):
            for hit in self._hits(reading, asked.number, begun=autocomplete):
                key = (hit.commune.code, hit.street and hit.street.name, hit.street and hit.street.commune.code)
                if _is_kind(hit, kind) and (key not in found or found[key].score < hit.score):
                    found[key] = hit
        return sorted(found.values(), key=lambda hit: (-hit.score, _away(hit, near), -hit.commune.population))[:limit]

    def _readings(
        self, asked: Question, *, citycode: str, postcode: str, near: tuple[float, float] | None, begun: bool
    ) -> Iterator[Reading]:
        """Ways to understand the words; `begun`: the last one may be the beginning of a name."""
        if citycode:
            known = self._by_code.get(citycode)
            yield from ((self._without_city(asked.words, c), c, 1.0) for c in ([known] if known else []))
            return
        in_postcode = self._by_postcode.get(postcode or asked.postcode, [])
        if postcode or asked.postcode:
            yield from ((self._without_city(asked.words, c), c, 1.0) for c in in_postcode)
            return
        told = False
        for size in range(min(_LONGEST_NAME, len(asked.words)), 0, -1):
            name, rest = " ".join(asked.words[-size:]), asked.words[:-size]
            for commune, weight in self._named_like(name, begun=begun):
                told = told or weight > 0.9
                yield rest, commune, weight
        if not told:
            around = self.near(*near)[:15] if near else self._communes[:30]
            yield from ((asked.words, commune, 0.8) for commune in around)

    def _without_city(self, words: tuple[str, ...], commune: CommuneRow) -> tuple[str, ...]:
        city = tuple(_city_key(commune).split())
        if words[-len(city) :] == city:
            return words[: -len(city)]
        return words

    def _named_like(self, name: str, *, begun: bool) -> list[tuple[CommuneRow, float]]:
        if same := self._by_name.get(name):
            return [(commune, 1.0) for commune in same[:10]]
        starting: list[tuple[CommuneRow, float]] = []
        if begun and len(name) >= 2:
            start = bisect_left(self._sorted_names, name)
            names = self._sorted_names[start : bisect_left(self._sorted_names, name + "\x7f")]
            largest = sorted((self._by_name[key][0] for key in names), key=lambda c: -c.population)[:5]
            starting = [(commune, 0.85) for commune in largest]
        return starting or self._alike(name)

    def _alike(self, name: str) -> list[tuple[CommuneRow, float]]:
        if len(name) < 4:
            return []
        shared: Counter[int] = Counter()
        for gram in trigrams(name):
            shared.update(self._by_trigram.get(gram, ()))
        close = [self._named[position] for position, _ in shared.most_common(40)]
        best = [(commune, likeness(name, key)) for key, commune in close]
        return sorted((pair for pair in best if pair[1] >= _ALIKE_CITY), key=lambda pair: -pair[1])[:5]

    def _hits(self, reading: Reading, number: int | None, *, begun: bool) -> Iterator[Hit]:
        words, commune, weight = reading
        if not words:
            size = min(1.0, math.log10(commune.population + 1) / 7)
            yield Hit(commune, None, None, round(weight * (0.85 + 0.12 * size), 4), commune.lat or 0, commune.lon or 0)
            return
        name = " ".join(words)
        for street in self.streets(commune):
            alike = _street_likeness(name, search_key(street.name), begun=begun)
            if alike >= _ALIKE:
                yield _house(street, number, round(0.97 * alike * weight, 4))

    def locate(self, text: str, *, postcode: str, citycode: str) -> Hit | None:
        """The best answer to one line of a bulk request; exact names are found without comparing all streets."""
        commune, asked = self._by_code.get(citycode), understand(text)
        if commune is not None and asked.words:
            street = self._street_names(commune).get(" ".join(asked.words))
            if street is not None and postcode in ("", street.postcode):
                return _house(street, asked.number, 0.97)
        found = self.search(text, limit=1, autocomplete=False, citycode=citycode, postcode="" if citycode else postcode)
        return found[0] if found else None

    def reverse(self, lat: float, lon: float) -> Hit | None:
        """The nearest house of the nearest communes, None out at sea."""
        best: Hit | None = None
        for commune in self.near(lat, lon)[:4]:
            for street in self.streets(commune):
                hit = _nearest_house(street, lat, lon)
                if best is None or (hit.distance or 0) < (best.distance or 0):
                    best = hit
        return best if best and (best.distance or 0) <= _FAR_METRES else None


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance of two points close to each other."""
    east = (other_lon - lon) * math.cos(math.radians(lat))
    return METRES_PER_DEGREE * math.hypot(other_lat - lat, east)


def _city_key(commune: CommuneRow) -> str:
    return search_key(commune.name)


def _street_likeness(asked: str, name: str, *, begun: bool) -> float:
    if begun and len(asked) >= 5 and name.startswith(asked):
        return 0.95
    return likeness(asked, name)


def _house(street: Street, number: int | None, score: float) -> Hit:
    if number is None or not 1 <= number <= street.last_number:
        return Hit(street.commune, street, None, score * (0.9 if number else 1), street.lat, street.lon)
    return Hit(street.commune, street, number, score, *street.point(number))


def _nearest_house(street: Street, lat: float, lon: float) -> Hit:
    number = min(street.numbers_near(lat, lon), key=lambda candidate: metres(lat, lon, *street.point(candidate)))
    point = street.point(number)
    away = metres(lat, lon, *point)
    return Hit(street.commune, street, number, max(0.0, round(1 - away / 10_000, 4)), *point, distance=round(away, 1))


def _is_kind(hit: Hit, kind: str) -> bool:
    actual = "municipality" if hit.street is None else "street" if hit.number is None else "housenumber"
    return kind in ("", actual)


def _away(hit: Hit, near: tuple[float, float] | None) -> float:
    return metres(hit.lat, hit.lon, *near) if near else 0.0
