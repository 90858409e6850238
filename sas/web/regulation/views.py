"""The regulator's search: home, results, their pins, suggestions."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sas.actor import Role
from sas.errors import Unavailable
from sas.rooms.offer import queries as offer
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries import Area, SearchCriteria, SearchResult
from sas.timetable.ranking import Order
from sas.web.kit.access import page
from sas.web.kit.context import MAY_SEARCH
from sas.web.regulation import maps
from sas.web.regulation.forms import SearchForm, Shown
from sas.web.regulation.gate import opened_by_package

PAGES_AROUND = 2


@page(*MAY_SEARCH)
@opened_by_package
def home(request: HttpRequest) -> HttpResponse:
    """The search home (F-140)."""
    return render(request, "regulation/home.html")


@page(*MAY_SEARCH)
@opened_by_package
def search(request: HttpRequest) -> HttpResponse:
    """Results of a search, or what is wrong with it beside the fields."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return _not_searched(request, form, status=422)
    asked = form.cleaned_data
    try:
        area = _area(request, asked)
    except Unavailable as error:
        return _not_searched(request, form, service=error.service)
    if area is None:
        return _not_searched(request, form, unknown=True)
    criteria = _criteria(asked, area)
    result = offer.search(actor=request.actor, criteria=criteria, now=request.now)
    return render(request, "regulation/results.html", _shown(request, criteria, result, asked["vue"]))


@page(*MAY_SEARCH)
@opened_by_package
def pins(request: HttpRequest) -> HttpResponse:
    """Every result of a search for its map; 422 when the address is not one of a search (F-156)."""
    form = SearchForm(request.GET)
    area = _area(request, form.cleaned_data) if form.is_valid() else None
    if area is None:
        return JsonResponse({"total": 0, "pins": []}, status=422)
    board = offer.pins(actor=request.actor, criteria=_criteria(form.cleaned_data, area), now=request.now)
    return JsonResponse(maps.told(board))


def _area(request: HttpRequest, asked: dict[str, Any]) -> Area | None:
    known = offer.area_of_token(actor=request.actor, token=asked["lieu"], label=asked["loc"]) if asked["lieu"] else None
    # A point of the map has no words of its own to fall back on.
    if known or asked["lieu"].startswith(f"{AreaKind.MAP}:"):
        return known
    return offer.locate(actor=request.actor, text=asked["loc"])


def _criteria(asked: dict[str, Any], area: Area) -> SearchCriteria:
    per_page = maps.ROWS_PER_PAGE if asked["vue"] is Shown.TABLE else settings.RESULTS_PER_PAGE
    fixed = asked["text"], area, asked["mode"], asked["graine"]
    return SearchCriteria(*fixed, asked["page"], per_page, places=asked["lieux"])


def _not_searched(request: HttpRequest, form: SearchForm, *, status: int = 200, **why: object) -> HttpResponse:
    typed = {"what": request.GET.get("text", ""), "where": request.GET.get("loc", "")}
    # What is searched is known and where is not: the map lets one show it.
    why["map"] = maps.whole_country(form.cleaned_data) if form.is_valid() else None
    return render(request, "regulation/not_searched.html", {"form": form, **typed, **why}, status=status)


def _shown(request: HttpRequest, criteria: SearchCriteria, result: SearchResult, vue: Shown) -> dict[str, Any]:
    kept = {"text": criteria.text, "loc": criteria.area.label, "lieu": criteria.area.token, "graine": criteria.seed}
    kept |= maps.carried(criteria=criteria, vue=vue)
    asked, base = {**kept, "mode": criteria.mode.value}, urlencode(kept)
    return {
        "what": criteria.text,
        "where": criteria.area.label,
        "lieu": criteria.area.token,
        "criteria": criteria,
        "result": result,
        "by_distance": criteria.order is Order.DISTANCE,
        "modes": [(mode, f"?{base}&mode={mode.value}", mode is criteria.mode) for mode in _modes(request)],
        "overbooking_path": f"?{base}&mode={Mode.OVERBOOKING.value}",
        "back": urlencode({"retour": f"/sas/recherche?{urlencode({**asked, 'page': criteria.page})}"}),
        "pages": _pages(asked, criteria.page, result.pages),
        **maps.shown(criteria=criteria, result=result, vue=vue),
    }


def _modes(request: HttpRequest) -> list[Mode]:
    """« En sus » is the OSNP's (F-151)."""
    return list(Mode) if request.actor.has(Role.REGULATEUR_OSNP) else [Mode.SLOTS]


def _pages(asked: dict[str, Any], current: int, last: int) -> dict[str, Any]:
    """Addresses of the pagination: first, previous, some numbers around, next, last."""
    base = urlencode(asked)

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


@page(*MAY_SEARCH)
@opened_by_package
def suggest_what(request: HttpRequest) -> HttpResponse:
    """Suggestions under the first field (F-141); before anything is typed, the suggested searches (F-229)."""
    typed = request.GET.get("q", "")[:120].strip()
    values = offer.suggest_what(actor=request.actor, text=typed, now=request.now)
    label = "" if typed else "Recherches suggérées"
    return JsonResponse({"groups": [{"label": label, "values": [{"label": value} for value in values]}]})


@page(*MAY_SEARCH)
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
