"""Hours that regulators could see, by place and week (F-266)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.availability.queries import PlaceHours
from sas.rooms.directory import queries as directory
from sas.rooms.extracts.queries.reach import Reach

_SYSTEM, _MINUTE = Actor.SYSTEM, timedelta(minutes=1)


def expected(reach: Reach) -> int:
    """As if each place with slots showed some each week."""
    return reach.weeks * availability.count_of_places(
        actor=_SYSTEM,
        monday=reach.monday,
        weeks=reach.weeks,
        departements=reach.departements,
        structure_ids=reach.structure_ids,
    )


def rows(reach: Reach) -> Iterator[list[tuple[Any, ...]]]:
    """Three hundred places at a time."""
    batches = availability.hour_rows(
        actor=_SYSTEM,
        monday=reach.monday,
        weeks=reach.weeks,
        departements=reach.departements,
        structure_ids=reach.structure_ids,
    )
    for batch in batches:
        yield list(_cells(batch))


def _cells(batch: Sequence[PlaceHours]) -> Iterator[tuple[Any, ...]]:
    people = {one.place.professional_id for one in batch if one.place.professional_id}
    houses = {one.place.structure_id for one in batch if one.place.structure_id and not one.place.professional_id}
    numbers = {one.id: one.national_id[1:] for one in directory.professionals(actor=_SYSTEM, ids=people)}
    finess = {one.id: one.finess for one in directory.structures(actor=_SYSTEM, ids=houses)}
    for one in batch:
        place = one.place
        house = place.addressed_structure_id
        owner = (numbers.get(place.professional_id or 0, ""), place.structure_name if house else "")
        where = (finess.get(house or 0, ""), place.commune_name, place.departement_code)
        for week in one.weeks:
            yield (place.id, place.name, *owner, *where, week.monday, week.visible // _MINUTE, one.is_open)
