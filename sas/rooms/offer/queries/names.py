"""Places by a name or by a national number, for the first field."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.offer.queries.memory import MEMORY
from sas.statements import Row, run

NUMBERS = (9, 11, 12, 14)
"""Digits of an ADELI or FINESS number, of a RPPS number, of a national identifier, of a SIRET number."""

_HOLDING = "select title from offer_offercard where title_key like %(part)s limit %(enough)s"
# The first letters are right: the index then reads few names, however common the other groups of letters are.
_LIKE = """
select title from offer_offercard where title_key like %(begun)s and title_key %% %(key)s
order by similarity(title_key, %(key)s) desc, title limit %(enough)s
"""
_OF_PLACES = "select title from offer_offercard where place_id = any(%(places)s) order by title limit %(enough)s"
_ENOUGH = 30
"""Places read for a few different names: one doctor has several."""


def number_in(key: str) -> str:
    """The national number that the text is, however its digits are spaced; empty when it is none."""
    number = key.replace(" ", "")
    return number if number.isdigit() and len(number) in NUMBERS else ""


def named_like(*, actor: Actor, key: str, limit: int, nearly: bool, now: datetime) -> tuple[str, ...]:
    """Names that hold the text, else, when that is asked, those that are nearly it; whose a national number is.

    From the memory of the process, in a time that what is typed does not change; without it, the database answers.
    """
    if number := number_in(key):
        places = directory.places_of_number(actor=actor, number=number)
        return _first(run(_OF_PLACES, {"places": list(places), "enough": _ENOUGH}), limit)
    name = key.removeprefix("dr ")
    if snapshot := MEMORY.current(now):
        found = snapshot.titles.holding(key, limit=limit)
        return found or (snapshot.titles.like(name, limit=limit) if nearly else ())
    rows = run(_HOLDING, {"part": f"%{key}%", "enough": _ENOUGH})
    if nearly and not rows:
        rows = run(_LIKE, {"key": name, "begun": f"%{name[:3]}%", "enough": _ENOUGH})
    return _first(rows, limit)


def _first(rows: list[Row], limit: int) -> tuple[str, ...]:
    return tuple(sorted({str(title) for (title,) in rows}))[:limit]
