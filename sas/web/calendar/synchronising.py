"""« Synchroniser mon agenda »: the address that shows it elsewhere, and the calendar that says when one is busy."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.calendars import operations, queries
from sas.rooms.directory import queries as directory
from sas.web.calendar.views import RECEIVERS
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.replies import SeeOther


class SourceForm(DsfrBaseForm):
    """Where a personal calendar is read; the operation judges the address."""

    address = forms.CharField(
        label="Adresse secrète de mon agenda personnel",
        help_text="Elle commence par https:// ou webcal://. Elle est gardée chiffrée et n'est plus jamais affichée.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        error_messages={"required": "Copiez l'adresse de votre agenda personnel."},
    )


@page(*RECEIVERS, consults=consults.place())
def synchronisation(request: HttpRequest, place_id: int) -> HttpResponse:
    """Both ways, with how to do it in each calendar."""
    return _show(request, place_id)


@command(*RECEIVERS)
def open_feed(request: HttpRequest, place_id: int) -> HttpResponse:
    """Make the address, or another in its stead."""
    operations.open_feed(actor=request.actor, place_id=place_id, now=request.now)
    messages.success(request, "Votre adresse est prête : copiez-la dans votre calendrier.")
    return _back(place_id)


@command(*RECEIVERS)
def close_feed(request: HttpRequest, shown_id: int) -> HttpResponse:
    """Take the address away."""
    try:
        operations.close_feed(actor=request.actor, place_id=shown_id, now=request.now)
    except Impossible as problem:
        return _show(request, shown_id, problem=problem.reason)
    messages.success(request, "L'adresse est supprimée : les calendriers qui la lisaient ne sont plus mis à jour.")
    return _back(shown_id)


@command(*RECEIVERS)
def set_source(request: HttpRequest, place_id: int) -> HttpResponse:
    """Read this personal calendar from now on."""
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            address = form.cleaned_data["address"]
            operations.set_source(actor=request.actor, place_id=place_id, address=address, now=request.now)
        except Impossible as problem:
            form.add_error(problem.field, problem.reason)
        else:
            messages.success(request, "Votre agenda personnel va être lu, puis relu tous les quarts d'heure.")
            return _back(place_id)
    return _show(request, place_id, form=form)


@command(*RECEIVERS)
def remove_source(request: HttpRequest, read_id: int) -> HttpResponse:
    """Stop reading it."""
    try:
        operations.remove_source(actor=request.actor, place_id=read_id, now=request.now)
    except Impossible as problem:
        return _show(request, read_id, problem=problem.reason)
    messages.success(request, "Votre agenda personnel n'est plus lu : ses heures occupées sont oubliées.")
    return _back(read_id)


def _show(request: HttpRequest, place_id: int, *, form: SourceForm | None = None, problem: str = "") -> HttpResponse:
    place = directory.places(actor=request.actor, place_ids=[place_id]).get(place_id)
    if place is None:
        raise Http404
    found = queries.synchronisation(actor=request.actor, place_id=place_id)
    address = f"{settings.PUBLIC_URL}/calendriers/{found.feed.token}.ics" if found.feed and found.feed.token else ""
    shown: dict[str, Any] = {"place": place, "feed": found.feed, "address": address, "problem": problem}
    shown["webcal"] = "webcal://" + address.partition("://")[2] if address else ""
    shown |= {"source": found.source, "form": form or SourceForm()}
    answer = render(request, "calendar/synchronise.html", shown, status=422 if problem or form else 200)
    # The page holds an address that opens the agenda: no cache keeps it.
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _back(place_id: int) -> HttpResponse:
    return SeeOther(f"/sas/agenda/{place_id}/synchroniser")
