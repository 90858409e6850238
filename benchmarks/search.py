"""How fast the search is, as SQL, in memory and as the whole page; run by `make bench`.

Prints one run: the ranking asked of SQL, then that of the memory of a process with all its counts, while 100 places a
second are taken or given back (one warm client, product order); suggestions; the whole page over HTTP (signed in,
HTML) beside a trivial page of the same server, closed loops of 1 and 32 clients, open loops of 20 and 50 a
second. Every search is drawn anew; nothing is cached between requests.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import changes
from sas.actor import Actor, Role
from sas.rooms.directory.loaders import gazetteer
from sas.rooms.offer import queries
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import SearchCriteria
from sas.rooms.offer.queries.cards import cards_of
from sas.rooms.offer.queries.memory import MEMORY, start
from sas.rooms.offer.queries.search import rank_zone
from sas.rooms.offer.queries.vocabulary import understand
from sas.rooms.offer.rules import metres_of

PER_PAGE = 10
SPECIALTIES = (
    "Médecin généraliste", "Infirmier", "Masseur-Kinésithérapeute", "Sage-Femme", "Chirurgien-Dentiste",
    "Cardiologie et maladies vasculaires", "Dermatologie et vénéréologie", "Ophtalmologie", "Pédiatrie", "Psychiatrie",
)  # fmt: skip
GENERALIST = SPECIALTIES[0]
VIEWERS = (
    Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP})),
    Actor(user_id=2, roles=frozenset({Role.EFFECTEUR})),
)


@dataclass(frozen=True)
class Drawn:
    """One search, as the page address says it."""

    text: str
    loc: str
    lieu: str
    mode: Mode
    seed: int

    @property
    def path(self) -> str:
        """The address of its result page."""
        asked = {"text": self.text, "loc": self.loc, "lieu": self.lieu, "mode": self.mode.value, "graine": self.seed}
        return f"/sas/recherche?{urlencode(asked)}"


@cache
def _towns() -> tuple[tuple[gazetteer.CommuneRow, ...], tuple[int, ...]]:
    kept = [c for c in gazetteer.communes() if c.lat is not None and c.departement < "97" and not c.is_arrondissement]
    return tuple(kept), tuple(accumulate(c.population for c in kept))


class Draws:
    """An endless supply of searches, the same for the same chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def address(self) -> Drawn:
        """Around a house of a town, any specialty, mode."""
        town = self._town()
        lat, lon = (town.lat or 0) + self._chance.gauss(0, 0.01), (town.lon or 0) + self._chance.gauss(0, 0.01)
        token = f"adresse:{town.code}:{lat:.5f}:{lon:.5f}"
        return self._drawn(self._chance.choice(SPECIALTIES), f"1 rue du Banc {town.name}", token)

    def town(self) -> Drawn:
        """A town, general practitioners."""
        town = self._town()
        return self._drawn(GENERALIST, town.name, f"ville:{town.code}")

    def departement(self, code: str = "") -> Drawn:
        """A département (drawn by population unless given), general practitioners."""
        chosen = code or self._town().departement
        return self._drawn(GENERALIST, chosen, f"departement:{chosen}")

    def any(self) -> Drawn:
        """What a day of regulation may look like: half addresses, a third towns, some départements."""
        kind = self._chance.choices((self.address, self.town, self.departement), weights=(50, 35, 15))[0]
        return kind()

    def _town(self) -> gazetteer.CommuneRow:
        towns, cumulated = _towns()
        return self._chance.choices(towns, cum_weights=cumulated)[0]

    def _drawn(self, text: str, loc: str, lieu: str) -> Drawn:
        mode = self._chance.choices((Mode.SLOTS, Mode.OVERBOOKING), weights=(80, 20))[0]
        return Drawn(text, loc, lieu, mode, self._chance.randrange(2**31))


