"""Private calendars whose person has left."""

from datetime import datetime

from sas import changes
from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.calendars.models import BusyTime, CalendarFeed, CalendarSource
from sas.rooms.directory import queries as directory


def forget_left(*, actor: Actor, now: datetime) -> int:
    """Forget the calendars of professionals for whom no account acts any more; returns how many places are left alone.

    In the transaction of the purge. Nobody could take back the address of theirs that is read, nor the one given out.
    """
    tied = {*CalendarSource.objects.values_list("place_id", flat=True)}
    tied |= {*CalendarFeed.objects.values_list("place_id", flat=True)}
    places = directory.places(actor=actor, place_ids=tied).values()
    owners = {one.id: one.professional_id for one in places if one.professional_id is not None}
    kept = accounts.acted_for(actor=actor, professional_ids=frozenset(owners.values()))
    left = [place_id for place_id, owner in owners.items() if owner not in kept]
    for model in (CalendarSource, CalendarFeed):
        model.objects.filter(place_id__in=left).delete()
    busy = BusyTime.objects.filter(place_id__in=left)
    if shown := sorted(set(busy.values_list("place_id", flat=True))):
        busy.delete()
        changes.place_changed(shown, now=now)
    return len(left)
