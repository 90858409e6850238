"""What these pages tell of their use, without whom nor where exactly (F-265, ADR 49).

Written once the answer is made; whatever happens here, the answer leaves.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from zoneinfo import ZoneInfo

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest

from sas.actor import Role
from sas.rooms.directory.rules import departement_of
from sas.rooms.offer import calls
from sas.rooms.offer.calls import Call
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries import Area, Card, SearchCriteria, SearchResult, UnderstoodCall
from sas.rooms.usage import operations, rules
from sas.rooms.usage.enums import CameFrom, EventName, EventOrigin, RedirectTo, UrlFormat
from sas.rooms.usage.rules import Event
from sas.web.regulation.forms_orientation import search_of

_logger = logging.getLogger(__name__)
_FORMS = {"accueil": CameFrom.HOME, "entete": CameFrom.HEADER}
_SEARCH_TYPES = {CameFrom.HOME: "homepage-search-button", CameFrom.HEADER: "header-search-button"}
_RELOADS = frozenset({"max-age=0", "no-cache"})
_SEARCHERS = (Role.REGULATEUR_OSNP, Role.IOA, Role.EFFECTEUR)

Events = Callable[[], Iterable[Event]]


def begun(request: HttpRequest) -> Callable[[], None] | None:
    """A search that a form began and that shows no result, by the mistake that the page tells."""
    if _came_from(request) not in _SEARCH_TYPES:
        return None
    return partial(_record, request, partial(_front, request, _came_from(request)))


def searched(
    request: HttpRequest, *, criteria: SearchCriteria, result: SearchResult, of_doctor: Iterable[Card]
) -> Callable[[], None] | None:
    """The first page of a search; None: another page of it."""
    if criteria.page > 1:
        return None
    cards = (*of_doctor, *result.cards)
    return partial(_record, request, partial(_search, request, criteria, result=result, cards=cards))


def opened(request: HttpRequest, back: str) -> Callable[[], None] | None:
    """A card that somebody opened from the search to which `back` leads; None: from none, or by a script."""
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return None
    return _step(request, EventName.CARD_OPENED, back)


def oriented(request: HttpRequest, back: str) -> None:
    """An orientation made from the search to which `back` leads, if any."""
    if step := _step(request, EventName.ORIENTATION_MADE, back):
        step()


def called(request: HttpRequest, call: Call, *, answer: UnderstoodCall | RedirectTo) -> None:
    """Where a contextual call ended, and how it was written: names of parameters, never what they held."""
    _record(request, partial(_call, call, answer))


def _record(request: HttpRequest, events: Events) -> None:
    try:
        operations.record(actor=request.actor, events=tuple(events()), now=request.now)
    except (DatabaseError, InterfaceError, ValueError) as problem:
        _logger.warning("Events of use are not recorded: %s", type(problem).__name__)


def _came_from(request: HttpRequest) -> CameFrom:
    if request.headers.get("Cache-Control") in _RELOADS:
        return CameFrom.RELOAD
    if "graine" in request.GET:
        return CameFrom.AGAIN
    if form := _FORMS.get(request.GET.get("depuis", "")):
        return form
    return CameFrom.LRM if "medecin" in request.GET else CameFrom.LINK


def _front(request: HttpRequest, came_from: CameFrom) -> list[Event]:
    """Territories are told for regulators alone (sas-domain §5.3)."""
    if came_from not in _SEARCH_TYPES:
        return []
    own = sorted(request.actor.territories) if request.actor.has(Role.REGULATEUR_OSNP) else []
    told = {"regulatorSas": own, "searchType": _SEARCH_TYPES[came_from]}
    return [Event(EventName.FRONT_SEARCH, EventOrigin.FRONT, told)]


def _search(
    request: HttpRequest, criteria: SearchCriteria, *, result: SearchResult, cards: tuple[Card, ...]
) -> list[Event]:
    came_from, there = _came_from(request), request.now.astimezone(ZoneInfo(criteria.area.time_zone))
    told = {
        "search": rules.mark_of(seed=criteria.seed, mode=criteria.mode.value),
        "day": there.date().isoformat(),
        "hour": there.hour,
        "role": next(role for role in (*_SEARCHERS, *Role) if request.actor.has(role)).value,
        **_where(criteria.area),
        "activity": "" if result.by_name else result.what,
        "byName": result.by_name,
        "mode": criteria.mode.value,
        "results": min(result.total + len(cards) - len(result.cards), rules.MOST_RESULTS),
        "slot": any(_opens(card, criteria, by_name=result.by_name) for card in cards),
        "from": came_from.value,
    }
    return [*_front(request, came_from), Event(EventName.SEARCH, EventOrigin.BACK, told)]


def _where(area: Area) -> dict[str, str]:
    commune = calls.whole_commune(area.commune)
    whole = area.kind is AreaKind.DEPARTEMENT
    departement = area.usual.token.partition(":")[2] if whole else departement_of(commune)
    return {"commune": commune, "departement": departement, "place": area.kind.value}


def _opens(card: Card, criteria: SearchCriteria, *, by_name: bool) -> bool:
    """Whether somebody can be oriented there. Places with an opening come first in each order: the first page tells.

    The card of a CPTS has no days, and stands there for a member who has some.
    """
    if card.members_path and criteria.mode is Mode.SLOTS and not by_name:
        return not card.unread
    return any(day.lines for day in card.days)


def _step(request: HttpRequest, name: EventName, back: str) -> Callable[[], None] | None:
    asked = search_of(back)
    seed, mode = asked.get("graine", ""), asked.get("mode", "")
    if not (seed.isascii() and seed.isdigit() and mode in rules.MODES):
        return None
    mark = rules.mark_of(seed=int(seed[:12]), mode=mode)
    return partial(_record, request, lambda: [Event(name, EventOrigin.BACK, {"search": mark})])


def _call(call: Call, answer: UnderstoodCall | RedirectTo) -> list[Event]:
    found = answer if isinstance(answer, UnderstoodCall) else None
    redirection = {
        "redirectTo": (answer if isinstance(answer, RedirectTo) else _page_of(answer)).value,
        # A software that nobody declared may have written anything there.
        "origin": "" if answer is RedirectTo.ERROR else call.origin,
        "parameters": [name for name in calls.LONGEST if getattr(call, name)],
        "commune": rules.known_commune(calls.whole_commune(call.inseecode)),
    }
    events = [Event(EventName.LRM_REDIRECTION, EventOrigin.BACK, redirection)]
    if answer is RedirectTo.ERROR:
        return events
    situated = found is not None and found.area is not None and not found.notice
    contents = {
        EventName.LRM_ADDRESS: {"result": "success" if situated else "failed"},
        EventName.LRM_PRACTITIONER: {"format": _format(call.practitioner, coded=calls.names_doctor_by_code(call))},
        EventName.LRM_SPECIALTY: {"format": _format(call.specialty, coded=calls.names_specialty_by_code(call))},
    }
    return [*events, *(Event(name, EventOrigin.BACK, content) for name, content in contents.items())]


def _page_of(found: UnderstoodCall) -> RedirectTo:
    return RedirectTo.PAGE if found.doctor in {calls.NOT_IDENTIFIED, calls.NOT_SUPPLIED} else RedirectTo.MT


def _format(text: str, *, coded: bool) -> str:
    if not text:
        return UrlFormat.NOT_TRANSMITTED.value
    return (UrlFormat.NORMED if coded else UrlFormat.FULL_TEXT).value
