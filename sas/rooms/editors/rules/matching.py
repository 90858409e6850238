"""Which place of the directory a site of an editor is (sas-domain §1.7): by its number, else by its address.

Every site gets one action, whatever the order in which sites and places come:

- UPDATE: it is a place of the same professional or association;
- CREATE: it is none of them, and its address says where it stands;
- DELETE: it is a place that the directory has closed, or its address says nothing.

Numbers decide first, in the order of the guide: FINESS, SIRET, RPPS and rank. Several places of one number are told
apart by their address. Without a number in common, an address is the same when the postal code is the same, the house
numbers do not differ, and at least six words out of ten of the street are: the most alike wins, then the oldest place.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sas.adapters.editors.values import Site
from sas.rooms.directory.queries import SitePlace
from sas.rooms.directory.rules import search_key
from sas.rooms.editors.enums import Action

IDNST = "urn:oid:1.2.250.1.71.4.2.2"
ALIKE = 0.6
"""Share of the words of two streets that must be the same."""
MOST_OWN_PLACES = 20
"""Places of one professional that editors alone know, closed ones too; further ones have no card."""

_ABBREVIATED = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "bvd": "boulevard",
    "pl": "place", "r": "rue", "rte": "route", "chem": "chemin", "che": "chemin", "ch": "chemin", "imp": "impasse",
    "all": "allee", "sq": "square", "qu": "quai", "crs": "cours", "fg": "faubourg", "fbg": "faubourg",
    "pass": "passage",
    "res": "residence", "lot": "lotissement", "gal": "general", "mal": "marechal", "dr": "docteur", "pdt": "president",
}  # fmt: skip
_SMALL = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "et", "sur", "cedex"])
_HOUSE = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Match:
    """What becomes of a site; `place_id` for UPDATE alone."""

    action: Action
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Address:
    postal_code: str
    house: str
    words: frozenset[str]


def match(site: Site, places: Collection[SitePlace]) -> Match:
    """`places`: all those of the professional or association that imports know, closed ones too."""
    ordered = sorted(places, key=lambda one: one.id)
    found = _by_number(site, ordered)
    place = _likest(site, found, least=0.0) if found else _likest(site, ordered, least=ALIKE)
    if place is not None:
        return Match(Action.DELETE) if place.closed else Match(Action.UPDATE, place.id)
    return Match(Action.CREATE if _says_where(site) else Action.DELETE)


def same_address(site: Site, places: Collection[SitePlace]) -> int | None:
    """Which of the places that editors alone know the site is: by its address, for they have no number."""
    place = _likest(site, sorted(places, key=lambda one: one.id), least=ALIKE)
    return place.id if place else None


def _by_number(site: Site, places: Sequence[SitePlace]) -> list[SitePlace]:
    """The places of the first number of the site that is one of theirs."""
    numbers = {value for system, value in site.identifiers if system == IDNST}
    for digit, column in (("1", "finess"), ("3", "siret"), ("4", "rpps_rang")):
        found = [one for one in places if getattr(one, column) and digit + getattr(one, column) in numbers]
        if found:
            return found
    return []


def _likest(site: Site, places: Sequence[SitePlace], *, least: float) -> SitePlace | None:
    """The open ones first: an address that moved to another row of the directory is followed there."""
    own = _address(site.line, site.postal_code)
    scores = [(not one.closed, _likeness(own, _address(one.address, one.postal_code)), -one.id) for one in places]
    enough = [(score, one) for score, one in zip(scores, places, strict=True) if score[1] >= least]
    return max(enough, key=lambda pair: pair[0])[1] if enough else None


def _likeness(one: _Address, other: _Address) -> float:
    """From 0 to 1."""
    differ = one.house and other.house and one.house != other.house
    if one.postal_code != other.postal_code or differ or not (one.words and other.words):
        return 0.0
    return len(one.words & other.words) / len(one.words | other.words)


def _address(line: str, postal_code: str) -> _Address:
    words = [_ABBREVIATED.get(word, word) for word in search_key(line).split()]
    house = next((word for word in words if _HOUSE.fullmatch(word)), "")
    told = frozenset(word for word in words if word not in _SMALL and not word.isdigit())
    return _Address(postal_code.strip(), house, told)


def _says_where(site: Site) -> bool:
    return bool(site.line.strip() and site.postal_code.strip() and site.city.strip())
