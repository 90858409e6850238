"""What a day of orientations came to, for the figures of the room above: numbers, nobody's."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, DurationField, ExpressionWrapper, F, Value, When
from django.db.models.functions import Coalesce

from sas.actor import Actor
from sas.rooms.offer.enums import DistanceBand
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import DELAY_BOUNDS, DelayBand, OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation
from sas.rooms.orientation.queries.counting import structure_unless_professional


@dataclass(frozen=True, slots=True)
class DayCount:
    """So many orientations alike; `departement` empty: that of the place is not known.

    `structure_id`: to which they were sent; None: to professionals.
    """

    departement: str
    structure_id: int | None
    kind: OrientationKind
    state: OrientationState
    delay: DelayBand
    distance: DistanceBand
    count: int


_ALIKE = ("departement", "house", "kind", "state", "delay", "distance_band")


def counted_on(*, actor: Actor, day: date) -> tuple[DayCount, ...]:
    """All the orientations of a local day, in one question; the delay runs from when they were recorded to their start.

    Raises Refused to anybody but the platform.
    """
    if refusal := rules.may_count(actor):
        raise refusal
    waited = ExpressionWrapper(F("start") - F("created_at"), output_field=DurationField())
    rows = Orientation.objects.filter(day=day).annotate(
        departement=Coalesce(F("place__departement_id"), Value("")),
        house=structure_unless_professional(),
        waited=waited,
        delay=_delay(),
    )
    return tuple(_counted(row) for row in rows.values(*_ALIKE).annotate(number=Count("id")).order_by(*_ALIKE))


def _delay() -> Case:
    under = (When(waited__lt=bound, then=Value(band.value)) for band, bound in DELAY_BOUNDS.items())
    return Case(*under, default=Value(DelayBand.MORE.value), output_field=CharField())


def _counted(row: dict[str, Any]) -> DayCount:
    return DayCount(
        row["departement"],
        row["house"],
        OrientationKind(row["kind"]),
        OrientationState(row["state"]),
        DelayBand(row["delay"]),
        DistanceBand(row["distance_band"]),
        row["number"],
    )
