"""What the demonstration's people published: weekly slots, drawn from the seed."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from sas.rooms.availability.operations import AgendaDraft, SlotPattern
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule

_OFFICE, _VIDEO, _HOME = Modality.OFFICE, Modality.VIDEO, Modality.HOME
_MODALITIES = (_OFFICE, _OFFICE, _OFFICE, _OFFICE | _VIDEO, _OFFICE | _HOME, _VIDEO)
_ADDITIONAL_INFO = (
    "",
    "",
    "",
    "Secrétariat joignable de 8h à 12h.",
    "Cabinet au rez-de-chaussée, accès par la cour.",
    "Merci d'appeler avant d'adresser un enfant de moins de deux ans.",
)
_FEWEST, _MOST = 5, 11
_FIRST_QUARTER, _LAST_QUARTER = 8 * 4, 18 * 4
_PLAGES, _PLAGE_QUARTERS = 0.25, 8


def agendas(seed: int, places: Iterable[tuple[int, str]], *, today: date) -> Iterator[AgendaDraft]:
    """Five to eleven weekly slots for each place (id, IANA zone), begun in the week before; a quarter are plages."""
    chance = random.Random(seed)
    for place_id, zone in places:
        slots = tuple(_weekly(chance, zone, today) for _ in range(chance.randint(_FEWEST, _MOST)))
        yield AgendaDraft(place_id, slots, chance.choice(_ADDITIONAL_INFO))


def _weekly(chance: random.Random, zone: str, today: date) -> SlotPattern:
    first_day = today - timedelta(days=chance.randint(1, 7))
    is_plage = chance.random() < _PLAGES
    start = chance.randrange(_FIRST_QUARTER, _LAST_QUARTER)
    end = start + (_PLAGE_QUARTERS if is_plage else 1)
    rule = SlotRule(first_day, None, weekly=True, start=_clock(start), end=_clock(end), zone=zone)
    return SlotPattern(rule, chance.randint(2, 6) if is_plage else None, chance.choice(_MODALITIES))


def _clock(quarter: int) -> time:
    return time(quarter // 4, quarter % 4 * 15)
