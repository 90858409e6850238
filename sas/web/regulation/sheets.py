"""The detail page of a place, and the members of a CPTS: where the results lead."""

from datetime import date
from secrets import randbelow
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from sas.rooms.offer import queries as offer
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import CptsMembers, MembersCriteria, Sheet
from sas.rooms.offer.rules import allowed_mode
from sas.web.kit.access import Then, page_then
from sas.web.kit.context import MAY_SEARCH
from sas.web.regulation import measured
from sas.web.regulation.behind import asking_editors, in_turn
from sas.web.regulation.forms import FARTHEST_PAGE, SEEDS
from sas.web.regulation.forms_orientation import accepted_return, returning, search_of
from sas.web.regulation.gate import opened_by_package
from sas.web.regulation.views import followed_at, mode_links, pages_of


class MembersForm(forms.Form):
    """What a search, and the address itself, ask of a CPTS's members; anything wrong is as if it were not there."""

    loc = forms.CharField(required=False, max_length=200)
    lieu = forms.CharField(required=False, max_length=60)
    mode = forms.ChoiceField(required=False, choices=[(mode.value, mode.label) for mode in Mode])
    page = forms.IntegerField(required=False, min_value=1, max_value=FARTHEST_PAGE)
    graine = forms.IntegerField(required=False, min_value=0, max_value=SEEDS - 1)


@page_then(*MAY_SEARCH)
@opened_by_package
def place_sheet(request: HttpRequest, place_id: int) -> HttpResponse | Then:
    """« Fiche professionnelle »: everything of a place, a week at a time (F-160)."""
    monday = _monday(request.GET.get("semaine", ""))
    found = offer.sheet(actor=request.actor, place_id=place_id, monday=monday, now=request.now)
    if found is None:
        raise Http404
    back = accepted_return(request.GET.get("retour", ""))
    shown = {"sheet": found, "live": _live(request, found), **_came_from(back), **_onward(request, back)}
    acts = in_turn(asking_editors(request, [found.card]), measured.opened(request, back))
    return Then(render(request, "regulation/sheet.html", shown), acts)


@page_then(*MAY_SEARCH)
@opened_by_package
def cpts_members(request: HttpRequest, cpts_id: int) -> HttpResponse | Then:
    """The places of the members of a CPTS, paginated as results are (F-158)."""
    back = accepted_return(request.GET.get("retour", ""))
    criteria = _criteria(request, back)
    found = offer.cpts_members(actor=request.actor, cpts_id=cpts_id, criteria=criteria, now=request.now)
    if found is None:
        raise Http404
    shown = _shown(request, found, criteria=criteria, back=back)
    acts = in_turn(asking_editors(request, found.cards), measured.opened(request, back))
    return Then(render(request, "regulation/cpts.html", shown), acts)


def _live(request: HttpRequest, found: Sheet) -> dict[str, str] | None:
    """A page that is one place is drawn anew by its own address."""
    return followed_at(request, f"{request.path}?{request.GET.urlencode()}") if found.week else None


def _came_from(back: str) -> dict[str, str]:
    """Where one goes back to, and the search that led here: the bar of the header keeps it."""
    asked = search_of(back)
    members = back.startswith("/sas/cpts/")
    return {
        "back": back,
        "back_words": "Revenir aux professionnels de la CPTS" if members else "Revenir aux résultats",
        "what": asked.get("text") or "",
        "where": asked.get("loc") or "",
        "lieu": asked.get("lieu") or "",
    }


def _onward(request: HttpRequest, back: str) -> dict[str, str]:
    """To other weeks and to the slots of a place, with the way back and the search that it was."""
    with_package = request.GET.get("forfait") == "1"
    kept = ({"retour": back} if back else {}) | ({"forfait": "1"} if with_package else {})
    here = f"{request.path}?{urlencode(kept)}" if kept else request.path
    return {
        "week_base": f"?{urlencode(kept)}{'&' if kept else ''}semaine=",
        "back_here": returning(here, with_package=with_package),
    }


def _monday(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _criteria(request: HttpRequest, back: str) -> MembersCriteria:
    """The place, order and mode of the search that one comes from; the address has the last word."""
    asked = {**QueryDict(urlsplit(back).query).dict(), "page": "", **request.GET.dict()}
    form = MembersForm(asked)
    form.full_clean()
    told = form.cleaned_data
    area = None
    if told.get("lieu"):
        area = offer.area_of_token(actor=request.actor, token=told["lieu"], label=told.get("loc", ""))
    return MembersCriteria(
        mode=allowed_mode(request.actor, Mode(told["mode"]) if told.get("mode") else None),
        area=area,
        seed=randbelow(SEEDS) if told.get("graine") is None else told["graine"],
        page=told.get("page") or 1,
        per_page=settings.RESULTS_PER_PAGE,
    )


def _shown(request: HttpRequest, found: CptsMembers, *, criteria: MembersCriteria, back: str) -> dict[str, Any]:
    kept = urlencode([*([("retour", back)] if back else []), ("graine", str(criteria.seed))])
    asked = f"{kept}&mode={criteria.mode.value}"
    here = f"{request.path}?{asked}&page={criteria.page}"
    return {
        "found": found,
        "criteria": criteria,
        **_came_from(back),
        "here": f"?{asked}&page={criteria.page}",
        "back_here": returning(here, with_package=criteria.mode is Mode.PACKAGE),
        "modes": mode_links(request, kept, current=criteria.mode),
        "pages": pages_of(asked, criteria.page, last=found.pages),
    }
