"""An open page of results, followed: some of its cards as they are now, and what has come since (ADR 35)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import numpy as np

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import kept
from sas.rooms.offer.queries.cards import Card, cards_of
from sas.rooms.offer.queries.criteria import SearchCriteria
from sas.rooms.offer.queries.order import Ranked
from sas.rooms.offer.queries.search import metres_among, newcomers_of, rank_zone
from sas.rooms.offer.queries.viewer import labels_seen
from sas.rooms.offer.queries.vocabulary import understand
from sas.rooms.offer.rules import allowed_mode


@dataclass(frozen=True, slots=True)
class CardsNow:
    """The cards that were asked for, which of them no longer answer the search, how many entries answer since.

    `by_name`: the search was for a name, a number or a kind of structure, which are listed without slot too.
    """

    by_name: bool
    cards: tuple[Card, ...]
    lost: frozenset[int]
    newcomers: int


def cards_now(
    *, actor: Actor, criteria: SearchCriteria, wanted: Sequence[int], shown: Mapping[int, int], now: datetime
) -> CardsNow:
    """The cards of `wanted` as the page of this search would draw them now, in that order; no place twice.

    `shown`: all places of the page, each with the CPTS that it stands for, or 0. It says what is new, and what a card
    is, when no list was kept, the search having one page.
    """
    criteria = replace(criteria, mode=allowed_mode(actor, criteria.mode), sees=labels_seen(actor))
    what = understand(text=criteria.text, now=now)
    fresh = rank_zone(actor=actor, what=what, criteria=criteria, now=now, counted=False)
    before = kept.list_of(actor=actor, criteria=criteria, now=now)
    metres = metres_among(fresh, [one for one in wanted if one not in criteria.excluded], criteria=criteria)
    as_cpts = _as_cpts(before, metres) if before else _told(actor, criteria, {one: shown.get(one, 0) for one in metres})
    package = criteria.mode is Mode.PACKAGE
    cards = partial(cards_of, actor=actor, metres=metres, now=now, as_cpts=as_cpts, with_package=package)
    return CardsNow(
        by_name=what.by_name,
        cards=cards(explained=what.by_name) if metres else (),
        lost=_lost(fresh, metres, as_cpts),
        newcomers=_newcomers(fresh, before, criteria=criteria, shown=shown),
    )


def _as_cpts(listed: Ranked, places: Collection[int]) -> dict[int, int]:
    """Which of them stand for which CPTS."""
    at = np.flatnonzero(np.isin(listed.places, list(places)) & (listed.cpts > 0))
    return dict(zip(listed.places[at].tolist(), listed.cpts[at].tolist(), strict=True))


def _told(actor: Actor, criteria: SearchCriteria, shown: Mapping[int, int]) -> dict[int, int]:
    """The page says which place stands for a CPTS, whoever is now the first of its members."""
    covering = directory.covering_cpts(actor=actor, ids=set(shown.values()) - {0}, commune=criteria.area.commune)
    return {place: cpts for place, cpts in shown.items() if cpts in covering}


def _lost(fresh: Ranked, places: Collection[int], as_cpts: dict[int, int]) -> frozenset[int]:
    entities = {place: -as_cpts[place] if place in as_cpts else place for place in places}
    answering = set(fresh.entities[np.isin(fresh.entities, list(entities.values()))].tolist())
    return frozenset(place for place, entity in entities.items() if entity not in answering)


def _newcomers(fresh: Ranked, before: Ranked | None, *, criteria: SearchCriteria, shown: Mapping[int, int]) -> int:
    if before:
        return newcomers_of(fresh, before)
    # A list that was kept and is no more said what was new; nothing else does.
    seen = [-cpts if cpts else place for place, cpts in shown.items()]
    return 0 if criteria.kept else int(np.count_nonzero(~np.isin(fresh.entities, seen)))
