"""The delegated login of one editor: where its browsers come back, its secret (INT_SSO; ADR 40)."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.accounts import operations, queries
from sas.rooms.directory.rules import KEEPERS
from sas.web.administration.editors import EDITORS, known_editor
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther


class EditorLoginForm(DsfrBaseForm):
    """Where the editor's browsers come back, and whether it may ask."""

    use_required_attribute = False
    redirect_uris = forms.CharField(
        label="Adresses de retour (redirect_uri)",
        help_text="Une par ligne, entières : elles sont comparées caractère par caractère.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        error_messages={"required": "Donnez au moins une adresse.", "max_length": "3 000 caractères au maximum."},
    )
    active = forms.NullBooleanField(
        label="Connexion déléguée ouverte",
        help_text="Fermée, plus aucun régulateur n'y passe.",
        widget=forms.CheckboxInput,
    )


@page(*KEEPERS)
def login(request: HttpRequest, editor_id: int) -> HttpResponse:
    """As it is; an empty form for an editor that has none yet."""
    kept = queries.editor_login(actor=request.actor, editor_id=known_editor(request, editor_id).id)
    started = {"redirect_uris": "\n".join(kept.redirect_uris), "active": kept.active} if kept else {"active": True}
    return _page(request, editor_id, EditorLoginForm(initial=started))


@command(*KEEPERS)
def save(request: HttpRequest, editor_id: int) -> HttpResponse:
    """Other addresses, opened or closed."""
    form, found = EditorLoginForm(request.POST), known_editor(request, editor_id)
    if form.is_valid():
        told = {"editor_id": found.id, "active": form.cleaned_data["active"], "now": request.now}
        told["redirect_uris"] = tuple(form.cleaned_data["redirect_uris"].splitlines())
        if succeeds(form, operations.save_editor_login, actor=request.actor, **told):
            messages.success(request, "La connexion déléguée est enregistrée.")
            return SeeOther(f"{EDITORS}/{editor_id}/connexion")
    return _page(request, editor_id, form, status=422)


@command(*KEEPERS)
def renew_secret(request: HttpRequest, editor_id: int) -> HttpResponse:
    """Shown in this answer alone, which no cache keeps: it stands nowhere else, not even in the session."""
    shown = {"found": known_editor(request, editor_id), "issuer": settings.PUBLIC_URL}
    try:
        shown["secret"] = operations.renew_editor_secret(actor=request.actor, editor_id=editor_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
        return SeeOther(f"{EDITORS}/{editor_id}/connexion")
    shown["kept"] = queries.editor_login(actor=request.actor, editor_id=editor_id)
    answer = render(request, "administration/editor_secret.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest, editor_id: int, form: EditorLoginForm, *, status: int = 200) -> HttpResponse:
    kept = queries.editor_login(actor=request.actor, editor_id=editor_id)
    shown = {"form": form, "found": known_editor(request, editor_id), "kept": kept, "issuer": settings.PUBLIC_URL}
    shown["provided"] = queries.provided(actor=request.actor)
    return render(request, "administration/editor_login.html", shown, status=status)
