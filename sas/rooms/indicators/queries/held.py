"""What Avenant 9 counts of a professional."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.indicators.models import MonthFact

_COUNTED = ("month", "version", "at", "honoured", "presumed", "not_honoured", "cancelled", "declined", "evidence")


def held_on_professional(*, actor: Actor, professional_id: int) -> Iterator[Held]:
    """The closed months, every version."""
    yield held("avenant9", MonthFact.objects.filter(professional_id=professional_id), *_COUNTED)
