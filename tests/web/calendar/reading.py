"""Reading the agenda's pages as text."""

import re
from datetime import datetime

from django.test import Client

from sas.actor import Actor
from sas.rooms.directory.models import Place
from sas.rooms.offer import queries as offer


def agenda(place: Place, rest: str = "") -> str:
    return f"/sas/agenda/{place.id}{rest}"


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """The text of a page, spaces made one, its apostrophes those of Django's templates or of Jinja's."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub("&#(x27|39);", "'", html)))


def offered(place: Place, now: datetime) -> list[str]:
    """The hours a regulator is shown on the card of the place over three days."""
    card = offer.card_of(actor=Actor.SYSTEM, place_id=place.id, now=now)
    return [line.hours for day in (card.days if card else ()) for line in (*day.lines, *day.more)]
