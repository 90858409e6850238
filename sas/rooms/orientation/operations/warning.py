"""Mails to the regulation: an unavailability now covers patients it had sent."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts import queries as accounts
from sas.rooms.availability import queries as agendas
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.orientation.models import Orientation
from sas.rooms.orientation.operations.telling import appointment_of
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts
from sas.timetable.interval import Interval, Since

KIND = "orientation_uncovered"


def warn_of_unavailability(*, actor: Actor, place_id: int, now: datetime) -> int:
    """Write to the author of each orientation still to come that the place's unavailability finds; returns how many.

    Once per orientation and unavailability, however often it runs: called by the worker after the unavailability was
    saved. The orientation stays as it is: the regulation decides. Raises Refused for a person.
    """
    if not actor.is_platform:
        raise Refused("Ces courriels sont envoyés par la plateforme.")
    with transaction.atomic(durable=True):
        holes = agendas.agendas(actor=actor, place_ids=[place_id])[place_id].unavailable
        expected = Orientation.objects.filter(place_id=place_id, end__gte=now, state=OrientationState.ORIENTED)
        found = [
            (held, hole)
            for held in expected.order_by("start", "id")
            for hole in holes
            if hole.contains(max(held.start, now))
        ]
        place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
        return sum(_post(held, hole, actor=actor, place=place, now=now) for held, hole in found if place)


def _post(held: Orientation, hole: Interval | Since, *, actor: Actor, place: PlaceFacts, now: datetime) -> bool:
    to = accounts.email_of(actor=actor, user_id=held.author_id)
    if not to:
        return False
    link = f"{settings.PUBLIC_URL}/sas/orientations"
    letter = texts.letter(actor=actor, key=f"mail_{KIND}", now=now, lien=link, **appointment_of(held, place).told)
    posted = outbox.post(
        actor=actor,
        kind=KIND,
        to=to,
        letter=letter,
        now=now,
        user_id=held.author_id,
        once_key=f"{KIND}:{held.id}:{hole.start.isoformat()}",
    )
    return posted is not None
