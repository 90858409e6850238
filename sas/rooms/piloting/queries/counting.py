"""What a day comes to, from the truth that the rooms below keep; for this room's own use.

Each function returns the numbers of facts by the key of the fact within its day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.availability.queries import ShownPlace
from sas.rooms.directory import queries as directory
from sas.rooms.editors import queries as editors
from sas.rooms.orientation import queries as orientation
from sas.rooms.participation import queries as participation
from sas.rooms.piloting import rules
from sas.rooms.piloting.enums import DELAYS, DISTANCES, KINDS, STATES, Source
from sas.rooms.piloting.rules.ledger import Measures

PLATFORM = Actor.SYSTEM
Found = dict[tuple[str, ...], Measures]
"""The numbers of each fact of a day, by area, and by source for availability."""

BATCH = 2000
_MINUTE = timedelta(minutes=1)


class InOrder(Protocol):
    """A query that returns ids above `after`, in order, so many at most."""

    def __call__(self, *, actor: Actor, after: int, limit: int) -> tuple[int, ...]:
        """The next ones; none when there are no more."""
        ...


def orientations_of(day: date) -> Found:
    """The orientations whose local day it is."""
    kinds, states, delays, distances = (defaultdict[str, Counter[str | int]](Counter) for _ in range(4))
    for one in orientation.counted_on(actor=PLATFORM, day=day):
        for area in rules.areas.of_place(one.departement, one.structure_id):
            kinds[area][one.kind] += one.count
            states[area][one.state] += one.count
            delays[area][one.delay] += one.count
            distances[area][one.distance] += one.count
    return {
        (area,): {
            "kinds": [kinds[area][one] for one in KINDS],
            "states": [states[area][one] for one in STATES],
            "delays": [delays[area][one] for one in DELAYS],
            "distances": [distances[area][one] for one in DISTANCES],
        }
        for area in kinds
    }


def agendas_of(day: date) -> Found:
    """What the agendas kept here showed on that local day, as settings stood when it ended in Paris."""
    minutes, places = Counter[str](), Counter[str]()
    for shown in shown_places(day, day):
        length = sum(_length(shown), timedelta()) // _MINUTE
        for area in rules.areas.of_place(shown.place.departement_code, shown.place.addressed_structure_id):
            minutes[area] += length
            places[area] += sum(one.slot.capacity for one in shown.occurrences)
    return {(area, Source.AGENDA.value): {"minutes": minutes[area], "places": places[area]} for area in places}


def editors_of(day: date, *, now: datetime) -> Found:
    """What editors tell at `now` of a local day to come: free slots that the search would show, one patient each."""
    minutes, places = Counter[str](), Counter[str]()
    for ids in batches(editors.fed_places):
        known = {key: one for key, one in directory.places(actor=PLATFORM, place_ids=ids).items() if not one.closed}
        flags = participation.flags_of_places(actor=PLATFORM, places=known.values())
        allowed = {key: flags[key].editors for key in known}
        owners = {key: one.professional_id for key, one in known.items()}
        for key, offer in editors.offers(actor=PLATFORM, allowed=allowed, professionals=owners, now=now).items():
            place, zone = known[key], ZoneInfo(known[key].time_zone)
            told = [slot for slot in offer.slots if slot.start.astimezone(zone).date() == day]
            for area in rules.areas.of_place(place.departement_code, place.addressed_structure_id) if told else ():
                minutes[area] += sum(slot.minutes for slot in told)
                places[area] += len(told)
    return {(area, Source.EDITOR.value): {"minutes": minutes[area], "places": places[area]} for area in places}


def shown_places(first: date, last: date) -> Iterator[ShownPlace]:
    """What agendas showed on these local days, as settings stood at the end of the last one, in Paris."""

    def of_days(*, actor: Actor, after: int, limit: int) -> tuple[int, ...]:
        return availability.slotted_places(actor=actor, first=first, last=last, after=after, limit=limit)

    for ids in batches(of_days):
        yield from availability.shown_between(
            actor=PLATFORM, place_ids=ids, first=first, last=last, at=rules.end_of(last)
        )


def _length(shown: ShownPlace) -> Iterator[timedelta]:
    return (stretch.duration for one in shown.occurrences for stretch in one.stretches)


def batches(query: InOrder) -> Iterator[tuple[int, ...]]:
    """All the ids that a query returns, batch by batch."""
    after = 0
    while ids := query(actor=PLATFORM, after=after, limit=BATCH):
        yield ids
        after = ids[-1]
