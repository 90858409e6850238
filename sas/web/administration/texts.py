"""The texts of the pages and of the mails, rewritten with a preview, and a new version of the CGU (F-230, F-022)."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries as account_queries
from sas.rooms.accounts.rules import terms_blocks
from sas.rooms.outbox.rules import drawn
from sas.rooms.texts import operations, queries
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.queries import TextState
from sas.rooms.texts.rules import checked_text
from sas.web.administration.mails import WATCHERS
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, tried, whole
from sas.web.kit.fields import day_input
from sas.web.kit.replies import SeeOther

HOME = "/administration/textes"
PREVIEW = "apercu"
_PARIS = ZoneInfo("Europe/Paris")
_PUBLISHED = "Le texte est publié : chacun le voit dans la minute."
_MAIL_PUBLISHED = "Le texte est publié : les courriels le portent dans la minute."
_RESTORED = "Le texte par défaut sert de nouveau."
_TAKEN_AWAY = "Le bandeau est retiré : plus personne ne le voit dans la minute."


class TextForm(DsfrBaseForm):
    """A text; the room says what it may hold."""

    use_required_attribute = False
    subject = forms.CharField(label="Objet", error_messages={"required": "Écrivez l'objet."})
    text = forms.CharField(
        label="Texte", widget=forms.Textarea({"rows": 14}), error_messages={"required": "Écrivez le texte."}
    )
    until = forms.DateField(
        label="Affiché jusqu'au",
        help_text="Dernier jour compris, à l'heure de Paris.",
        widget=day_input(),
        error_messages={"required": "Donnez une date de fin.", "invalid": "Cette date n'est pas complète."},
    )

    def __init__(self, data: Any = None, *, found: TextState, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if found.known.kind is TextKind.LINE:
            self.fields["text"].widget = forms.TextInput({"class": "fr-input"})
        if found.known.kind is not TextKind.MAIL:
            del self.fields["subject"]
        if found.known.kind is not TextKind.BANNER:
            del self.fields["until"]

    def said(self) -> dict[str, str]:
        """The words; a mail has a subject."""
        return {"text": self.cleaned_data["text"], "subject": self.cleaned_data.get("subject", "")}

    def draft(self) -> dict[str, Any]:
        """What is asked: a banner ends with its last day."""
        last = self.cleaned_data.get("until")
        ends = datetime.combine(last, time(23, 59, 59), tzinfo=_PARIS) if last else None
        return self.said() | {"until": ends}


class TermsForm(DsfrBaseForm):
    """A version of the CGU."""

    use_required_attribute = False
    text = forms.CharField(
        label="Texte des conditions générales d'utilisation",
        help_text="Une ligne qui commence par # est un titre, par ## un sous-titre ; une ligne vide sépare les "
        "paragraphes.",
        widget=forms.Textarea({"rows": 20}),
        error_messages={"required": "Écrivez le texte."},
    )


@page(*WATCHERS)
def text_list(request: HttpRequest) -> HttpResponse:
    """All of them, by where they stand."""
    found = queries.text_states(actor=request.actor)
    mails = sum(one.known.kind is TextKind.MAIL for one in found)
    return render(request, "administration/texts.html", {"rows": found, "mails": mails})


@page(*WATCHERS)
def text(request: HttpRequest, text_key: str) -> HttpResponse:
    """One text as it is shown, the form that changes it, what it said before; `version` takes one of these up."""
    found = _found_or_404(request, text_key)
    return _shown(request, found, TextForm(found=found, initial=_taken_up(request, found) | {"until": found.until}))


@command(*WATCHERS)
def publish(request: HttpRequest, text_key: str) -> HttpResponse:
    """Show how it will look, or use it from now on."""
    found = _found_or_404(request, text_key)
    form = TextForm(request.POST, found=found)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    if PREVIEW in request.POST:
        kept = tried(form, checked_text, known=found.known, **form.said())
        return _shown(request, found, form, status=200 if kept else 422, preview=kept or "")
    about = {"actor": request.actor, "key": text_key, "seen": _seen(request), "now": request.now}
    if not succeeds(form, operations.publish_text, **about, **form.draft()):
        return _shown(request, found, form, status=422)
    messages.success(request, _MAIL_PUBLISHED if found.known.kind is TextKind.MAIL else _PUBLISHED)
    return SeeOther(f"{HOME}/{text_key}")


@command(*WATCHERS)
def restore(request: HttpRequest, text_key: str) -> HttpResponse:
    """Back to the text of the platform."""
    found = _found_or_404(request, text_key)
    try:
        operations.restore_text(actor=request.actor, key=text_key, seen=_seen(request), now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, _TAKEN_AWAY if found.known.is_banner else _RESTORED)
    return SeeOther(f"{HOME}/{text_key}")


@page(Role.ADMINISTRATEUR)
def terms(request: HttpRequest) -> HttpResponse:
    """The CGU in force, in the form that makes the next version."""
    return _terms(request, TermsForm(initial={"text": account_queries.newest_terms_text(actor=request.actor)}))


@command(Role.ADMINISTRATEUR)
def publish_terms(request: HttpRequest) -> HttpResponse:
    """Show how they will be read, or publish them: everybody accepts them at the next page."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _terms(request, form, status=422)
    if PREVIEW in request.POST:
        return _terms(request, form, preview=terms_blocks(form.cleaned_data["text"]))
    if not succeeds(form, accounts.publish_terms, actor=request.actor, now=request.now, **form.cleaned_data):
        return _terms(request, form, status=422)
    messages.success(request, "La nouvelle version est publiée : chacun l'accepte à sa prochaine page.")
    return SeeOther("/cgu")


def _found_or_404(request: HttpRequest, key: str) -> TextState:
    found = next((one for one in queries.text_states(actor=request.actor) if one.known.key == key), None)
    if found is None:
        raise Http404
    return found


def _taken_up(request: HttpRequest, found: TextState) -> dict[str, Any]:
    """The words that the form starts from: those in use, or those of an older version."""
    asked = whole(request.GET.get("version", ""), otherwise=0)
    history = queries.text_history(actor=request.actor, key=found.known.key) if asked else ()
    before = next((one for one in history if one.number == asked and not one.is_default), None)
    subject, text = (before.subject, before.text) if before else (found.subject, found.body)
    return {"subject": subject, "text": text}


def _seen(request: HttpRequest) -> int:
    return whole(request.POST.get("seen", ""), otherwise=-1)


def _shown(
    request: HttpRequest, found: TextState, form: TextForm, *, status: int = 200, preview: str = ""
) -> HttpResponse:
    example = queries.sample(actor=request.actor, key=found.known.key, text=preview or found.text)
    shown = {
        "found": found,
        "form": form,
        "has_marks": found.known.kind is not TextKind.LINE,
        "blocks": example.blocks,
        "mail": drawn(example.letter) if example.letter else None,
        "is_preview": bool(preview),
        "seen": request.POST.get("seen", found.number),
        "history": queries.text_history(actor=request.actor, key=found.known.key),
    }
    return render(request, "administration/text.html", shown, status=status)


def _terms(request: HttpRequest, form: TermsForm, *, status: int = 200, preview: Any = ()) -> HttpResponse:
    shown = {"form": form, "terms": {"blocks": preview}, "is_preview": bool(preview)}
    return render(request, "administration/terms.html", shown, status=status)
