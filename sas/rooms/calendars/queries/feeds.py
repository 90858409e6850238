"""From the token of a private address to its place."""

from sas.actor import Actor
from sas.rooms.calendars import rules
from sas.rooms.calendars.models import CalendarFeed


def place_of_token(*, actor: Actor, token: str) -> int | None:
    """The place whose agenda the token opens, None when no feed has it.

    The work is the same for every wrong token: one keyed hash by key, one look-up.
    """
    found = CalendarFeed.objects.filter(token_hash__in=rules.token_hashes(token))
    return found.values_list("place_id", flat=True).first()
