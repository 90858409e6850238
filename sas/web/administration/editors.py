"""Editors that professionals may name, and how they are reached (F-231, F-261): added, changed, switched off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import operations, queries
from sas.rooms.directory.queries import EditorState
from sas.rooms.directory.rules import KEEPERS, certificate_is_ending
from sas.rooms.journal import queries as journal
from sas.web.administration.editor_forms import EditorForm
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther

EDITORS = "/administration/editeurs"
_ACTS = {
    "save_editor": "Enregistré",
    "save_editor_login": "Connexion déléguée enregistrée",
    "renew_editor_secret": "Nouveau secret",
}
_LATEST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody changed the editor: when, who, what."""

    at: datetime
    who: str
    act: str
    parts: str


@page(*KEEPERS)
def editor_list(request: HttpRequest) -> HttpResponse:
    """All of them, inactive ones included, with the certificates that end soon."""
    rows = queries.editor_states(actor=request.actor)
    ending = [one.id for one in rows if one.asked and certificate_is_ending(one.certificate_until, request.now)]
    shown = {"rows": rows, "ending": ending, "environment": settings.ENVIRONMENT}
    return render(request, "administration/editors.html", shown)


@page(*KEEPERS)
def new_editor(request: HttpRequest) -> HttpResponse:
    """An empty form."""
    return _page(request, EditorForm.empty(), None)


@command(*KEEPERS)
def add(request: HttpRequest) -> HttpResponse:
    """One more."""
    return _saved(request, None)


@page(*KEEPERS)
def editor(request: HttpRequest, editor_id: int) -> HttpResponse:
    """One of them, and who changed it."""
    found = known_editor(request, editor_id)
    return _page(request, EditorForm.of(found), found)


@command(*KEEPERS)
def edit(request: HttpRequest, editor_id: int) -> HttpResponse:
    """Another name or address, or switched on or off."""
    return _saved(request, known_editor(request, editor_id))


def known_editor(request: HttpRequest, editor_id: int) -> EditorState:
    """The editor of an address; raises Http404."""
    rows = queries.editor_states(actor=request.actor)
    found = next((row for row in rows if row.id == editor_id), None)
    if found is None:
        raise Http404
    return found


def _saved(request: HttpRequest, found: EditorState | None) -> HttpResponse:
    form, about = EditorForm(request.POST), {"editor_id": found.id if found else None, "now": request.now}
    if not form.is_valid() or not succeeds(
        form, operations.save_editor, actor=request.actor, **about, **form.arguments()
    ):
        return _page(request, form, found, status=422)
    messages.success(request, "L'éditeur est enregistré.")
    return SeeOther(EDITORS)


def _page(request: HttpRequest, form: EditorForm, found: EditorState | None, *, status: int = 200) -> HttpResponse:
    ending = found is not None and certificate_is_ending(found.certificate_until, request.now)
    shown: dict[str, Any] = {"form": form, "found": found, "ending": ending}
    shown["history"] = _history(request, found.id) if found else ()
    return render(request, "administration/editor.html", shown, status=status)


def _history(request: HttpRequest, editor_id: int) -> tuple[Line, ...]:
    traces = journal.traces_of(actor=request.actor, subject="editor", subject_id=editor_id, limit=_LATEST)
    authors = accounts.names_of(actor=request.actor, user_ids=frozenset(one.user_id for one in traces if one.user_id))
    labels = {name: field.label for name, field in EditorForm.base_fields.items()}
    return tuple(
        Line(
            one.at,
            authors.get(one.user_id or 0, "Plateforme"),
            _ACTS.get(one.verb, one.verb),
            ", ".join(str(labels.get(name, name)) for name in one.details.get("changed", ())),
        )
        for one in traces
    )
