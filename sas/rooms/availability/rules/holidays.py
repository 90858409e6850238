"""The public holidays of a place: national, of Alsace-Moselle, or of an overseas collectivity."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

NATIONAL = "FR"
_YEARS = range(2020, 2061)
_OWN = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


def calendar_of(departement_code: str) -> str:
    """The calendar of a département or overseas collectivity; the national one for all that have none of their own."""
    return _OWN.get(departement_code, NATIONAL)


@lru_cache
def days_off(calendar: str) -> frozenset[date]:
    """Its public holidays through 2060, none for the empty calendar: one set, shared by all the slots it suspends."""
    if not calendar:
        return frozenset()
    subdivision = None if calendar == NATIONAL else calendar
    return frozenset(country_holidays("FR", subdiv=subdivision, years=_YEARS))
