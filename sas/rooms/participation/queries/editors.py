"""Whose slots editors may be asked for: those who named them and did not refuse (sas-domain §2.5)."""

from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings


@dataclass(frozen=True, slots=True)
class Naming:
    """The editors that a professional named, by id; `by_cpts`: he takes part via a CPTS."""

    professional_id: int
    editors: tuple[int, ...]
    by_cpts: bool


def editors_named(*, actor: Actor, after: int = 0, limit: int = 5000) -> tuple[Naming, ...]:
    """By professional id above `after`, in order, for work done in batches; those who refuse are absent."""
    rows = ProfessionalSettings.objects.filter(
        professional_id__gt=after, editor_slots_refused=False, editors__len__gt=0
    ).exclude(via=Via.SOS)
    found = rows.order_by("professional_id").values_list("professional_id", "editors", "via")[:limit]
    return tuple(Naming(professional, tuple(editors), via == Via.CPTS) for professional, editors, via in found)
