"""Places put into the read model, and those who look at them."""

from datetime import datetime

from django.db import transaction

from sas import changes
from sas.actor import Actor, Role
from sas.rooms.directory.models import Place
from sas.rooms.offer import queries
from sas.rooms.offer.queries.cards import Card, cards_of

OSNP = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))
IOA = Actor(user_id=2, roles=frozenset({Role.IOA}))
BOTH = Actor(user_id=3, roles=frozenset({Role.REGULATEUR_OSNP, Role.IOA}))
ADMINISTRATOR = Actor(user_id=4, roles=frozenset({Role.ADMINISTRATEUR}))
EFFECTEUR = Actor(user_id=5, roles=frozenset({Role.EFFECTEUR}))


def projected(*places: Place, now: datetime) -> list[int]:
    """What the read model tells of them is what the rooms below tell now."""
    ids = [place.id for place in places]
    with transaction.atomic():
        changes.place_changed(ids, now=now)
    return ids


def cards(*places: Place, actor: Actor = OSNP, now: datetime, **asked: object) -> list[Card]:
    """Their cards, in this order."""
    metres = dict.fromkeys(projected(*places, now=now))
    return list(cards_of(actor=actor, metres=metres, now=now, **asked))  # type: ignore[arg-type]


def sheet(place: Place, *, actor: Actor = OSNP, now: datetime) -> queries.Sheet:
    """Its detail page, first week."""
    projected(place, now=now)
    found = queries.sheet(actor=actor, place_id=place.id, monday=None, now=now)
    assert found is not None
    return found
