"""The regulator's search: home, results, their pins, suggestions."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sas import metrics, traces
from sas.errors import Unavailable
from sas.rooms.offer import operations
from sas.rooms.offer import queries as offer
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries import Area, Beyond, PreferredDoctor, SearchCriteria, SearchResult
from sas.rooms.offer.rules import allowed_mode, modes_of
from sas.web.kit.access import Then, page, page_then
from sas.web.kit.context import MAY_SEARCH
from sas.web.kit.tickets import new_ticket
from sas.web.regulation import ends, filters, maps, measured
from sas.web.regulation.addresses import Address, Part, Said, pairs_of
from sas.web.regulation.behind import asking_editors, in_turn
from sas.web.regulation.forms import SearchForm, Shown
from sas.web.regulation.forms_orientation import returning
from sas.web.regulation.gate import opened_by_package

PAGES_AROUND = 2
_NARROWS = (Part.MODE, Part.FILTERS, Part.KEPT)


@page(*MAY_SEARCH)
@opened_by_package
def home(request: HttpRequest) -> HttpResponse:
    """The search home (F-140)."""
    return render(request, "regulation/home.html")


@page_then(*MAY_SEARCH, by_standby=True)
@opened_by_package
def search(request: HttpRequest) -> Then:
    """Results of a search, or what is wrong with it beside the fields; the list is kept for its following pages."""
    form = form_of(request)
    if not form.is_valid():
        return _not_searched(request, form, status=422)
    try:
        area = area_of(request, form.cleaned_data)
    except Unavailable as error:
        return _not_searched(request, form, service=error.service)
    if area is None:
        return _not_searched(request, form, unknown=True)
    return _found(request, form, area)


def _found(request: HttpRequest, form: SearchForm, area: Area) -> Then:
    asked = form.cleaned_data
    doctor = doctor_of(request, form, area=area, with_cards=asked["page"] == 1)
    criteria = criteria_of(request, form, area=area, excluded=doctor.places)
    about = {"mode": criteria.mode.value, "place": area.kind.value}
    with metrics.SEARCHES.labels(**about).time(), traces.span("search", **about):
        result = offer.search(actor=request.actor, criteria=criteria, now=request.now)
    # Only where a list ends does one ask what lies beyond.
    last = asked["page"] >= result.pages
    beyond = offer.beyond(actor=request.actor, criteria=criteria, now=request.now) if last else Beyond()
    said = said_of(criteria, doctor, vue=asked["vue"], token=result.token)
    shown = _shown(request, criteria, result, said=said, vue=asked["vue"])
    shown |= {"doctor": doctor, **ends.shown(criteria, beyond, said=said)}
    acts = in_turn(
        _keeping(request, result),
        asking_editors(request, (*doctor.cards, *result.cards)),
        measured.searched(request, criteria=criteria, result=result, of_doctor=doctor.cards),
    )
    return Then(render(request, "regulation/results.html", shown), acts)


def _keeping(request: HttpRequest, result: SearchResult) -> Callable[[], None] | None:
    """The list for its following pages."""
    if result.to_keep is None:
        return None
    return partial(operations.keep_search, actor=request.actor, found=result.to_keep, now=request.now)


@page(*MAY_SEARCH)
@opened_by_package
def pins(request: HttpRequest) -> HttpResponse:
    """Every result of a search for its map; 422 when the address is not one of a search (F-156)."""
    form = form_of(request)
    area = area_of(request, form.cleaned_data) if form.is_valid() else None
    if area is None:
        return JsonResponse({"total": 0, "pins": []}, status=422)
    doctor = doctor_of(request, form, area=area, with_cards=False)
    criteria = criteria_of(request, form, area=area, excluded=doctor.places)
    board = offer.pins(actor=request.actor, criteria=criteria, now=request.now)
    return JsonResponse(maps.told(board))


def form_of(request: HttpRequest) -> SearchForm:
    """The search that the address of the request carries."""
    return SearchForm(request.GET, types=offer.search_types(actor=request.actor, now=request.now))


def area_of(request: HttpRequest, asked: dict[str, Any]) -> Area | None:
    """Where to search, None when nothing is found; raises Unavailable."""
    known = offer.area_of_token(actor=request.actor, token=asked["lieu"], label=asked["loc"]) if asked["lieu"] else None
    # A point of the map has no words of its own to fall back on.
    if known or asked["lieu"].startswith(f"{AreaKind.MAP}:"):
        return known
    return offer.locate(actor=request.actor, text=asked["loc"])


def doctor_of(request: HttpRequest, form: SearchForm, *, area: Area, with_cards: bool) -> PreferredDoctor:
    """The caller's preferred doctor, his cards on the first page alone."""
    asked = form.cleaned_data
    who = {"token": asked["medecin"], "seed": asked["graine"], "with_cards": with_cards}
    who |= {"with_package": allowed_mode(request.actor, asked["mode"]) is Mode.PACKAGE}
    return offer.preferred_doctor(actor=request.actor, area=area, now=request.now, **who)


