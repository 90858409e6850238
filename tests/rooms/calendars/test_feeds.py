"""The private address: whose it is, how it is kept, what changing the key does."""

from datetime import datetime
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.calendars import operations, queries
from sas.rooms.calendars.models import CalendarFeed
from sas.rooms.journal.models import AuditEntry
from tests.factories import care

pytestmark = pytest.mark.django_db


def token_of(actor: Actor, place_id: int) -> str:
    feed = queries.synchronisation(actor=actor, place_id=place_id).feed
    assert feed is not None
    return feed.token


def test_it_is_shown_again_and_the_database_does_not_give_it(now: datetime) -> None:
    place = care.doctor_place()
    owner = care.keeper(place)
    assert queries.synchronisation(actor=owner, place_id=place.id) == queries.Synchronisation(None, None)
    operations.open_feed(actor=owner, place_id=place.id, now=now)
    token = token_of(owner, place.id)
    assert len(token) == 43
    assert queries.place_of_token(actor=Actor.NOBODY, token=token) == place.id
    row = CalendarFeed.objects.values().get()
    assert token not in repr(row)
    assert token not in repr(list(AuditEntry.objects.values()))


def test_each_act_leaves_its_trace(now: datetime) -> None:
    place = care.doctor_place()
    owner = care.keeper(place)
    operations.open_feed(actor=owner, place_id=place.id, now=now)
    operations.open_feed(actor=owner, place_id=place.id, now=now)
    operations.close_feed(actor=owner, place_id=place.id, now=now)
    with pytest.raises(Impossible):
        operations.close_feed(actor=owner, place_id=place.id, now=now)
    verbs = AuditEntry.objects.filter(subject="place", subject_id=str(place.id)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "open_calendar_feed",
        "renew_calendar_feed",
        "close_calendar_feed",
    ]


@pytest.mark.parametrize("role", [Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL, Role.REGULATEUR_OSNP])
def test_only_whoever_acts_for_the_place(role: Role, now: datetime) -> None:
    place = care.doctor_place()
    for somebody in (care.account(role), care.keeper(care.doctor_place()), Actor.NOBODY, Actor.SYSTEM):
        for attempt in (operations.open_feed, operations.close_feed):
            with pytest.raises(Refused):
                attempt(actor=somebody, place_id=place.id, now=now)
        with pytest.raises(Refused):
            queries.synchronisation(actor=somebody, place_id=place.id)


def test_another_secret_key_closes_the_address_and_says_so(settings: Any, now: datetime) -> None:
    place = care.doctor_place()
    owner = care.keeper(place)
    operations.open_feed(actor=owner, place_id=place.id, now=now)
    token = token_of(owner, place.id)
    settings.SECRET_KEY = "another"
    assert token_of(owner, place.id) == ""
    assert queries.place_of_token(actor=Actor.NOBODY, token=token) is None
