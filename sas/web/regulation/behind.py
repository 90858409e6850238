"""What is done once a page is read: the editors of its cards are asked by the worker, and the page waits for none."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.http import HttpRequest

from sas.rooms.editors import operations as editors
from sas.rooms.offer.queries import Card


def in_turn(*acts: Callable[[], object] | None) -> Callable[[], None] | None:
    """These acts one after the other, without those that there is no need of; None: there are none."""
    needed = [act for act in acts if act]
    return partial(_all, needed) if needed else None


def _all(acts: Sequence[Callable[[], object]]) -> None:
    for act in acts:
        act()


def asking_editors(request: HttpRequest, cards: Iterable[Card]) -> Callable[[], None] | None:
    """The editors of the cards that are shown, and of no other place, asked anew (ADR 38); None: there are none."""
    if not (told := [card.place_id for card in cards if card.by_editor]):
        return None
    return partial(_want, request, told)


def _want(request: HttpRequest, place_ids: list[int]) -> None:
    editors.want(actor=request.actor, place_ids=place_ids, now=request.now)
