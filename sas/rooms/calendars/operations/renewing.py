"""Secrets of private calendars, after SECRET_KEY was changed."""

from datetime import datetime

from sas import keyed
from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.calendars import rules
from sas.rooms.calendars.models import CalendarFeed, CalendarSource


def renew_seals(*, actor: Actor, now: datetime) -> keyed.Renewal:
    """Seal anew the addresses that an older key sealed: those given out go on opening, those read go on being read.

    Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Les secrets sont renouvelés par la plateforme.")
    found_by = {"token_hash": rules.FEED}
    feeds = keyed.renew(CalendarFeed.objects.all(), "sealed_token", use=rules.SEALING, found_by=found_by)
    sources = keyed.renew(CalendarSource.objects.all(), "sealed_address", use=rules.SEALING, found_by={})
    return keyed.Renewal(feeds.renewed + sources.renewed, feeds.lost + sources.lost)