def percentile(values: Iterable[float], share: float) -> float:
    """The value under which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def time_rankings(draw: Callable[[], Drawn], count: int, *, counted: bool) -> list[tuple[float, float, int]]:
    """Milliseconds of the ranking, of ranking and cards, and the places of the zone; one warm connection."""
    now = datetime.now(UTC)
    measured = []
    for index in range(count + 50):
        drawn = draw()
        area = queries.area_of_token(actor=VIEWERS[0], token=drawn.lieu, label=drawn.loc)
        assert area is not None, drawn
        criteria = SearchCriteria(drawn.text, area, drawn.mode, drawn.seed, 1, PER_PAGE)
        what = understand(text=drawn.text, now=now)
        started = time.perf_counter()
        ranked = rank_zone(actor=VIEWERS[0], what=what, criteria=criteria, now=now, counted=counted)
        between = time.perf_counter()
        shown = zip(ranked.places[:PER_PAGE].tolist(), ranked.chords[:PER_PAGE].tolist(), strict=True)
        cards_of(actor=VIEWERS[index % 2], metres={place: metres_of(chord) for place, chord in shown}, now=now)
        ended = time.perf_counter()
        if index >= 50:
            measured.append(((between - started) * 1000, (ended - started) * 1000, ranked.total))
    return measured


@contextmanager
def in_memory() -> Iterator[None]:
    """The memory of this process kept up meanwhile; prints how long it takes to fill, and its size."""
    started, listener = time.perf_counter(), start()
    while (snapshot := MEMORY.current(datetime.now(UTC))) is None:
        time.sleep(0.05)
    openings = len(snapshot.base.start)
    print(
        f"memory filled in {time.perf_counter() - started:.1f} s: {snapshot.nbytes / 1e6:.0f} MB of arrays,"
        f" {len(snapshot.base.place):,} rows, {openings:,} openings; the process: {_resident_mb():.0f} MB"
    )
    try:
        yield
    finally:
        listener.stop()
        print(f"memory at the end: the process: {_resident_mb():.0f} MB")


def _resident_mb() -> float:
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def print_statements(count: int = 1000) -> dict[str, float]:
    """The tables of SQL, of memory and of suggestions; returns the p50 of SQL's ranking by kind of search."""
    medians = _table("SQL, one warm client (ms)", count)
    with in_memory(), changes.under_way():
        _table("memory, ranking alone (ms)", count, counted=False)
        _table("memory, rank + counts (ms)", count)
        _print_suggestions(count)
    return medians


def _table(title: str, count: int, *, counted: bool = True) -> dict[str, float]:
    draws = Draws(random.Random(1))
    kinds: dict[str, Callable[[], Drawn]] = {
        "adresse, toutes spécialités": draws.address,
        "ville, généralistes": draws.town,
        "département, généralistes": draws.departement,
        "  Nord": lambda: draws.departement("59"),
        "  Paris": lambda: draws.departement("75"),
        "  Côte-d'Or": lambda: draws.departement("21"),
    }
    print(f"{title:34} {'rank p50':>9} {'p99':>7} {'all p50':>9} {'p99':>7} {'places p50':>11} {'max':>7}")
    medians = {}
    for name, draw in kinds.items():
        ranks, wholes, totals = (
            list(column) for column in zip(*time_rankings(draw, count, counted=counted), strict=True)
        )
        medians[name] = statistics.median(ranks)
        print(
            f"{name:34} {medians[name]:9.2f} {percentile(ranks, 0.99):7.2f} {statistics.median(wholes):9.2f}"
            f" {percentile(wholes, 0.99):7.2f} {statistics.median(totals):11.0f} {max(totals):7}"
        )
    return medians


def _print_suggestions(count: int) -> None:
    """Beginnings of labels and names, and of communes, with a letter wrong in one of three; national numbers."""
    chance, now = random.Random(3), datetime.now(UTC)
    named = [
        _typed(chance, chance.choice([*SPECIALTIES, f"Dr BANC {chance.randrange(100_000)}"])) for _ in range(count)
    ]
    towns = [_typed(chance, chance.choice(_towns()[0]).name) for _ in range(count)]
    numbers = [f"{chance.choice((9, ''))}{chance.randrange(10**10):010d}" for _ in range(count // 5)]
    queries.suggest_areas(actor=VIEWERS[0], text="rennes")  # a process reads the gazetteer once

    def what(typed: str) -> object:
        return queries.suggest_what(actor=VIEWERS[0], text=typed, now=now)

    def where(typed: str) -> object:
        return queries.suggest_areas(actor=VIEWERS[0], text=typed)

    for kind, suggest, texts in (("what", what, named), ("numbers", what, numbers), ("where", where, towns)):
        times = []
        for typed in texts:
            started = time.perf_counter()
            suggest(typed)
            times.append((time.perf_counter() - started) * 1000)
        title = f"suggestions, {kind} (ms)"
        print(f"{title:34} {statistics.median(times):9.2f} {percentile(times, 0.99):7.2f} {max(times):9.2f} at most")


def _typed(chance: random.Random, text: str) -> str:
    typed = text[: chance.randint(min(4, len(text)), len(text))]
    at = chance.randrange(1, max(2, len(typed)))
    return typed[:at] + "z" + typed[at + 1 :] if chance.random() < 0.33 else typed
