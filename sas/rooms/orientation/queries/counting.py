"""Orientations by whom they were sent to, for the figures of the room above: the platform reads them for everybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from sas.actor import Actor
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent, OrientationMember
from sas.timetable.modality import Modality


@dataclass(frozen=True, slots=True)
class Addressed:
    """An orientation, reduced to what is counted. Instants in UTC; `day` is the local day at the place.

    `structure_id` when it was sent to a structure: `professional_id` is then the member named, None while nobody is.
    """

    id: int
    professional_id: int | None
    structure_id: int | None
    place_id: int
    kind: OrientationKind
    state: OrientationState
    modalities: Modality
    day: date
    start: datetime
    end: datetime
    time_zone: str


_FIELDS = ("id", "to", "house", "place_id", "kind", "state", "modalities", "day", "start", "end", "time_zone")
"""In the order of the fields of Addressed."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Orientations, by id, and to whom they were sent: professionals (members named included) and structures."""

    orientation_ids: frozenset[int]
    professional_ids: frozenset[int]
    structure_ids: frozenset[int]


def addressed(
    *,
    actor: Actor,
    first_day: date,
    last_day: date,
    professional_ids: Collection[int] = (),
    structure_ids: Collection[int] = (),
) -> tuple[Addressed, ...]:
    """Those of these local days sent to these professionals (or for which they are named) and structures, by start.

    One question. Raises Refused to anybody but the platform.
    """
    if refusal := rules.may_count(actor):
        raise refusal
    to = Q(place__professional_id__in=list(professional_ids)) | Q(member__professional_id__in=list(professional_ids))
    to |= Q(place__structure_id__in=list(structure_ids), place__professional_id__isnull=True)
    rows = _with_recipient(Orientation.objects.filter(to, day__range=(first_day, last_day))).order_by("start", "id")
    return tuple(_fact(*row) for row in rows.values_list(*_FIELDS))


def recipients(*, actor: Actor, first_day: date, last_day: date) -> Recipients:
    """To whom orientations of these local days were sent. Raises Refused to anybody but the platform."""
    if refusal := rules.may_count(actor):
        raise refusal
    return _recipients(Orientation.objects.filter(day__range=(first_day, last_day)))


def touched(*, actor: Actor, first_day: date, last_day: date, since: datetime) -> Recipients:
    """Of those, the ones of whom something was said from `since` on: a mark, its correction, the name of a member.

    A member who is no longer named is not found, but the orientation is. Raises Refused as `recipients`.
    """
    if refusal := rules.may_count(actor):
        raise refusal
    said = OrientationEvent.objects.filter(at__gte=since).values("orientation_id")
    named = OrientationMember.objects.filter(at__gte=since).values("orientation_id")
    rows = Orientation.objects.filter(Q(id__in=said) | Q(id__in=named), day__range=(first_day, last_day))
    return _recipients(rows)


def first_day(*, actor: Actor) -> date | None:
    """The local day of the oldest orientation, None when there is none."""
    return Orientation.objects.order_by("day").values_list("day", flat=True).first()


def _fact(*row: Any) -> Addressed:
    number, to, house, place, kind, state, modalities, *when = row
    ways = (OrientationKind(kind), OrientationState(state), Modality(modalities))
    return Addressed(number, to, house, place, *ways, *when)


def _recipients(rows: QuerySet[Orientation]) -> Recipients:
    found = list(_with_recipient(rows).values_list("id", "to", "house"))
    return Recipients(
        frozenset(number for number, _, _ in found),
        frozenset(to for _, to, _ in found if to is not None),
        frozenset(house for _, _, house in found if house is not None),
    )


def _with_recipient(rows: QuerySet[Orientation]) -> "QuerySet[Any]":
    """`to`: the professional; `house`: the structure when the place is not a professional's."""
    to = Coalesce(F("place__professional_id"), F("member__professional_id"))
    return rows.annotate(to=to, house=structure_unless_professional())


def structure_unless_professional() -> Case:
    """To which structure a patient was sent; null at the place of a professional."""
    return Case(When(place__professional_id__isnull=True, then=F("place__structure_id")), default=None)