def criteria_of(request: HttpRequest, form: SearchForm, *, area: Area, excluded: frozenset[int]) -> SearchCriteria:
    """What a valid form asks of the search."""
    asked = form.cleaned_data
    return SearchCriteria(
        text=asked["text"],
        area=area,
        mode=allowed_mode(request.actor, asked["mode"]),
        seed=asked["graine"],
        page=asked["page"],
        per_page=maps.ROWS_PER_PAGE if asked["vue"] is Shown.TABLE else settings.RESULTS_PER_PAGE,
        choice=asked["ordre"],
        filters=form.filters,
        excluded=excluded,
        places=asked["lieux"],
        kept=asked["liste"],
    )


def _not_searched(request: HttpRequest, form: SearchForm, *, status: int = 200, **why: object) -> Then:
    typed = {"what": request.GET.get("text", ""), "where": request.GET.get("loc", "")}
    # What is searched is known and where is not: the map lets one show it.
    why["map"] = maps.whole_country(form.cleaned_data) if form.is_valid() else None
    shown = {"form": form, **typed, **why}
    return Then(render(request, "regulation/not_searched.html", shown, status=status), measured.begun(request))


def _shown(
    request: HttpRequest, criteria: SearchCriteria, result: SearchResult, *, said: Said, vue: Shown
) -> dict[str, Any]:
    address = Address.of(said)
    listed = address.but()
    return {
        "what": criteria.text,
        "where": criteria.area.label,
        "lieu": criteria.area.token,
        "criteria": criteria,
        "result": result,
        "order": filters.words_of_order(criteria),
        "orders": _orders(address.but(Part.ORDER, Part.KEPT), criteria),
        "modes": mode_links(request, address.but(*_NARROWS), current=criteria.mode),
        "facets": filters.facets(criteria, result, asked=pairs_of(said, Part.KEPT)),
        "carried": pairs_of(said, Part.FILTERS, Part.KEPT),
        "unfiltered": f"?{address.but(Part.FILTERS, Part.KEPT)}" if said[Part.FILTERS] else "",
        "again": f"?{address.but(Part.KEPT)}",
        "whole_disc": not criteria.filters.distance_km,
        "of_slots": criteria.mode is Mode.SLOTS and not result.by_name,
        "here": f"?{listed}&page={criteria.page}",
        "back": back_of(f"{listed}&page={criteria.page}", criteria.mode),
        "live": _live(request, result, f"{listed}&page={criteria.page}"),
        "pages": pages_of(listed, criteria.page, last=result.pages),
        **maps.shown(criteria=criteria, result=result, vue=vue, address=address),
    }


def said_of(criteria: SearchCriteria, doctor: PreferredDoctor, *, vue: Shown, token: str) -> Said:
    """What the address of this search says, part by part."""
    area = criteria.area
    asked = [("text", criteria.text), ("loc", area.label), ("lieu", area.token), ("graine", str(criteria.seed))]
    places = ",".join(map(str, criteria.places))
    return {
        Part.SEARCH: [*asked, *([("medecin", doctor.token)] if doctor.token else [])],
        Part.PLACES: [("lieux", places)] if places else [],
        Part.VIEW: maps.way(vue),
        Part.MODE: [("mode", criteria.mode.value)],
        Part.FILTERS: filters.pairs(criteria.filters),
        Part.ORDER: [("ordre", criteria.choice.value)] if criteria.choice else [],
        Part.KEPT: [("liste", token)] if token else [],
    }


