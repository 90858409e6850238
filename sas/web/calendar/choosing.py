"""« VOS PARAMÈTRES »: a professional's participation, shown, saved, told (F-032 to F-045, F-110)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Role
from sas.errors import Refused
from sas.rooms.participation import operations, queries
from sas.rooms.participation.rules import KIND_OF, SettingsDraft
from sas.web.calendar import forms_settings as forms
from sas.web.calendar.acts import SEEN
from sas.web.kit.access import command, page
from sas.web.kit.attempts import page_number, tried
from sas.web.kit.replies import SeeOther

SHOW = "afficher"
"""What a form says that is only to be shown again, with the questions that its answers call for."""

_NOBODY = "Votre compte n'est rattaché à aucun professionnel de l'annuaire : il n'a pas de paramètres."
_SAVED = (
    "Vos paramètres sont enregistrés : ils sont pris en compte dès maintenant dans les recherches de la régulation."
)
_SAME = "Vos paramètres sont déjà ceux-là : rien n'a changé."


@page(Role.EFFECTEUR)
def settings(request: HttpRequest) -> HttpResponse:
    """The form, as the settings are kept."""
    return _Sheet(request).answer()


@command(Role.EFFECTEUR)
def save(request: HttpRequest) -> HttpResponse:
    """Save them; or only show what the answers call for, without the script that follows them."""
    sheet = _Sheet(request, draft=forms.read(request.POST))
    if SHOW in request.POST:
        return sheet.answer()
    if problems := sheet.judged.judgement.problems:
        sheet.form.add_problems(problems)
        return sheet.answer(status=422)
    changed = tried(sheet.form, operations.save_settings, **sheet.asked)
    if changed is None:
        return sheet.answer(status=422)
    messages.success(request, _SAVED if changed else _SAME)
    return SeeOther("/sas/tableau-de-bord")


@page(Role.EFFECTEUR)
def story(request: HttpRequest) -> HttpResponse:
    """Who changed one's settings, when, what they said before and after."""
    asked = {"actor": request.actor, "professional_id": _own_id(request), "page": page_number(request)}
    return render(request, "calendar/settings_story.html", {"found": queries.settings_story(**asked)})


def _own_id(request: HttpRequest) -> int:
    if request.account.professional_id is None:
        raise Refused(_NOBODY)
    return int(request.account.professional_id)


class _Sheet:
    """The page for one draft: what was asked of the room, once, and the form."""

    def __init__(self, request: HttpRequest, draft: SettingsDraft | None = None) -> None:
        self.request = request
        who = {"actor": request.actor, "professional_id": _own_id(request)}
        self.own = queries.own_settings(**who)
        self.draft = draft or self.own.draft
        self.choices = queries.settings_choices(**who)
        self.judged = queries.judged_settings(actor=request.actor, draft=self.draft, choices=self.choices)
        about = {"choices": self.choices, "judgement": self.judged.judgement, "words": request.words}
        self.form = forms.SettingsForm(self.draft, **about)

    @property
    def asked(self) -> dict[str, Any]:
        """What the operation is called with."""
        seen = self.request.POST.get(SEEN, "")
        who = {"actor": self.request.actor, "professional_id": self.own.professional_id}
        return who | {"draft": self.draft, "seen": seen, "now": self.request.now}

    def answer(self, *, status: int = 200) -> HttpResponse:
        """The whole page, whoever asks for a part of it."""
        blocks = forms.blocks(self.judged.judgement)
        shown = {"own": self.own, "choices": self.choices, "form": self.form, "blocks": blocks}
        return render(self.request, "calendar/settings.html", shown | self._proposed(), status=status)

    def _proposed(self) -> dict[str, Any]:
        """The structures to choose from: the one already chosen, when it is of the right kind, then those found."""
        text, chosen = forms.asked_name(self.request.POST), self.judged.structure
        if chosen and (chosen.closed or chosen.kind != KIND_OF.get(self.draft.via)):
            chosen = None
        found = queries.suggested_through(actor=self.request.actor, via=self.draft.via, text=text)
        options = [*([chosen] if chosen else []), *(one for one in found if one != chosen)]
        return {
            "text": text,
            "found": len(found),
            "options": [(one.id, forms.numbered(one)) for one in options],
            "chosen": chosen.id if chosen else None,
        }
