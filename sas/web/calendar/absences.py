"""« Programmer une indisponibilité »: what hides a place, in one window (F-080 to F-083)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.availability import operations, queries
from sas.rooms.availability.queries import Absences
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.orientation import queries as orientations
from sas.rooms.orientation.queries import OrientationFacts
from sas.web.calendar.absence_form import AbsenceForm
from sas.web.calendar.acts import CONFIRMED, KEEPERS, RETHINK, SEEN, again, to_week, typed
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, whole

_TEMPLATE, _CONFIRM = "calendar/unavailability.html", "calendar/confirm_unavailability.html"
_HIDDEN = "Ce lieu est indisponible : vos disponibilités ne sont plus visibles de la régulation."
_PLANNED = "Votre indisponibilité est programmée : vos disponibilités ne seront pas visibles de la régulation."
_SHOWN = "Ce lieu est disponible : vos disponibilités sont visibles de la régulation."
_TAKEN_OUT = "retirer"


@page(*KEEPERS, consults=consults.place())
def unavailability(request: HttpRequest, place_id: int) -> HttpResponse:
    """The window: without end, up to three periods, and whether the other places follow."""
    found = queries.absences(actor=request.actor, place_id=place_id, now=request.now)
    form = _form(request, found)
    return render(request, _TEMPLATE, _shown(form, found))


@command(*KEEPERS)
def save_unavailability(request: HttpRequest, place_id: int) -> HttpResponse:
    """Save it; patients whom it would cover are shown first."""
    found = queries.absences(actor=request.actor, place_id=place_id, now=request.now)
    if _TAKEN_OUT in request.POST:
        form = _form(request, found, data=_without(request))
        return render(request, _TEMPLATE, _shown(form, found) | {"taken_out": True})
    form = _form(request, found, data=request.POST)
    if not form.is_valid() or RETHINK in request.POST:
        return _again(request, form=form, found=found)
    covered = () if CONFIRMED in request.POST else _covered(request, form=form, found=found)
    return _confirm(request, form=form, found=found, covered=covered) if covered else _save(request, form, found)


def _form(request: HttpRequest, found: Absences, *, data: Any = None) -> AbsenceForm:
    today = queries.today_at(found.place, request.now)
    return AbsenceForm(found=found, others=_others(request, found.place), today=today, data=data, words=request.words)


def _save(request: HttpRequest, form: AbsenceForm, found: Absences) -> HttpResponse:
    others = [place.id for place in form.others] if form.cleaned_data.get("also") else []
    asked = {"place_ids": [found.place.id, *others], "indefinite": form.indefinite, "periods": form.periods}
    who = {"actor": request.actor, "now": request.now}
    if not succeeds(form, operations.save_unavailability, **asked, versions=_versions(request, found), **who):
        return _again(request, form=form, found=queries.absences(**who, place_id=found.place.id))
    said = _HIDDEN if form.indefinite else _PLANNED if form.periods else _SHOWN
    messages.success(request, said)
    return to_week(found.place.id)


def _versions(request: HttpRequest, found: Absences) -> dict[int, int]:
    return {found.place.id: whole(request.POST.get(SEEN, ""), otherwise=-1)}


def _again(request: HttpRequest, *, form: AbsenceForm, found: Absences) -> HttpResponse:
    if not form.errors:
        return render(request, _TEMPLATE, _shown(form, found))
    return again(request, _TEMPLATE, **_shown(form, found))


def _confirm(
    request: HttpRequest, *, form: AbsenceForm, found: Absences, covered: Sequence[OrientationFacts]
) -> HttpResponse:
    kept = {"typed": typed(request), "seen": request.POST.get(SEEN, "")}
    return render(request, _CONFIRM, {"place": found.place, "form": form, "covered": covered} | kept)


def _shown(form: AbsenceForm, found: Absences) -> dict[str, Any]:
    return {"form": form, "place": found.place, "absences": found, "taken_out": False}


def _without(request: HttpRequest) -> Any:
    """The form without the period whose « Supprimer » was pressed; it is saved with the rest."""
    data = request.POST.copy()
    for name in (f"debut_{data[_TAKEN_OUT]}", f"fin_{data[_TAKEN_OUT]}"):
        data.pop(name, None)
    return data


def _others(request: HttpRequest, place: PlaceFacts) -> tuple[PlaceFacts, ...]:
    """The other open agendas of the same professional or structure that the actor keeps."""
    professionals = [place.professional_id] if place.professional_id else []
    structures = [] if professionals or not place.structure_id else [place.structure_id]
    owned = directory.place_ids_of(actor=request.actor, professionals=professionals, structures=structures)
    kept = queries.kept_places(actor=request.actor, place_ids=owned - {place.id})
    found = [one.place for one in kept if one.flags.agenda_open]
    return tuple(one for one in found if one.professional_id == place.professional_id)


def _covered(request: HttpRequest, *, form: AbsenceForm, found: Absences) -> tuple[OrientationFacts, ...]:
    """Patients expected while the places would be hidden; where that is already said, they have been shown."""
    who = {"actor": request.actor, "now": request.now}
    new = [period for period in form.periods if period not in found.periods]
    begins = form.indefinite and found.since is None
    here = orientations.expected_during(**who, place_ids=[found.place.id], indefinite=begins, periods=new)
    others = [place.id for place in form.others] if form.cleaned_data.get("also") else []
    asked = {"place_ids": others, "indefinite": form.indefinite, "periods": form.periods}
    return (*here, *(orientations.expected_during(**who, **asked) if others else ()))
