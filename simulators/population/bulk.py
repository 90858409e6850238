"""Very large Annuaire Santé extracts, quickly, with a share of broken lines: for the import's benchmark.

Lines are put together from a few thousand drawn professionals and places; only identifiers are new on each.
"""

import random
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from simulators.population import rpps_file
from simulators.population.people import Towns, people

_POOL = 5_000
_PERSON = slice(3, 23)
_RANG = 23
_NUMBER, _NATIONAL_ID, _PROFESSION = 1, 2, 9
# Lines of one professional: most have one place or specialty, some have several.
_LINES_EACH = (1, 1, 1, 1, 2, 2, 3)
_BLOCK = 10_000

Breakage = Callable[[bytes], bytes]


def _with(line: bytes, at: int, value: bytes, also: int | None = None) -> bytes:
    fields = line.split(b"|")
    for position in {at, at if also is None else also}:
        fields[position] = value
    return b"|".join(fields)


# One of each in turn: what a cut download, a shifted column or another encoding leaves.
BREAKAGES: tuple[Breakage, ...] = (
    lambda line: line[: len(line) // 2],
    lambda line: line.replace(b"|", b"||", 1),
    lambda line: _with(line, _NATIONAL_ID, b"?", also=_NUMBER),
    lambda line: _with(line, _PROFESSION, b"X"),
    lambda line: line.replace(b"e", b"\xe9"),
    lambda _: b"",
)


def write(path: Path, *, lines: int, broken: float, seed: int = 1) -> int:
    """Write the file; returns how many of its lines are broken. `lines` counts the header, `broken` is a share."""
    chance, spoiled, block = random.Random(seed), 0, []
    with path.open("wb") as file:
        file.write(rpps_file.HEADER.encode() + b"\n")
        for line in islice(_lines(chance), lines - 1):
            is_spoiled = chance.random() < broken
            block.append(BREAKAGES[spoiled % len(BREAKAGES)](line) if is_spoiled else line)
            spoiled += is_spoiled
            if len(block) == _BLOCK:
                file.write(b"\n".join(block) + b"\n")
                block.clear()
        file.writelines(line + b"\n" for line in block)
    return spoiled


def _lines(chance: random.Random) -> Iterator[bytes]:
    persons, places = _pools(chance)
    number = 0
    while True:
        number += 1
        person = chance.choice(persons)
        for at in range(1, chance.choice(_LINES_EACH) + 1):
            head = f"8|98{number:09d}|898{number:09d}|"
            yield f"{head}{person}|R98{number:09d}{at:03d}|{chance.choice(places)}".encode()


def _pools(chance: random.Random) -> tuple[list[str], list[str]]:
    """What stands between the identifiers and the place's number, and what stands behind it."""
    drawn = people(chance, towns=Towns(), places=_POOL, first=1)
    fields = [line.split("|") for line in list(rpps_file.lines(drawn))[1:]]
    return ["|".join(one[_PERSON]) for one in fields], ["|".join(one[_RANG + 1 :]) for one in fields]
