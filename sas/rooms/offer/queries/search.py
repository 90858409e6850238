"""The search: the whole zone ranked at once by the one published order, a page of it shown (F-146, F-147)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import uuid4

import numpy as np

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import kept
from sas.rooms.offer.queries.arrays import of_places, within
from sas.rooms.offer.queries.by_sql import rank_by_sql, standing_for
from sas.rooms.offer.queries.cards import Card, cards_of
from sas.rooms.offer.queries.criteria import SearchCriteria
from sas.rooms.offer.queries.kept import ToKeep
from sas.rooms.offer.queries.memory import MEMORY, Snapshot
from sas.rooms.offer.queries.order import CPTS, Counts, Ranked, ranked
from sas.rooms.offer.queries.viewer import labels_seen
from sas.rooms.offer.queries.vocabulary import What, types, understand
from sas.rooms.offer.queries.zones import Zone, asked
from sas.rooms.offer.rules import allowed_mode, disc, metres_of
from sas.statements import run
from sas.timetable.ranking import Order

_NAMED = "select place_id from offer_offercard where {words}"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of the ranked zone; `total` counts its entries, CPTS that stand for their members counted once.

    `as_cpts`: which places of the page stand for which CPTS. `counts`: what each value of each filter would leave, None
    when the database alone answered. `labels`: the words of the types. `lost`: places of the page that no longer
    answer; `newcomers`: entries that answer since the list was fixed. `token`: names the list in the page address;
    `to_keep`: the list, to be written once the page is read.
    """

    what: str
    by_name: bool
    total: int
    pages: int
    cards: tuple[Card, ...]
    as_cpts: Mapping[int, int]
    counts: Counts | None
    labels: Mapping[str, str]
    lost: frozenset[int]
    newcomers: int
    token: str
    to_keep: ToKeep | None


