"""What each event may hold, and nothing else: a closed schema for each name, checked before anything is written."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sas import keyed
from sas.actor import Role
from sas.rooms.usage.enums import CameFrom, EventName, EventOrigin, RedirectTo, UrlFormat

MODES = frozenset({"creneaux", "en-sus", "forfait"})
PLACES = frozenset({"adresse", "ville", "departement", "carte"})
"""Values of offer's enumerations, which stand above: tests compare them."""
LRM_PARAMETERS = frozenset({"origin", "inseecode", "city", "streetnumber", "streetname", "specialty", "practitioner"})
MOST_RESULTS = 100
"""Beyond, a count of results would tell no more than that there are many."""

_MARK = re.compile(r"[0-9a-f]{16}")
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_DEPARTEMENT = re.compile(r"[0-9]{2,3}|2[AB]")
# The label of a specialty or of a structure: no national number, no address of mail.
_WORDS = re.compile(r"(?!.*\d{5})[^@<>\n]{1,120}")
_ORIGIN = re.compile(r"[^@<>\s]{1,120}")

Value = str | int | bool | list[str] | list[int]
Check = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Event:
    """One event to record."""

    name: EventName
    origin: EventOrigin
    content: Mapping[str, Value]


def _one_of(values: Iterable[str]) -> Check:
    known = frozenset(map(str, values))
    return lambda told: isinstance(told, str) and told in known


def _like(pattern: re.Pattern[str], *, empty: bool = True) -> Check:
    return lambda told: isinstance(told, str) and (empty if not told else bool(pattern.fullmatch(told)))


def _count(most: int) -> Check:
    return lambda told: type(told) is int and 0 <= told <= most


def _some_of(values: Collection[str]) -> Check:
    return lambda told: isinstance(told, list) and len(set(told)) == len(told) and set(told) <= set(values)


def _are_ids(told: object) -> bool:
    return isinstance(told, list) and len(told) <= 200 and all(type(one) is int and one > 0 for one in told)


def _is_flag(told: object) -> bool:
    return isinstance(told, bool)


def _is_day(told: object) -> bool:
    try:
        return isinstance(told, str) and date.fromisoformat(told).isoformat() == told
    except ValueError:
        return False


_FORMAT = {"format": _one_of(UrlFormat)}
_STEP = {"search": _like(_MARK, empty=False)}
SCHEMAS: Mapping[EventName, Mapping[str, Check]] = {
    EventName.FRONT_SEARCH: {
        "regulatorSas": _are_ids,
        "searchType": _one_of({"homepage-search-button", "header-search-button"}),
    },
    EventName.LRM_REDIRECTION: {
        "redirectTo": _one_of(RedirectTo),
        "origin": _like(_ORIGIN),
        "parameters": _some_of(LRM_PARAMETERS),
        "commune": _like(_COMMUNE),
    },
    EventName.LRM_ADDRESS: {"result": _one_of({"success", "failed"})},
    EventName.LRM_PRACTITIONER: _FORMAT,
    EventName.LRM_SPECIALTY: _FORMAT,
    EventName.SEARCH: {
        **_STEP,
        "day": _is_day,
        "hour": _count(23),
        "role": _one_of(Role),
        "commune": _like(_COMMUNE),
        "departement": _like(_DEPARTEMENT, empty=False),
        "place": _one_of(PLACES),
        "activity": _like(_WORDS),
        "byName": _is_flag,
        "mode": _one_of(MODES),
        "results": _count(MOST_RESULTS),
        "slot": _is_flag,
        "from": _one_of(CameFrom),
    },
    EventName.CARD_OPENED: _STEP,
    EventName.ORIENTATION_MADE: _STEP,
}
"""By name: each field and what it may be. A field that is missing, unknown or otherwise is refused."""


def checked(event: Event) -> Event:
    """The event itself; raises ValueError, which names its fields and never what they hold, for any other schema."""
    schema = SCHEMAS[event.name]
    if strange := schema.keys() ^ event.content.keys():
        raise ValueError(f"{event.name.value}: {len(strange)} fields are missing or unknown")
    if wrong := [name for name, holds in schema.items() if not holds(event.content[name])]:
        raise ValueError(f"{event.name.value}: {', '.join(wrong)} cannot be so")
    return event


def known_commune(text: str) -> str:
    """The INSEE code that it is, "" for anything else."""
    return text if _COMMUNE.fullmatch(text) else ""


def mark_of(*, seed: int, mode: str) -> str:
    """What ties the steps of one search: a keyed digest of the seed that its addresses carry, and of its mode.

    The seed is drawn for each search, and says nothing of who searches nor where.
    """
    return keyed.digest(f"{seed} {mode}", use="usage.search")[:16]
