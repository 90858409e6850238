"""What the browser's session keeps while somebody signs in by card: the way there, then the card that waits."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from sas.adapters.psc.values import Departure
from sas.rooms.accounts.operations import Card

_DEPARTURE, _WAITING = "card_departure", "card_waiting"
_DEPARTURE_LIFE, _WAITING_LIFE = timedelta(minutes=30), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card that opens no account yet. `secret` makes its links this browser's; `email` is "" until one is typed."""

    card: Card
    secret: str
    email: str


def depart(request: HttpRequest, *, departure: Departure, wished: str) -> None:
    """Remember who leaves, and where they were heading."""
    request.session[_DEPARTURE] = asdict(departure) | {"wished": wished, "at": request.now.isoformat()}


def take_departure(request: HttpRequest, *, state: str) -> tuple[Departure | None, str]:
    """The departure of this state, once; none for another state, which leaves the true one as it is."""
    kept = request.session.get(_DEPARTURE)
    if not kept or not state or kept["state"] != state:
        return None, ""
    del request.session[_DEPARTURE]
    if _is_over(request, kept, life=_DEPARTURE_LIFE):
        return None, ""
    departure = Departure(kept["url"], kept["state"], kept["nonce"], kept["verifier"])
    return departure, kept["wished"]


def keep_waiting(request: HttpRequest, card: Card) -> None:
    """Under a new key, with a new secret: the links of another card of this browser open nothing any more."""
    request.session.cycle_key()
    told = {"card": asdict(card), "secret": secrets.token_urlsafe(32), "email": "", "at": request.now.isoformat()}
    request.session[_WAITING] = told


def waiting(request: HttpRequest) -> Waiting | None:
    """The card that waits, for an hour."""
    kept = request.session.get(_WAITING)
    if not kept or _is_over(request, kept, life=_WAITING_LIFE):
        return None
    return Waiting(Card(**kept["card"]), kept["secret"], kept["email"])


def remember_email(request: HttpRequest, email: str) -> None:
    """Where the last link was sent."""
    request.session[_WAITING] = request.session[_WAITING] | {"email": email}


def forget(request: HttpRequest) -> None:
    """Somebody signs in, by this card or otherwise: it waits no more."""
    request.session.pop(_WAITING, None)


def _is_over(request: HttpRequest, kept: dict[str, Any], *, life: timedelta) -> bool:
    return bool(request.now > datetime.fromisoformat(kept["at"]) + life)
