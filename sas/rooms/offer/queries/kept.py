"""The ranked list of a search, fixed for half an hour (ADR 30)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from sas import keyed
from sas.actor import Actor
from sas.rooms.directory.rules import search_key
from sas.rooms.offer.queries.criteria import SearchCriteria
from sas.rooms.offer.queries.order import Ranked
from sas.rooms.offer.rules import KEPT
from sas.statements import run

_OWN = """
select places, cpts from offer_keptsearch
where token = %(token)s and account_id = %(account_id)s and asked = any(%(asked)s) and kept_at > %(after)s
"""


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A list as it is written: nothing in it says where was searched."""

    token: UUID
    asked: str
    places: bytes
    cpts: bytes


def to_keep(*, token: UUID, ranked: Ranked, criteria: SearchCriteria) -> ToKeep:
    """The list of a search, under this token."""
    cpts = ranked.cpts.astype("<i8").tobytes() if ranked.cpts.any() else b""
    return ToKeep(token, _digests(criteria)[0], ranked.places.astype("<i8").tobytes(), cpts)


def list_of(*, actor: Actor, criteria: SearchCriteria, now: datetime) -> Ranked | None:
    """What this account keeps of this search, None when it is none of these, too old or forgotten."""
    token = _token(criteria.kept)
    if token is None or actor.user_id is None:
        return None
    own = {"token": token, "account_id": actor.user_id, "asked": _digests(criteria), "after": now - KEPT}
    for kept_places, kept_cpts in run(_OWN, own):
        places = np.frombuffer(kept_places, "<i8")
        cpts = np.frombuffer(kept_cpts, "<i8") if kept_cpts else np.zeros(len(places), "i8")
        return Ranked(places, cpts, np.full(len(places), np.nan), None)
    return None


def _token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _digests(criteria: SearchCriteria) -> list[str]:
    """Of all that makes the list, page aside, by key, newest first: nobody finds an address by trying."""
    filters = criteria.filters
    made_of = (
        search_key(criteria.text),
        (criteria.area.token, criteria.area.lat, criteria.area.lon, criteria.area.radius_km),
        (criteria.mode.value, criteria.choice.value, criteria.seed),
        (sorted(filters.types), sorted(filters.bands), int(filters.modalities), sorted(filters.conventions)),
        (filters.distance_km, filters.participates, sorted(criteria.excluded), sorted(criteria.places)),
    )
    return keyed.digests(repr(made_of), use="offer.kept")
