"""Creating, editing and deleting availability: a page per act, and one that says what a series change does."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.availability import operations, queries
from sas.rooms.availability.queries import AgendaOccurrence, Preview
from sas.rooms.orientation import queries as orientations
from sas.rooms.orientation.enums import FREED
from sas.timetable.recurrence import advice
from sas.web.calendar import forms
from sas.web.calendar.acts import CONFIRMED, KEEPERS, RETHINK, SEEN, again, to_week, typed
from sas.web.calendar.planned import Shown, shown
from sas.web.calendar.weeks import day_asked
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, tried
from sas.web.kit.replies import SeeOther

_FORM, _EDIT = "calendar/slot_form.html", "calendar/slot_edit.html"
_DELETE, _CONFIRM = "calendar/delete.html", "calendar/confirm_series.html"
_CHANGED = "Votre agenda est à jour : la modification est visible de la régulation."
_DELETED = "Votre agenda est à jour : la disponibilité supprimée n'est plus proposée."


@page(*KEEPERS, consults=consults.place())
def new_slot(request: HttpRequest, place_id: int) -> HttpResponse:
    """The form « Ajouter ou modifier des disponibilités » (F-062), on the day and hours of the address."""
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    day = day_asked(request, "jour", today=queries.today_at(place, request.now))
    hours = (request.GET.get("de", ""), request.GET.get("a", ""))
    initial = forms.proposed(place=place, day=day, hours=hours, now=request.now)
    form = forms.SlotForm(words=request.words, place=place, now=request.now, initial=initial)
    return render(request, _FORM, {"form": form, "place": place})


@command(*KEEPERS)
def publish(request: HttpRequest, place_id: int) -> HttpResponse:
    """Save the availability; the recommendation above an hour is said after saving (F-072)."""
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    form = forms.SlotForm(request.POST, words=request.words, place=place, now=request.now)
    who = {"actor": request.actor, "place_id": place_id, "now": request.now}
    if form.is_valid() and succeeds(form, operations.publish, draft=form.draft(), **who):
        messages.success(request, "Votre disponibilité est enregistrée : elle est visible de la régulation.")
        if recommended := advice(form.draft()):
            messages.info(request, recommended)
        day = form.cleaned_data["day"]
        another = f"/sas/agenda/{place_id}/disponibilites?jour={day}"
        return SeeOther(another) if "encore" in request.POST else to_week(place_id, day)
    return again(request, _FORM, form=form, place=place)


@page(*KEEPERS, consults=consults.place())
def edition(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> HttpResponse:
    """The same form, filled with the occurrence (F-068)."""
    found = _occurrence(request, place_id=place_id, slot_id=slot_id, day=day)
    form = forms.EditForm(words=request.words, found=found, now=request.now, initial=forms.as_it_is(found))
    return _page(request, _EDIT, form=form, found=found)


@command(*KEEPERS)
def edit(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> HttpResponse:
    """Change one occurrence at once, or a series once its preview is confirmed (F-069)."""
    found = _occurrence(request, place_id=place_id, slot_id=slot_id, day=day)
    form = forms.EditForm(request.POST, words=request.words, found=found, now=request.now)
    if form.is_valid() and form.series:
        return _edit_series(request, found=found, form=form)
    if form.is_valid() and succeeds(form, operations.edit_occurrence, terms=form.terms(), **_seen(request, found)):
        messages.success(request, _CHANGED)
        return to_week(place_id, form.cleaned_data["day"])
    return _back(request, _EDIT, form=form, found=found)


@page(*KEEPERS, consults=consults.place())
def deletion(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> HttpResponse:
    """The page that asks which occurrences go (F-070)."""
    found = _occurrence(request, place_id=place_id, slot_id=slot_id, day=day)
    scope = forms.SERIES if found.cannot_delete else forms.OCCURRENCE
    form = forms.DeleteForm(words=request.words, found=found, initial={"scope": scope})
    return _page(request, _DELETE, form=form, found=found)


@command(*KEEPERS)
def delete(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> HttpResponse:
    """Delete one occurrence at once, or the series from it on once its preview is confirmed."""
    found = _occurrence(request, place_id=place_id, slot_id=slot_id, day=day)
    form = forms.DeleteForm(request.POST, words=request.words, found=found)
    if form.is_valid() and form.series:
        return _delete_series(request, found=found, form=form)
    if form.is_valid() and succeeds(form, operations.delete_occurrence, **_seen(request, found)):
        messages.success(request, _DELETED)
        return to_week(place_id, day)
    return _back(request, _DELETE, form=form, found=found)


def _edit_series(request: HttpRequest, *, found: AgendaOccurrence, form: forms.EditForm) -> HttpResponse:
    if RETHINK in request.POST:
        return _page(request, _EDIT, form=form, found=found)
    terms = form.series_terms()
    if CONFIRMED in request.POST and succeeds(form, operations.edit_series_from, terms=terms, **_seen(request, found)):
        messages.success(request, _CHANGED)
        return to_week(found.place.id, found.day)
    preview = tried(form, queries.planned_series_edit, terms=terms, **_named(request, found))
    if not preview:
        return _back(request, _EDIT, form=form, found=found)
    told = _told(request, found, preview, endless=terms.last_day is None)
    return _confirm(request, found=found, form=form, told=told, doing="modifier")


def _delete_series(request: HttpRequest, *, found: AgendaOccurrence, form: forms.DeleteForm) -> HttpResponse:
    if CONFIRMED in request.POST and succeeds(form, operations.delete_series_from, **_seen(request, found)):
        messages.success(request, _DELETED)
        return to_week(found.place.id, found.day)
    preview = tried(form, queries.planned_series_deletion, **_named(request, found))
    if not preview:
        return _back(request, _DELETE, form=form, found=found)
    endless = bool(found.series_terms and found.series_terms.last_day is None)
    told = _told(request, found, preview, endless=endless)
    return _confirm(request, found=found, form=form, told=told, doing="supprimer")


def _confirm(request: HttpRequest, *, found: AgendaOccurrence, form: Any, told: Shown, doing: str) -> HttpResponse:
    about = {"place": found.place, "found": found, "form": form, "told": told, "typed": typed(request), "doing": doing}
    # The same page says what happened meanwhile, and what would be done now.
    return render(request, _CONFIRM, about, status=422 if form.errors else 200)


def _told(request: HttpRequest, found: AgendaOccurrence, preview: Preview, *, endless: bool) -> Shown:
    """The plan in words; the orientations are those of the slots of the series only."""
    agenda = queries.agendas(actor=request.actor, place_ids=[found.place.id])[found.place.id]
    key = found.slot.series or found.slot.id
    series = {slot.id for slot in agenda.slots if key in (slot.series, slot.id)}
    days = {"first_day": min(found.from_day, found.day), "last_day": preview.plan.last_day}
    received = orientations.of_place(actor=request.actor, place_id=found.place.id, **days)
    return shown(preview, received=[one for one in received if one.slot_id in series], endless=endless)


def _back(request: HttpRequest, template: str, *, form: Any, found: AgendaOccurrence) -> HttpResponse:
    """What was typed, over the agenda as it is now."""
    where = {"place_id": found.place.id, "slot_id": found.slot.id, "day": found.day}
    return _page(request, template, form=form, found=_occurrence(request, **where), status=422)


def _page(
    request: HttpRequest, template: str, *, form: Any, found: AgendaOccurrence, status: int = 200
) -> HttpResponse:
    """The form, under the occurrence with who oriented patients on it and when."""
    asked = {"place_id": found.place.id, "first_day": found.day, "last_day": found.day}
    received = orientations.of_place(actor=request.actor, **asked) if found.taken else ()
    here = [one for one in received if one.slot_id == found.slot.id and one.state not in FREED]
    shown = {"form": form, "place": found.place, "found": found, "received_here": here}
    return render(request, template, shown, status=status)


def _named(request: HttpRequest, found: AgendaOccurrence) -> dict[str, Any]:
    where = {"place_id": found.place.id, "slot_id": found.slot.id, "day": found.day}
    return {"actor": request.actor, "now": request.now} | where


def _seen(request: HttpRequest, found: AgendaOccurrence) -> dict[str, Any]:
    return _named(request, found) | {"seen": request.POST.get(SEEN, "")}


def _occurrence(request: HttpRequest, *, place_id: int, slot_id: int, day: date) -> AgendaOccurrence:
    found = queries.occurrence(actor=request.actor, place_id=place_id, slot_id=slot_id, day=day, now=request.now)
    if found is None:
        raise Http404
    return found
