"""When places are busy, as their private calendars say."""

from collections import defaultdict
from collections.abc import Collection

from sas.actor import Actor
from sas.rooms.calendars.models import BusyTime
from sas.timetable.interval import Interval


def busy_times(*, actor: Actor, place_ids: Collection[int]) -> dict[int, tuple[Interval, ...]]:
    """Sorted, disjoint intervals by place, in one query; places without any are absent."""
    found: defaultdict[int, list[Interval]] = defaultdict(list)
    rows = BusyTime.objects.filter(place_id__in=list(place_ids)).order_by("place_id", "start")
    for place_id, start, end in rows.values_list("place_id", "start", "end"):
        found[place_id].append(Interval(start, end))
    return {place_id: tuple(times) for place_id, times in found.items()}
