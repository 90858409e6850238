"""The health centres of a territory for a quarter: the conditions of avenant 4, and their files (F-103, F-266)."""

from collections.abc import Iterable, Iterator

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.indicators import operations, queries
from sas.rooms.indicators.queries import CentreFilters, CentreRow, CentreTotals
from sas.rooms.indicators.rules import READERS
from sas.web.administration import exports
from sas.web.administration.quarter_tables import EVERY, MET, QuarterForm, asked, yes
from sas.web.kit.access import command, page
from sas.web.kit.attempts import page_number

COLUMNS = (
    "Nom", "FINESS", "Départements", "Médecins généralistes", "Sollicitation acceptée", "2 h par généraliste déclarées",
    "Heures visibles", "Conditions réunies", "Orientations comptées", "État",
)  # fmt: skip


class CentreForm(QuarterForm):
    """What the table is narrowed to."""

    texte = forms.CharField(label="Nom ou numéro FINESS", required=False, max_length=100)
    conditions = forms.ChoiceField(
        label="Conditions", required=False, choices=[EVERY, ("oui", "Réunies"), ("non", "Non réunies")]
    )

    def filters(self) -> CentreFilters:
        """What could be read."""
        kept = self.told()
        return CentreFilters(text=kept.get("texte", ""), met=MET.get(kept.get("conditions", "")))


@page(*READERS)
def table(request: HttpRequest) -> HttpResponse:
    """By name, twenty-five a page, with the totals of all."""
    territories = queries.table_territories(actor=request.actor)
    if not territories:
        return render(request, "administration/avenant9_none.html")
    form, wanted = asked(request, CentreForm, territories=territories)
    found = queries.centre_table(actor=request.actor, **wanted, number=page_number(request))
    told = {"here": "centres", "export_path": "/administration/avenant-9/centres/export"}
    shown = told | {"form": form, "found": found, "quarter": wanted["quarter"]}
    return render(request, "administration/avenant9_centres.html", shown)


@command(*READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The whole narrowed table as a file; a command, because it leaves a trace."""
    _, wanted = asked(request, CentreForm, territories=queries.table_territories(actor=request.actor))
    kind = "xlsx" if request.POST.get("forme") == "xlsx" else "csv"
    totals = operations.note_centre_export(actor=request.actor, **wanted, form=kind, now=request.now)
    lines = _lines(queries.centres_in_chunks(actor=request.actor, **wanted), totals)
    name = f"centres-de-sante-{wanted['quarter'].key}"
    return exports.file_answer(kind, titles=COLUMNS, chunks=lines, name=name, sheet="Centres de santé")


def _lines(chunks: Iterable[Iterable[CentreRow]], totals: CentreTotals) -> Iterator[list[list[exports.Cell]]]:
    """The lines, then one of totals."""
    for chunk in chunks:
        yield [_cells(row) for row in chunk]
    told: list[exports.Cell] = [f"Total : {totals.centres}", "", "", totals.practitioners, totals.accepting]
    yield [[*told, totals.pledging, totals.showing, totals.met, totals.counted, "Donné à titre indicatif"]]


def _cells(row: CentreRow) -> list[exports.Cell]:
    """One health centre, in the order of COLUMNS."""
    return [
        row.name,
        row.finess,
        ", ".join(row.departements),
        row.practitioners,
        yes(row.accepts),
        yes(row.pledges),
        yes(row.shows),
        yes(row.met),
        row.counted,
        "Provisoire" if row.provisional else "Clos",
    ]
