"""What an open page of results asks for: its results as they are now, and another ticket (ADR 35)."""

from collections.abc import Iterable
from itertools import repeat

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sas.rooms.offer import queries as offer
from sas.rooms.offer.enums import Mode
from sas.timetable.ranking import Order
from sas.web.kit.access import page
from sas.web.kit.context import MAY_SEARCH
from sas.web.kit.tickets import new_ticket
from sas.web.regulation import maps
from sas.web.regulation.addresses import Address, Part
from sas.web.regulation.forms import FollowedForm, SearchForm, Shown
from sas.web.regulation.gate import opened_by_package
from sas.web.regulation.views import area_of, back_of, criteria_of, doctor_of, form_of, said_of


@page(*MAY_SEARCH)
@opened_by_package
def cards(request: HttpRequest) -> HttpResponse:
    """Some results of a page, drawn as the page draws them; 422 for what no page of ours asks."""
    form, followed = form_of(request), FollowedForm(request.GET)
    area = area_of(request, form.cleaned_data) if form.is_valid() and followed.is_valid() else None
    if area is None:
        return HttpResponse(status=422)
    return render(request, "regulation/cards_now.html", _shown(request, form, area, followed.cleaned_data))


@page(*MAY_SEARCH)
@opened_by_package
def ticket(request: HttpRequest) -> HttpResponse:
    """Another ticket for the stream, as long as the session lasts."""
    return JsonResponse({"ticket": new_ticket(account_id=request.actor.user_id, now=request.now)})


def _shown(
    request: HttpRequest, form: SearchForm, area: offer.Area, followed: dict[str, tuple[int, ...]]
) -> dict[str, object]:
    asked, wanted = form.cleaned_data, followed["cartes"]
    doctor = doctor_of(request, form, area=area, with_cards=asked["page"] == 1)
    criteria = criteria_of(request, form, area=area, excluded=doctor.places)
    shown = dict(zip(followed["vus"], followed["cpts"] or repeat(0), strict=False))
    found = offer.cards_now(actor=request.actor, criteria=criteria, wanted=wanted, shown=shown, now=request.now)
    address = Address.of(said_of(criteria, doctor, vue=asked["vue"], token=criteria.kept))
    return {
        "found": found,
        "rows": _rows(criteria, found, shown) if asked["vue"] is Shown.TABLE else None,
        "by_distance": criteria.order is Order.DISTANCE,
        "doctor_cards": [card for card in doctor.cards if card.place_id in wanted],
        "again": f"?{address.but(Part.KEPT)}",
        "here": f"?{address.but()}&page={criteria.page}",
        "back": back_of(f"{address.but()}&page={criteria.page}", criteria.mode),
        "of_slots": criteria.mode is Mode.SLOTS and not found.by_name,
    }


def _rows(criteria: offer.SearchCriteria, found: offer.CardsNow, shown: Iterable[int]) -> tuple[maps.TableRow, ...]:
    ranks = maps.ranks_on(criteria, shown)
    return maps.rows((card for card in found.cards if card.place_id in ranks), ranks=ranks)
