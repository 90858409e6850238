"""« Résumés par courriel »: how often somebody who answers for a territory is told what changed there."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.rooms.digests import operations, queries
from sas.rooms.digests.enums import Period
from sas.rooms.digests.rules import READERS
from sas.web.kit.access import command, page
from sas.web.kit.replies import SeeOther

_PATH = "/compte/resume"
_CHOSEN = {
    Period.NONE: "Vous ne recevez plus de résumé.",
    Period.WEEKLY: "Vous recevrez un résumé chaque lundi.",
    Period.MONTHLY: "Vous recevrez un résumé le premier jour de chaque mois.",
}


class DigestForm(DsfrBaseForm):
    """One choice among three."""

    use_required_attribute = False
    period = forms.TypedChoiceField(
        label="Recevoir un résumé",
        choices=Period.choices,
        coerce=Period,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un rythme, ou aucun résumé.",
            "invalid_choice": "Choisissez l'un de ces rythmes.",
        },
    )


@page(*READERS)
def digest_page(request: HttpRequest) -> HttpResponse:
    """The choice as it stands."""
    return _show(request, DigestForm(initial={"period": queries.chosen(actor=request.actor).value}))


@command(*READERS)
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice."""
    form = DigestForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    period: Period = form.cleaned_data["period"]
    operations.choose(actor=request.actor, period=period, now=request.now)
    messages.success(request, _CHOSEN[period])
    return SeeOther(_PATH)


def _show(request: HttpRequest, form: DigestForm, **how: Any) -> HttpResponse:
    return render(request, "public/digest.html", {"form": form}, **how)
