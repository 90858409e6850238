"""How the agenda of a place is tied to other calendars."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.calendars import rules
from sas.rooms.calendars.enums import ReadFailure
from sas.rooms.calendars.models import CalendarFeed, CalendarSource


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """The private address of a place's agenda; `token` is "" when SECRET_KEY has changed: it must be renewed."""

    token: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The private calendar that is read: its host and never its address; `failure` is that of the last try."""

    host: str
    added_at: datetime
    tried_at: datetime | None
    read_at: datetime | None
    failure: ReadFailure | None


@dataclass(frozen=True, slots=True)
class Synchronisation:
    """Both ways, None where there is none."""

    feed: FeedFacts | None
    source: SourceFacts | None


def synchronisation(*, actor: Actor, place_id: int) -> Synchronisation:
    """Raises Refused to whoever does not act for the place."""
    if refusal := rules.may_synchronise(actor, place_id=place_id):
        raise refusal
    feed = CalendarFeed.objects.filter(place_id=place_id).first()
    source = CalendarSource.objects.filter(place_id=place_id).first()
    return Synchronisation(
        feed=FeedFacts(rules.opened(feed.sealed_token) or "", feed.made_at) if feed else None,
        source=_source(source) if source else None,
    )


def _source(row: CalendarSource) -> SourceFacts:
    failure = ReadFailure(row.failure) if row.failure else None
    return SourceFacts(row.host, row.added_at, row.tried_at, row.read_at, failure)
