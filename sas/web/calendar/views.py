"""The pages of whoever keeps agendas: dashboard, week, and one page per act."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.availability import operations, queries
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.orientation import operations as orientation_operations
from sas.rooms.orientation import queries as orientations
from sas.timetable.recurrence import advice
from sas.web.calendar import forms
from sas.web.calendar.grid import days_of, first_quarter
from sas.web.calendar.weeks import ONE_DAY, WEEK, day_asked, monday_of
from sas.web.kit.access import command, page
from sas.web.kit.replies import SeeOther

RECEIVERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)
"""Who answers for patients: an administrator never declines one in somebody else's name."""
KEEPERS = (*RECEIVERS, Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)

_HIDDEN = "Ce lieu est indisponible : vos disponibilités ne sont plus visibles de la régulation."
_SHOWN = "Ce lieu est disponible : vos disponibilités sont visibles de la régulation."


@page(*KEEPERS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """« Bonjour … » and the places whose agendas are kept (F-030, F-049, F-084)."""
    kept = queries.kept_places(actor=request.actor)
    asked = {"actor": request.actor, "place_ids": [one.place.id for one in kept], "now": request.now}
    expected, waiting = orientations.upcoming_counts(**asked), orientations.unmarked(**asked)
    shown = [(one, expected.get(one.place.id, 0), waiting.get(one.place.id)) for one in kept]
    own = request.account.professional_id is not None
    return render(request, "calendar/dashboard.html", {"kept": shown, "own": own})


@page(*KEEPERS)
def week(request: HttpRequest, place_id: int) -> HttpResponse:
    """The week of an agenda, with the orientations received (F-060, F-061, F-087)."""
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    today = queries.today_at(place, request.now)
    monday = monday_of(day_asked(request, "semaine", today=today) or today)
    found = queries.week(actor=request.actor, place_id=place_id, monday=monday, now=request.now)
    received = orientations.of_place(
        actor=request.actor, place_id=place_id, first_day=monday, last_day=monday + WEEK - ONE_DAY
    )
    days = days_of(found, received)
    shown = {"week": found, "place": place, "days": days, "opens_at": first_quarter(days), "hours": range(24)}
    weeks = {"sunday": days[-1].day, "previous": monday - WEEK, "next": monday + WEEK, "this": monday_of(today)}
    weeks["may_synchronise"] = request.actor.has(*RECEIVERS)
    return render(request, "calendar/week.html", shown | weeks)


@page(*KEEPERS)
def new_slot(request: HttpRequest, place_id: int) -> HttpResponse:
    """The form « Ajouter ou modifier des disponibilités » (F-062)."""
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    day = day_asked(request, "jour", today=queries.today_at(place, request.now))
    initial = forms.proposed(place=place, day=day, now=request.now)
    form = forms.SlotForm(place=place, now=request.now, initial=initial)
    return render(request, "calendar/slot_form.html", {"form": form, "place": place})


@command(*KEEPERS)
def publish(request: HttpRequest, place_id: int) -> HttpResponse:
    """Save the availability; the recommendation above an hour is said after saving (F-072)."""
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    form = forms.SlotForm(request.POST, place=place, now=request.now)
    if form.is_valid() and _done(
        form, operations.publish, actor=request.actor, place_id=place_id, draft=form.draft(), now=request.now
    ):
        messages.success(request, "Votre disponibilité est enregistrée : elle est visible de la régulation.")
        if recommended := advice(form.draft()):
            messages.info(request, recommended)
        day = form.cleaned_data["day"]
        return _form_again(place_id, day) if "encore" in request.POST else _to_week(place_id, day)
    return _again(request, "calendar/slot_form.html", form=form, place=place)


@page(*KEEPERS)
def deletion(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> HttpResponse:
    """The page that asks which occurrences go (F-070)."""
    found = _occurrence(request, place_id=place_id, slot_id=slot_id, day=day)
    form = forms.DeleteForm(day=day, weekly=found.slot.rule.weekly, initial={"scope": forms.OCCURRENCE})
    return render(request, "calendar/delete.html", {"form": form, "place": found.place, "found": found})


@command(*KEEPERS)
def delete(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> HttpResponse:
    """Delete one occurrence, or the series from it on."""
    found = _occurrence(request, place_id=place_id, slot_id=slot_id, day=day)
    form = forms.DeleteForm(request.POST, day=day, weekly=found.slot.rule.weekly)
    series = form.is_valid() and form.cleaned_data["scope"] == forms.SERIES
    act = operations.delete_series_from if series else operations.delete_occurrence
    who = {"actor": request.actor, "place_id": place_id, "now": request.now}
    if form.is_valid() and _done(form, act, slot_id=slot_id, day=day, **who):
        messages.success(request, "Votre agenda est à jour : la disponibilité supprimée n'est plus proposée.")
        return _to_week(place_id, day)
    return _again(request, "calendar/delete.html", form=form, place=found.place, found=found)


@page(*KEEPERS)
def unavailability(request: HttpRequest, place_id: int) -> HttpResponse:
    """The form « Période d'indisponibilité » (F-080)."""
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    since = queries.agendas(actor=request.actor, place_ids=[place_id])[place_id].unavailable_since
    expected = orientations.upcoming_counts(actor=request.actor, place_ids=[place_id], now=request.now)
    form = forms.UnavailabilityForm(initial={"unavailable": since is not None})
    shown = {"form": form, "place": place, "since": since, "expected": expected.get(place_id, 0)}
    return render(request, "calendar/unavailability.html", shown)


@command(*KEEPERS)
def save_unavailability(request: HttpRequest, place_id: int) -> HttpResponse:
    """Hide the agenda, or show it again."""
    form = forms.UnavailabilityForm(request.POST)
    unavailable = form.is_valid() and form.cleaned_data["unavailable"]
    operations.set_unavailable(actor=request.actor, place_id=place_id, unavailable=unavailable, now=request.now)
    messages.success(request, _HIDDEN if unavailable else _SHOWN)
    return _to_week(place_id)


@page(*KEEPERS)
def additional_info(request: HttpRequest, place_id: int) -> HttpResponse:
    """The form « Informations complémentaires » (F-085)."""
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    kept = queries.agendas(actor=request.actor, place_ids=[place_id])[place_id]
    form = forms.AdditionalInfoForm(initial={"text": kept.additional_info})
    return render(request, "calendar/additional_info.html", {"form": form, "place": place})


@command(*KEEPERS)
def save_additional_info(request: HttpRequest, place_id: int) -> HttpResponse:
    """Keep the text; too long, it comes back whole with its sentence."""
    form = forms.AdditionalInfoForm(request.POST)
    who = {"actor": request.actor, "place_id": place_id, "now": request.now}
    if form.is_valid() and _done(form, operations.save_additional_info, text=form.cleaned_data["text"], **who):
        messages.success(request, "Vos informations complémentaires sont visibles de la régulation.")
        return _to_week(place_id)
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    return _again(request, "calendar/additional_info.html", form=form, place=place)


@page(*RECEIVERS)
def declining(request: HttpRequest, *, place_id: int, orientation_id: int) -> HttpResponse:
    """The page that asks why a patient cannot be received."""
    found = _orientation(request, place_id=place_id, orientation_id=orientation_id)
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    shown = {"form": forms.DeclineForm(), "place": place, "found": found}
    return render(request, "calendar/decline.html", shown)


@command(*RECEIVERS)
def decline(request: HttpRequest, *, place_id: int, orientation_id: int) -> HttpResponse:
    """Decline the orientation; the place is offered again and the regulator is written."""
    found = _orientation(request, place_id=place_id, orientation_id=orientation_id)
    form = forms.DeclineForm(request.POST)
    who = {"actor": request.actor, "orientation_id": orientation_id, "now": request.now}
    if form.is_valid() and _done(form, orientation_operations.decline, reason=form.cleaned_data["reason"], **who):
        messages.success(request, "L'orientation est déclinée : la régulation en est informée.")
        return _to_week(place_id, found.day)
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    return _again(request, "calendar/decline.html", form=form, place=place, found=found)


def _done(form: Any, operation: Any, **arguments: Any) -> bool:
    """Run the operation; what makes it impossible is said beside its field."""
    try:
        operation(**arguments)
    except Impossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
        return False
    return True


def _again(request: HttpRequest, template: str, *, form: Any, place: PlaceFacts, **shown: Any) -> HttpResponse:
    return render(request, template, {"form": form, "place": place} | shown, status=422)


def _to_week(place_id: int, day: date | None = None) -> HttpResponse:
    return SeeOther(f"/sas/agenda/{place_id}" + (f"?semaine={monday_of(day)}" if day else ""))


def _form_again(place_id: int, day: date) -> HttpResponse:
    return SeeOther(f"/sas/agenda/{place_id}/disponibilites?jour={day}")


def _occurrence(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> queries.AgendaOccurrence:
    found = queries.occurrence(actor=request.actor, place_id=place_id, slot_id=slot_id, day=day, now=request.now)
    if found is None:
        raise Http404
    return found


def _orientation(request: HttpRequest, *, place_id: int, orientation_id: int) -> orientations.OrientationFacts:
    found = orientations.one(actor=request.actor, orientation_id=orientation_id)
    if found is None or found.place_id != place_id:
        raise Http404
    return found
