"""The truth table of the settings form, written from sas-domain §2.5 and from nothing of the product."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import product
from typing import Any


@dataclass(frozen=True)
class Combination:
    """What is answered; places: an own one, one in a health centre, somebody else's; editors: one of the list."""

    mode: str
    software: str
    refused: str
    pledged: str
    structure: str
    place: str
    editors: str


ANSWERS = {
    "mode": ("out", "unsaid", "individual", "cpts", "msp", "sos"),
    "software": ("unsaid", "no", "yes"),
    "refused": ("no", "yes"),
    "pledged": ("no", "yes"),
    "structure": ("none", "right", "wrong", "closed"),
    "place": ("none", "own", "centre", "foreign"),
    "editors": ("none", "one", "unknown"),
}

# Each line that matches says one more thing that is wrong; no line, nothing is.
_FAULTS = """
mode                 software  refused  pledged  structure          place                editors       wrong
unsaid               *         *        *        *                  *                    *             via
cpts,msp,sos         *         *        *        none,wrong,closed  *                    *             structure
cpts                 *         *        *        *                  none,centre,foreign  *             cpts_places
individual,cpts,msp  unsaid    *        *        *                  *                    *             has_software
individual,cpts,msp  no        *        no       *                  *                    *             pledge
individual,cpts,msp  yes       yes      no       *                  *                    *             pledge_refusing
individual,cpts,msp  yes       no       *        *                  *                    none,unknown  editors
"""

# What is kept of what is right: the first line that matches. "=" keeps the answer.
_KEPT = """
mode        software  refused  via  structure  places  has_software  editors  hours_pledged  editor_slots_refused
out         *         *        0    no         no      -             no       no             =
sos         *         *        4    yes        no      -             no       no             yes
individual  no        *        1    no         no      no            no       yes            yes
individual  yes       yes      1    no         no      yes           no       yes            yes
individual  yes       no       1    no         no      yes           yes      no             no
cpts        no        *        2    yes        yes     no            no       yes            yes
cpts        yes       yes      2    yes        yes     yes           no       yes            yes
cpts        yes       no       2    yes        yes     yes           yes      no             no
msp         no        *        3    yes        no      no            no       yes            yes
msp         yes       yes      3    yes        no      yes           no       yes            yes
msp         yes       no       3    yes        no      yes           yes      no             no
"""


def combinations(**narrowed: tuple[str, ...]) -> Iterator[Combination]:
    """Every one, of all answers or of those given."""
    return (Combination(*answers) for answers in product(*(ANSWERS | narrowed).values()))


def _lines(table: str) -> Iterator[dict[str, str]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    return (dict(zip(head, row, strict=True)) for row in rows)


def _matches(asked: Combination, line: dict[str, str]) -> bool:
    answers = {field.name: getattr(asked, field.name) for field in fields(asked)}
    return all(line[name] == "*" or answers[name] in line[name].split(",") for name in answers if name in line)


def faults(asked: Combination) -> set[str]:
    """The questions whose answer is wrong."""
    return {line["wrong"] for line in _lines(_FAULTS) if _matches(asked, line)}


def kept(asked: Combination) -> dict[str, Any]:
    """What a right combination leaves: booleans, None where nothing is said, whether a list holds something."""
    told = {"yes": True, "no": False, "-": None}
    names = ("has_software", "structure", "places", "editors", "hours_pledged", "editor_slots_refused")
    for line in _lines(_KEPT):
        if _matches(asked, {"mode": line["mode"], "software": line["software"], "refused": line["refused"]}):
            found = {name: asked.refused == "yes" if line[name] == "=" else told[line[name]] for name in names}
            return found | {"via": int(line["via"])}
    raise AssertionError(f"no line for {asked}")


def pairwise(everything: Sequence[Combination]) -> list[Combination]:
    """Few of these, that hold every pair of answers at least once: greedily, the most useful next."""
    left = {pair for one in everything for pair in _pairs(one)}
    chosen: list[Combination] = []
    while left:
        best = max(everything, key=lambda one: len(_pairs(one) & left))
        chosen.append(best)
        left -= _pairs(best)
    return chosen


def _pairs(one: Combination) -> set[tuple[tuple[int, str], tuple[int, str]]]:
    answers = list(enumerate(astuple(one)))
    return {(a, b) for at, a in enumerate(answers) for b in answers[at + 1 :]}
