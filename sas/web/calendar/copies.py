"""Copying a day or a week to other ones: the choice, then what would be created, then the act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.dates import day_in_words
from sas.rooms.availability import operations, queries
from sas.rooms.directory.queries import PlaceFacts
from sas.web.calendar.acts import CONFIRMED, KEEPERS, RETHINK, SEEN, again, to_week, typed
from sas.web.calendar.planned import shown
from sas.web.calendar.weeks import WEEK, monday_of
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, tried

WEEKS_AHEAD = 12
"""How many weeks the form offers."""

_TEMPLATE, _CONFIRM = "calendar/copy.html", "calendar/confirm_copy.html"
_PICK = "Choisissez au moins une date de destination."
_COPIED = "Vos disponibilités sont copiées : elles sont visibles de la régulation."


@dataclass(frozen=True, slots=True)
class Copying:
    """What is copied, and how."""

    what: str
    preview: Callable[..., Any]
    operation: Callable[..., Any]
    source: dict[str, date]
    day: date


class CopyForm(DsfrBaseForm):
    """Where to: days of the same name and the days around, or whole weeks."""

    targets = forms.TypedMultipleChoiceField(
        label="Copier vers",
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _PICK, "invalid_choice": "Choisissez des dates dans la liste."},
    )

    def __init__(self, data: Any = None, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["targets"].choices = choices  # type: ignore[attr-defined]


@page(*KEEPERS, consults=consults.place())
def day_copying(request: HttpRequest, *, place_id: int, day: date) -> HttpResponse:
    """Where a day is copied to."""
    return _ask(request, place_id=place_id, copying=_of_day(day))


@command(*KEEPERS)
def copy_day(request: HttpRequest, *, place_id: int, day: date) -> HttpResponse:
    """Show what would be created, then create it."""
    return _copy(request, place_id=place_id, copying=_of_day(day))


@page(*KEEPERS, consults=consults.place())
def week_copying(request: HttpRequest, *, place_id: int, day: date) -> HttpResponse:
    """Where a week is copied to."""
    return _ask(request, place_id=place_id, copying=_of_week(day))


@command(*KEEPERS)
def copy_week(request: HttpRequest, *, place_id: int, day: date) -> HttpResponse:
    """Show what would be created, then create it."""
    return _copy(request, place_id=place_id, copying=_of_week(day))


def _of_day(day: date) -> Copying:
    return Copying("la journée", queries.planned_day_copy, operations.copy_day, {"day": day}, day)


def _of_week(day: date) -> Copying:
    monday = monday_of(day)
    return Copying("la semaine", queries.planned_week_copy, operations.copy_week, {"monday": monday}, monday)


def _ask(request: HttpRequest, *, place_id: int, copying: Copying) -> HttpResponse:
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    form = CopyForm(choices=_choices(copying, today=queries.today_at(place, request.now)))
    return render(request, _TEMPLATE, {"form": form, "place": place, "copying": copying})


def _copy(request: HttpRequest, *, place_id: int, copying: Copying) -> HttpResponse:
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    form = CopyForm(request.POST, choices=_choices(copying, today=queries.today_at(place, request.now)))
    if not form.is_valid():
        return again(request, _TEMPLATE, form=form, place=place, copying=copying)
    if RETHINK in request.POST:
        return render(request, _TEMPLATE, {"form": form, "place": place, "copying": copying})
    targets = form.cleaned_data["targets"]
    asked = {"actor": request.actor, "place_id": place_id, "now": request.now, "targets": targets} | copying.source
    if CONFIRMED in request.POST and succeeds(form, copying.operation, seen=request.POST.get(SEEN, ""), **asked):
        messages.success(request, _COPIED)
        return to_week(place_id, min(targets))
    return _confirm(request, form=form, place=place, copying=copying, asked=asked)


def _confirm(
    request: HttpRequest, *, form: CopyForm, place: PlaceFacts, copying: Copying, asked: dict[str, Any]
) -> HttpResponse:
    preview = tried(form, copying.preview, **asked)
    if not preview:
        return again(request, _TEMPLATE, form=form, place=place, copying=copying)
    about = {
        "form": form,
        "place": place,
        "copying": copying,
        "told": shown(preview, copied=True),
        "typed": typed(request),
    }
    return render(request, _CONFIRM, about, status=422 if form.errors else 200)


def _choices(copying: Copying, *, today: date) -> list[tuple[str, str]]:
    """For a week, the coming ones; for a day, the rest of its week and the same weekday of the coming weeks."""
    ahead = [monday_of(max(today, copying.day)) + number * WEEK for number in range(WEEKS_AHEAD + 1)]
    if "monday" in copying.source:
        return [_choice(monday, "Semaine du ") for monday in ahead if monday != copying.day]
    around = [monday_of(copying.day) + timedelta(days=number) for number in range(7)]
    same = [monday + timedelta(days=copying.day.weekday()) for monday in ahead]
    days = sorted({day for day in (*around, *same) if day >= today and day != copying.day})
    return [_choice(day, "") for day in days]


def _choice(day: date, before: str) -> tuple[str, str]:
    told = day_in_words(day, "j F Y" if before else "l j F Y")
    return day.isoformat(), f"{before}{told}" if before else told.capitalize()
