"""What the demonstration's people chose and published: settings and weekly slots, the same for the same seed."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from sas.rooms.availability.operations import AgendaDraft, SlotPattern
from sas.rooms.participation.enums import Via
from sas.rooms.participation.operations import ProfessionalSettingsDraft, StructureSettingsDraft
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule

_KINDS = (Modality.OFFICE, Modality.OFFICE, Modality.OFFICE, Modality.VIDEO, Modality.OFFICE | Modality.VIDEO, Modality.OFFICE | Modality.HOME)
_INFO = (
    "", "", "", "Secrétariat joignable de 8h à 12h.", "Cabinet au rez-de-chaussée, accès par la cour.",
    "Merci d'appeler avant d'adresser un enfant de moins de deux ans.",
)  # fmt: skip


def professional_settings(seed: int, professional_ids: Iterable[int]) -> Iterator[ProfessionalSettingsDraft]:
    """Seven in ten take part individually with their own agenda here; some only publish; the rest said nothing."""
    chance = random.Random(seed)
    for professional_id in professional_ids:
        draw = chance.random()
        if draw < 0.8:
            via = Via.INDIVIDUAL if draw < 0.7 else Via.NONE
            yield ProfessionalSettingsDraft(
                professional_id, via, has_software=False, hours_pledged=True, editor_slots_refused=True,
                reorientation_package=chance.random() < 0.2,
            )  # fmt: skip


def structure_settings(structure_ids: Iterable[int]) -> Iterator[StructureSettingsDraft]:
    """Every health centre and SOS association takes part."""
    for structure_id in structure_ids:
        yield StructureSettingsDraft(structure_id, participates=True, hours_pledged=True, practitioner_count=4)


def agendas(seed: int, places: Iterable[tuple[int, str]], today: date) -> Iterator[AgendaDraft]:
    """Five to eleven weekly slots for each place (id, time zone), a quarter of them plages."""
    chance = random.Random(seed)
    for place_id, zone in places:
        slots = tuple(_weekly(chance, zone, today) for _ in range(chance.randint(5, 11)))
        yield AgendaDraft(place_id, slots, chance.choice(_INFO))


def _weekly(chance: random.Random, zone: str, today: date) -> SlotPattern:
    first = today - timedelta(days=chance.randint(1, 7))
    quarter, is_range = chance.randrange(32, 72), chance.random() < 0.25
    start, end = (time(q // 4, q % 4 * 15) for q in (quarter, quarter + (8 if is_range else 1)))
    rule = SlotRule(first, None, True, start, end, zone, frozenset())
    return SlotPattern(rule, chance.randint(2, 6) if is_range else None, chance.choice(_KINDS))