def search(*, actor: Actor, criteria: SearchCriteria, now: datetime) -> SearchResult:
    """Rank the zone and show one page of it, or of the list that an earlier page fixed (F-145 … F-151)."""
    criteria = replace(criteria, mode=allowed_mode(actor, criteria.mode), sees=labels_seen(actor))
    what = understand(text=criteria.text, now=now)
    fresh = rank_zone(actor=actor, what=what, criteria=criteria, now=now)
    before = kept.list_of(actor=actor, criteria=criteria, now=now)
    shown = before or fresh
    begin = (criteria.page - 1) * criteria.per_page
    page = slice(begin, begin + criteria.per_page)
    pages = -(-shown.total // criteria.per_page)
    metres, as_cpts = metres_among(fresh, shown.places[page].tolist(), criteria=criteria), _as_cpts(shown, page)
    new = uuid4() if before is None and pages > 1 and actor.user_id else None
    return SearchResult(
        what=what.label,
        by_name=what.by_name,
        total=shown.total,
        pages=pages,
        cards=_cards(actor, metres, as_cpts, mode=criteria.mode, explained=what.by_name, now=now),
        as_cpts=as_cpts,
        counts=fresh.counts,
        labels=types(now=now).labels,
        lost=_lost(before, fresh, page) if before else frozenset(),
        newcomers=newcomers_of(fresh, before) if before else 0,
        token=str(new or (criteria.kept if before else "")),
        to_keep=kept.to_keep(token=new, ranked=fresh, criteria=criteria) if new else None,
    )


def _cards(
    actor: Actor,
    metres: Mapping[int, float | None],
    as_cpts: Mapping[int, int],
    *,
    mode: Mode,
    explained: bool,
    now: datetime,
) -> tuple[Card, ...]:
    if not metres:
        return ()
    package = mode is Mode.PACKAGE
    return cards_of(actor=actor, metres=metres, now=now, as_cpts=as_cpts, with_package=package, explained=explained)


def metres_among(fresh: Ranked, places: Sequence[int], *, criteria: SearchCriteria) -> dict[int, float | None]:
    """Distances of these places around an address; of those that no longer answer, none is known."""
    if criteria.order is not Order.DISTANCE:
        return dict.fromkeys(places)
    at = np.flatnonzero(np.isin(fresh.places, places))
    metres = {int(fresh.places[one]): metres_of(float(fresh.chords[one])) for one in at}
    return {place_id: metres.get(place_id) for place_id in places}


def _as_cpts(shown: Ranked, page: slice) -> dict[int, int]:
    pairs = zip(shown.places[page].tolist(), shown.cpts[page].tolist(), strict=True)
    return {place_id: cpts for place_id, cpts in pairs if cpts}


def newcomers_of(fresh: Ranked, before: Ranked) -> int:
    """Entries that answer since the list was fixed."""
    return int(np.count_nonzero(~np.isin(fresh.entities, before.entities)))


def _lost(before: Ranked, fresh: Ranked, page: slice) -> frozenset[int]:
    gone = ~np.isin(before.entities[page], fresh.entities)
    return frozenset(before.places[page][gone].tolist())


def rank_zone(*, actor: Actor, what: What, criteria: SearchCriteria, now: datetime, counted: bool = True) -> Ranked:
    """The whole zone in order, from the memory of this process or, when it is not sure, from the database.

    `counted`: with what each value of each filter would leave, which only the memory tells.
    """
    named = named_places(actor=actor, what=what)
    known = types(now=now)
    snapshot = MEMORY.current(criteria.horizon(now))
    if snapshot:
        zone, covering = zone_of(snapshot, actor=actor, what=what, criteria=criteria, named=named, now=now)
        return ranked(zone, criteria=criteria, types=known, covering=covering, by_name=what.by_name, counted=counted)
    return _by_database(
        actor=actor, asked_for=what.activities or tuple(known.of), criteria=criteria, named=named, now=now
    )


def _by_database(
    *, actor: Actor, asked_for: Collection[int], criteria: SearchCriteria, named: Collection[int] | None, now: datetime
) -> Ranked:
    wanted, of = criteria.filters.types, types(now=now).of
    chosen = [one for one in asked_for if not wanted or of[one] in wanted]
    ask = partial(rank_by_sql, criteria, named=named, now=now)
    found = ask(activities=asked_for if CPTS in wanted else chosen)
    declared = set(np.unique(found.cpts).tolist()) - {0}
    covering = directory.covering_cpts(actor=actor, ids=declared, commune=criteria.area.commune)
    if CPTS in wanted:
        practising = ask(activities=chosen).places
        found = found.only(np.isin(found.places, practising) | np.isin(found.cpts, list(covering)))
    return standing_for(found, covering)


def zone_of(
    snapshot: Snapshot,
    *,
    actor: Actor,
    what: What,
    criteria: SearchCriteria,
    named: Collection[int] | None,
    now: datetime,
) -> tuple[Zone, frozenset[int]]:
    """The candidates in memory, and the CPTS of the commune among those in which they are declared."""
    area = criteria.area
    cover = disc(lat=area.lat, lon=area.lon, radius_km=area.radius_km)
    if named is None:
        rows_of = partial(within, activities=what.activities, disc=cover)
    else:
        rows_of = partial(of_places, places=named)
    zone = snapshot.zone(rows_of, disc=cover, wanted=asked(criteria, now, by_name=what.by_name))
    declared = set(np.unique(zone.cpts).tolist()) - {0}
    return zone, directory.covering_cpts(actor=actor, ids=declared, commune=area.commune)


def named_places(*, actor: Actor, what: What) -> Collection[int] | None:
    """Places of a national number, or whose name holds all the words; None when neither is asked for."""
    if not what.by_name:
        return None
    if what.number:
        return directory.places_of_number(actor=actor, number=what.number)
    words = " and ".join(f"title_key like %(word{index})s" for index in range(len(what.words)))
    values = {f"word{index}": f"%{word}%" for index, word in enumerate(what.words)}
    return [place_id for (place_id,) in run(_NAMED.format(words=words), values)] if what.words else ()
