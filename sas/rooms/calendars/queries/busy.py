"""When places are busy, as their private calendars say."""

from collections import defaultdict
from collections.abc import Collection

from sas.actor import Actor
from sas.statements import run
from sas.timetable.interval import Interval

_BUSY = """
select place_id, start, "end" from calendars_busytime where place_id = any(%(places)s) order by place_id, start
"""


def busy_times(*, actor: Actor, place_ids: Collection[int]) -> dict[int, tuple[Interval, ...]]:
    """Sorted, disjoint intervals by place, in one query; places without any are absent."""
    found: defaultdict[int, list[Interval]] = defaultdict(list)
    for place_id, start, end in run(_BUSY, {"places": list(place_ids)}):
        found[place_id].append(Interval(start, end))
    return {place_id: tuple(times) for place_id, times in found.items()}
