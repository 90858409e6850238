"""« Orientations reçues » of a place, week by week, and the choice of being written about them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.availability.queries import today_at
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.orientation import operations, queries
from sas.web.calendar.views import KEEPERS, RECEIVERS
from sas.web.calendar.weeks import ONE_DAY, WEEK, day_asked, monday_of
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.replies import SeeOther

WRITTEN = (Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE)
_SAID = {True: "C'est noté : le patient est venu.", False: "C'est noté : le patient n'est pas venu."}
_CHOSEN = {
    True: "Vous recevez un courriel à chaque orientation.",
    False: "Vous ne recevez plus de courriel à chaque orientation.",
}


class NoticeForm(DsfrBaseForm):
    """The box says yes or no, so it is neither required nor optional."""

    use_required_attribute = False
    wanted = forms.NullBooleanField(
        label="Recevoir un courriel à chaque orientation",
        help_text="Le courriel dit le lieu, la date, l'heure et le type, jamais rien du patient.",
        widget=forms.CheckboxInput,
    )


@page(*KEEPERS, consults=consults.place())
def received(request: HttpRequest, place_id: int) -> HttpResponse:
    """The orientations of a week, by day then slot (F-087)."""
    place = _place(request, place_id)
    today = today_at(place, request.now)
    return _show(request, place, monday_of(day_asked(request, "semaine", today=today) or today))


@command(*RECEIVERS)
def honoured(request: HttpRequest, *, place_id: int, begun_id: int) -> HttpResponse:
    """« Patient venu »."""
    return _mark(request, place_id=place_id, orientation_id=begun_id, honoured=True)


@command(*RECEIVERS)
def not_honoured(request: HttpRequest, *, place_id: int, begun_id: int) -> HttpResponse:
    """« Patient non venu »."""
    return _mark(request, place_id=place_id, orientation_id=begun_id, honoured=False)


@page(*WRITTEN)
def notice(request: HttpRequest) -> HttpResponse:
    """The choice of mails."""
    form = NoticeForm(initial={"wanted": queries.wants_notice(actor=request.actor)})
    return render(request, "calendar/received_notice.html", {"form": form})


@command(*WRITTEN)
def choose_notice(request: HttpRequest) -> HttpResponse:
    """Keep the choice."""
    form = NoticeForm(request.POST)
    wanted = bool(form.is_valid() and form.cleaned_data["wanted"])
    operations.choose_notice(actor=request.actor, wanted=wanted, now=request.now)
    messages.success(request, _CHOSEN[wanted])
    return SeeOther("/sas/orientations-recues/courriels")


def _mark(request: HttpRequest, *, place_id: int, orientation_id: int, honoured: bool) -> HttpResponse:
    found = queries.one(actor=request.actor, orientation_id=orientation_id)
    if found is None or found.place_id != place_id:
        raise Http404
    monday = monday_of(found.day)
    try:
        operations.mark(actor=request.actor, orientation_id=orientation_id, honoured=honoured, now=request.now)
    except Impossible as problem:
        return _show(request, _place(request, place_id), monday, problem=problem.reason)
    messages.success(request, _SAID[honoured])
    return SeeOther(f"/sas/agenda/{place_id}/orientations?semaine={monday}#orientation-{orientation_id}")


def _show(request: HttpRequest, place: PlaceFacts, monday: date, *, problem: str = "") -> HttpResponse:
    found = queries.received(actor=request.actor, place_id=place.id, monday=monday, now=request.now)
    shown: dict[str, Any] = {"place": place, "received": found, "problem": problem}
    shown |= {"monday": monday, "sunday": monday + WEEK - ONE_DAY, "previous": monday - WEEK, "next": monday + WEEK}
    shown |= {"this": monday_of(today_at(place, request.now)), "written": request.actor.has(*WRITTEN)}
    return render(request, "calendar/received.html", shown, status=422 if problem else 200)


def _place(request: HttpRequest, place_id: int) -> PlaceFacts:
    place = directory.places(actor=request.actor, place_ids=[place_id]).get(place_id)
    if place is None:
        raise Http404
    return place
