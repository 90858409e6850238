"""The caller's preferred doctor (médecin traitant): who he is, and his places on top of the results (F-163)."""

import re
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.offer.calls import NOT_IDENTIFIED, NOT_SUPPLIED, DoctorAsked
from sas.rooms.offer.queries.areas import Area
from sas.rooms.offer.queries.candidates import known_places, metres_shown
from sas.rooms.offer.queries.cards import Card, cards_of
from sas.rooms.offer.queries.viewer import labels_seen
from sas.timetable.ranking import rank

SHOWN = 20
_NUMBER = re.compile(r"[08][0-9A-Z]{6,11}")


@dataclass(frozen=True, slots=True)
class PreferredDoctor:
    """What a result page knows of the preferred doctor: nothing, a message's code, or his places.

    `token` is how the page address carries it. `places`, all of them, leave the ordinary list; `cards`, on the first
    page, come before it in the published order.
    """

    token: str = ""
    code: str = ""
    places: frozenset[int] = frozenset()
    cards: tuple[Card, ...] = ()


def identified_doctor(*, actor: Actor, asked: DoctorAsked) -> str:
    """The token of whom a call names: a national identifier, or the code of the message that says why not.

    Several people of that name, or nobody who has an open place: not identified.
    """
    if asked.code:
        return asked.code
    if asked.national_id:
        known = directory.places_of_number(actor=actor, number=asked.national_id)
        return asked.national_id if known else NOT_IDENTIFIED
    called = directory.professionals_called(actor=actor, words=asked.words, limit=2)
    return called[0] if len(called) == 1 else NOT_IDENTIFIED


def preferred_doctor(
    *, actor: Actor, token: str, area: Area, seed: int, with_cards: bool, now: datetime, with_package: bool = False
) -> PreferredDoctor:
    """What the token of a page address names; five statements at most, none without a token.

    `with_package`: the search is for the reorientation package, which then stands on the cards (F-201).
    """
    if token in {NOT_IDENTIFIED, NOT_SUPPLIED}:
        return PreferredDoctor(token, token)
    if not _NUMBER.fullmatch(token):
        return PreferredDoctor()
    places = directory.places_of_number(actor=actor, number=token)
    if not places:
        return PreferredDoctor(token, NOT_IDENTIFIED)
    metres = _metres(places, area, seed=seed, sees=labels_seen(actor), now=now) if with_cards else {}
    cards = cards_of(actor=actor, metres=metres, now=now, with_package=with_package) if metres else ()
    code = NOT_IDENTIFIED if with_cards and not cards else ""
    return PreferredDoctor(token, code, places, cards)


def _metres(places: frozenset[int], area: Area, *, seed: int, sees: int, now: datetime) -> dict[int, float | None]:
    """Those that are shown, in order, with their distances around an address."""
    found = [one.candidate for one in known_places(places, area=area, now=now, sees=sees, preferred=True)]
    return metres_shown(rank(found, order=area.order, seed=seed)[:SHOWN], area.order)
