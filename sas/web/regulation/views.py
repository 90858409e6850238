"""The regulator's search: home, results, suggestions."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sas.actor import Role
from sas.errors import Unavailable
from sas.rooms.offer import queries as offer
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import Area, SearchCriteria, SearchResult
from sas.timetable.ranking import Order
from sas.web.kit.access import page
from sas.web.kit.context import MAY_SEARCH
from sas.web.regulation.forms import SearchForm
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
    return render(request, "regulation/results.html", _shown(request, criteria, result))


def _area(request: HttpRequest, asked: dict[str, Any]) -> Area | None:
    known = offer.area_of_token(actor=request.actor, token=asked["lieu"], label=asked["loc"]) if asked["lieu"] else None
    return known or offer.locate(actor=request.actor, text=asked["loc"])


def _criteria(asked: dict[str, Any], area: Area) -> SearchCriteria:
    return SearchCriteria(asked["text"], area, asked["mode"], asked["graine"], asked["page"], settings.RESULTS_PER_PAGE)


def _not_searched(request: HttpRequest, form: SearchForm, *, status: int = 200, **why: object) -> HttpResponse:
    typed = {"what": request.GET.get("text", ""), "where": request.GET.get("loc", "")}
    return render(request, "regulation/not_searched.html", {"form": form, **typed, **why}, status=status)


def _shown(request: HttpRequest, criteria: SearchCriteria, result: SearchResult) -> dict[str, Any]:
    kept = {"text": criteria.text, "loc": criteria.area.label, "lieu": criteria.area.token, "graine": criteria.seed}
    asked, base = {**kept, "mode": criteria.mode.value}, urlencode(kept)
    return {
        "what": criteria.text,
        "where": criteria.area.label,
        "lieu": criteria.area.token,
        "criteria": criteria,
        "result": result,
        "by_distance": criteria.order is Order.DISTANCE,
        "modes": [(mode, f"?{base}&mode={mode.value}", mode is criteria.mode) for mode in modes_for(request)],
        "overbooking_path": f"?{base}&mode={Mode.OVERBOOKING.value}",
        "back": urlencode({"retour": f"/sas/recherche?{urlencode({**asked, 'page': criteria.page})}"}),
        "pages": pages_of(asked, criteria.page, last=result.pages),
    }


def modes_for(request: HttpRequest) -> list[Mode]:
    """« En sus » is the OSNP's (F-151)."""
    return list(Mode) if request.actor.has(Role.REGULATEUR_OSNP) else [Mode.SLOTS]


def pages_of(asked: dict[str, Any], current: int, *, last: int) -> dict[str, Any]:
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
