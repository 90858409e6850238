"""The private address of an agenda: made, renewed, closed."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.calendars import rules
from sas.rooms.calendars.models import CalendarFeed
from sas.rooms.journal import operations as journal


def open_feed(*, actor: Actor, place_id: int, now: datetime) -> None:
    """Make the address of a place's agenda, or another in its stead: the former one then opens nothing.

    Raises Refused to whoever does not act for the place.
    """
    if refusal := rules.may_synchronise(actor, place_id=place_id):
        raise refusal
    token = rules.new_token()
    kept = {"token_hash": rules.token_hash(token), "sealed_token": rules.sealed(token), "made_at": now}
    with transaction.atomic(durable=True):
        _, made = CalendarFeed.objects.update_or_create(place_id=place_id, defaults=kept)
        verb = "open_calendar_feed" if made else "renew_calendar_feed"
        journal.record(actor=actor, verb=verb, subject="place", subject_id=place_id, now=now)


def close_feed(*, actor: Actor, place_id: int, now: datetime) -> None:
    """Take the address away. Raises Refused as `open_feed`, Impossible when there is none."""
    if refusal := rules.may_synchronise(actor, place_id=place_id):
        raise refusal
    with transaction.atomic(durable=True):
        removed, _ = CalendarFeed.objects.filter(place_id=place_id).delete()
        if not removed:
            raise Impossible("Cet agenda n'a pas d'adresse de synchronisation.")
        journal.record(actor=actor, verb="close_calendar_feed", subject="place", subject_id=place_id, now=now)
