"""The same answers by brute force: look at every minute and read the clock on the wall.

It shares no reasoning with the kernel: it only ever asks a zone what its clocks show at a minute of UTC, and counts.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


@cache
def clock(zone, first, last):
    """For each local day, its minutes of UTC with what the clocks have reached by then (they never un-reach)."""
    days = defaultdict(list)
    minute = datetime.combine(first, time.min, UTC) - timedelta(days=3)
    stop = datetime.combine(last, time.min, UTC) + timedelta(days=3)
    reached = datetime(1, 1, 1)
    while minute < stop:
        reached = max(reached, minute.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0))
        days[reached.date()].append((minute, reached.time()))
        minute += MINUTE
    return days


def takes_place_on(rule, day):
    if day in rule.cancelled or day in rule.suspended or day < rule.first_day:
        return False
    if rule.last_day is not None and day > rule.last_day:
        return False
    return day.strftime("%A") == rule.first_day.strftime("%A") if rule.weekly else day == rule.first_day


def minutes_of(rule, first, last):
    """Local day -> minutes of UTC of its occurrence, for the days when there are any."""
    found = {}
    day = first
    while day <= last:
        if takes_place_on(rule, day):
            minutes = [m for m, reached in clock(rule.zone, first, last)[day] if rule.start <= reached < rule.end]
            if minutes:
                found[day] = minutes
        day = date.fromordinal(day.toordinal() + 1)
    return found


def openings(slots, *, unavailable, taken, window, now, days):
    """(start, slot id, day, end, places left) of every occurrence open to a patient, over `days` (first, last)."""
    found = []
    for slot in slots:
        places = slot.patients or 1
        for day, minutes in minutes_of(slot.rule, *days).items():
            left = places - taken.get((slot.id, day), 0)
            # A créneau is over once begun; a plage receives until its last minute is past.
            receives = minutes[-1] + MINUTE if slot.patients else minutes[0]
            # The next patient comes when it starts, or now if it has.
            comes = max(minutes[0], now)
            hidden = any(stop.start <= comes and (not hasattr(stop, "end") or comes < stop.end) for stop in unavailable)
            if left > 0 and minutes[0] < window.end and receives > now and receives > window.start and not hidden:
                found.append((minutes[0], slot.id, day, minutes[-1] + MINUTE, left))
    return sorted(found)
