"""Many accounts from one file: brought, shown line by line, confirmed, followed, reported (F-221)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.enums import LineState
from sas.rooms.accounts.queries import BulkPage
from sas.rooms.accounts.rules.bulk import COLUMNS, MOST_LINES, ROLE_WORDS
from sas.sheets import csv_lines
from sas.web.administration import exports, files
from sas.web.administration.accounts import HOME, MANAGERS
from sas.web.kit.access import command, page
from sas.web.kit.replies import SeeOther


class FileForm(DsfrBaseForm):
    """A file to read."""

    use_required_attribute = False
    file = forms.FileField(
        label="Fichier des comptes à créer",
        help_text=f"CSV ou XLSX, {MOST_LINES} lignes et 2 Mo au maximum.",
        widget=forms.FileInput(attrs={"class": "fr-upload", "accept": ".csv,.xlsx,text/csv"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


@page(*MANAGERS)
def new_bulk(request: HttpRequest) -> HttpResponse:
    """The columns, the model, the files already brought."""
    return render(request, "administration/bulk_new.html", _around(request, FileForm()))


@command(*MANAGERS)
def bring(request: HttpRequest) -> HttpResponse:
    """Read the file and show the fate of each line; nothing is created."""
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = files.lines_of(file.read(files.MOST_BYTES + 1))
            made = operations.show_bulk(actor=request.actor, file_name=file.name, lines=lines, now=request.now)
        except Impossible as problem:
            form.add_error("file", problem.reason)
        else:
            return SeeOther(f"{HOME}/import/{made}")
    return render(request, "administration/bulk_new.html", _around(request, form), status=422)


@page(*MANAGERS)
def model(request: HttpRequest) -> HttpResponse:
    """The file to start from, with an example of each kind."""
    return exports.csv_answer(csv_lines(files.TITLES, [files.EXAMPLES]), name="modele-comptes")


@page(*MANAGERS)
def bulk(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """Each line's fate, then the progress, then the report: one page, which follows itself while it runs."""
    return render(request, "administration/bulk.html", {"found": _bulk(request, bulk_id), "states": LineState})


@command(*MANAGERS)
def start(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """Confirm: the background creates the lines that can be."""
    _bulk(request, bulk_id)
    try:
        operations.start_bulk(actor=request.actor, bulk_id=bulk_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    return SeeOther(f"{HOME}/import/{bulk_id}")


@page(*MANAGERS)
def refusals(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """The refused lines as the file wrote them, with the reason: corrected, the file can be brought again."""
    _bulk(request, bulk_id)
    found = queries.refused_lines(actor=request.actor, bulk_id=bulk_id)
    rows = [[str(one.number), one.problem, *(one.values.get(key, "") for key in COLUMNS)] for one in found]
    return exports.csv_answer(csv_lines(("Ligne", "Motif", *files.TITLES), [rows]), name="lignes-refusees")


def _bulk(request: HttpRequest, bulk_id: int) -> BulkPage:
    asked, word = request.GET.get("page", ""), request.GET.get("etat", "")
    state = LineState(word) if word in LineState.values else None
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    found = queries.bulk(actor=request.actor, bulk_id=bulk_id, state=state, number=number, now=request.now)
    if found is None:
        raise Http404
    return found


def _around(request: HttpRequest, form: FileForm) -> dict[str, Any]:
    own = queries.bulks(actor=request.actor, now=request.now)
    return {"form": form, "bulks": own, "titles": files.TITLES, "roles": ROLE_WORDS}