def _live(request: HttpRequest, result: SearchResult, here: str) -> dict[str, str]:
    """What lets the page follow its results: each place that it shows, and the CPTS that it stands for, 0 for none."""
    shown = [card.place_id for card in result.cards]
    seen = f"vus={_joined(shown)}&cpts={_joined(result.as_cpts.get(one, 0) for one in shown)}"
    return followed_at(request, f"/sas/recherche/cartes?{here}&{seen}")


def followed_at(request: HttpRequest, address: str) -> dict[str, str]:
    """Where a page that is followed is drawn anew, the stream that says when, and a ticket for it (ADR 35)."""
    ticket = new_ticket(account_id=request.actor.user_id, now=request.known_at) if settings.LIVE_URL else ""
    return {"again": address, "stream": settings.LIVE_URL, "ticket": ticket}


def _joined(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))


def back_of(here: str, mode: Mode) -> str:
    """What the links of cards carry, to come back to the page of this query."""
    return returning(f"/sas/recherche?{here}", with_package=mode is Mode.PACKAGE)


def _orders(narrowed: str, criteria: SearchCriteria) -> list[tuple[str, str, bool]]:
    return [
        (label, f"?{narrowed}&ordre={choice.value}", choice is criteria.choice)
        for choice, label in filters.CHOICES.items()
    ]


def mode_links(request: HttpRequest, base: str, *, current: Mode) -> list[tuple[Mode, str, bool]]:
    """« En sus » is the OSNP's, the package the IOA's (F-151, F-200, F-203); a mode begins without filter.

    `base`: the search as a page address carries it, without its mode.
    """
    return [(mode, f"?{_of_mode(base, mode)}", mode is current) for mode in modes_of(request.actor)]


def _of_mode(base: str, mode: Mode) -> str:
    return f"{base}&mode={mode.value}"


def pages_of(base: str, current: int, *, last: int) -> dict[str, Any]:
    """Addresses of the pagination, from the query of the list: first, previous, some numbers around, next, last."""

    def address(number: int) -> str:
        return f"?{base}&page={number}"

    around = range(max(1, current - PAGES_AROUND), min(last, current + PAGES_AROUND) + 1)
    return {
        "numbers": [(number, address(number), number == current) for number in around],
        "first": address(1) if current > 1 else "",
        "previous": address(current - 1) if current > 1 else "",
        "next": address(current + 1) if current < last else "",
        "last": address(last) if current < last else "",
    }


@page(*MAY_SEARCH, by_standby=True)
@opened_by_package
def suggest_what(request: HttpRequest) -> HttpResponse:
    """Suggestions under the first field (F-141); before anything is typed, the suggested searches (F-229)."""
    typed = request.GET.get("q", "")[:120].strip()
    values = offer.suggest_what(actor=request.actor, text=typed, now=request.now)
    label = "" if typed else "Recherches suggérées"
    return JsonResponse({"groups": [{"label": label, "values": [{"label": value} for value in values]}]})


@page(*MAY_SEARCH, by_standby=True)
@opened_by_package
def suggest_where(request: HttpRequest) -> HttpResponse:
    """Suggestions under the second field, in three groups (F-142)."""
    found = offer.suggest_areas(actor=request.actor, text=request.GET.get("q", "")[:200])
    groups = [("Départements", found.departements), ("Villes", found.towns), ("Adresses", found.addresses)]
    if request.GET.get("q", "")[:1].isdigit():  # "12 rue …": the address comes first under the fingers
        groups.reverse()
    return JsonResponse(
        {
            "groups": [
                {"label": label, "values": [{"label": area.label, "lieu": area.token} for area in areas]}
                for label, areas in groups
                if areas
            ]
        }
    )
