"""Mails to whoever keeps the place: the orientations they receive, and those that are cancelled."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import OrientationKind
from sas.rooms.orientation.models import Orientation, OrientationNotice
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts
from sas.timetable.modality import Modality


class News(StrEnum):
    """Which mail is posted: the value is its kind in the outbox."""

    RECEIVED = "orientation_received"
    CANCELLED = "orientation_cancelled"


def tell_keepers(held: Orientation, *, actor: Actor, place: PlaceFacts, news: News, now: datetime) -> None:
    """Post one mail to each account that keeps the place and has not refused these mails."""
    keepers = accounts.keepers_of(actor=actor, professional_id=place.professional_id, structure_id=place.structure_id)
    if not keepers:
        return
    refused = OrientationNotice.objects.filter(user_id__in=[keeper.user_id for keeper in keepers], wanted=False)
    silent = frozenset(refused.values_list("user_id", flat=True))
    site = settings.PUBLIC_URL
    letter = texts.letter(
        actor=actor,
        key=f"mail_{news}",
        now=now,
        lien=f"{site}/sas/agenda/{held.place_id}/orientations?semaine={held.day}",
        choix=f"{site}/sas/orientations-recues/courriels",
        **appointment_of(held, place).told,
    )
    for keeper in keepers:
        if keeper.user_id not in silent:
            outbox.post(actor=actor, kind=news.value, to=keeper.email, letter=letter, now=now, user_id=keeper.user_id)


def appointment_of(held: Orientation, place: PlaceFacts) -> rules.Appointment:
    """The orientation as mails tell it, on the wall of the place."""
    wall = ZoneInfo(held.time_zone)
    start, end = (moment.astimezone(wall).replace(tzinfo=None) for moment in (held.start, held.end))
    ways = Modality(held.modalities)
    if held.kind == OrientationKind.SURNUMERAIRE:
        kind = "en sus de vos disponibilités"
    elif held.capacity is None:
        kind = f"créneau, {ways.label}"
    else:
        kind = f"plage horaire ({held.taken}/{held.capacity}), {ways.label}"
    return rules.Appointment(place.name, place.address_line, start, end, kind)
