"""The table of a territory for a quarter of Avenant 9, the doctors in it, and its files (F-266)."""

from collections.abc import Iterable, Iterator

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.indicators import operations, queries, rules
from sas.rooms.indicators.queries import TableFilters, TableRow, Totals
from sas.rooms.indicators.rules import READERS, SCALES, Quarter
from sas.rooms.participation.enums import Via
from sas.web.administration import exports
from sas.web.administration.quarter_tables import EVERY, MET, QuarterForm, asked, yes
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import page_number
from sas.web.kit.quarters import quarter_asked, quarters_shown

_STEPS = [("0", "Aucun"), *((str(at), f"{step.label} patients") for at, step in enumerate(SCALES[-1].steps, start=1))]
COLUMNS = (
    "Nom", "Identifiant national", "Départements", "Mode d'exercice", "Participation", "Créneaux", "Participe au SAS",
    "Créneaux remontés", "Indicateur 8", "Orientations comptées", "Palier", "Indicateur 9 (€)", "État",
)  # fmt: skip


class TableForm(QuarterForm):
    """What the table is narrowed to."""

    texte = forms.CharField(label="Nom ou numéro RPPS", required=False, max_length=100)
    mode = forms.ChoiceField(
        label="Mode de participation", required=False, choices=[EVERY, *((str(one.value), one.label) for one in Via)]
    )
    conditions = forms.ChoiceField(
        label="Indicateur 8", required=False, choices=[EVERY, ("oui", "Réuni"), ("non", "Non réuni")]
    )
    palier = forms.ChoiceField(label="Palier de l'indicateur 9", required=False, choices=[EVERY, *_STEPS])

    def filters(self) -> TableFilters:
        """What could be read."""
        kept = self.told()
        return TableFilters(
            text=kept.get("texte", ""),
            via=Via(int(kept["mode"])) if kept.get("mode") else None,
            met=MET.get(kept.get("conditions", "")),
            step=int(kept["palier"]) if kept.get("palier") else None,
        )


@page(*READERS)
def table(request: HttpRequest) -> HttpResponse:
    """By name, twenty-five a page, with the totals of all."""
    territories = queries.table_territories(actor=request.actor)
    if not territories:
        return render(request, "administration/avenant9_none.html")
    form, wanted = asked(request, TableForm, territories=territories)
    found = queries.territory_table(actor=request.actor, **wanted, number=page_number(request))
    told = {"here": "doctors", "export_path": "/administration/avenant-9/export"}
    shown = told | {"form": form, "found": found, "quarter": wanted["quarter"], "scale": _scale(wanted["quarter"])}
    return render(request, "administration/avenant9.html", shown)


@command(*READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The whole narrowed table as a file; a command, because it leaves a trace."""
    _, wanted = asked(request, TableForm, territories=queries.table_territories(actor=request.actor))
    kind = "xlsx" if request.POST.get("forme") == "xlsx" else "csv"
    totals = operations.note_export(actor=request.actor, **wanted, form=kind, now=request.now)
    lines = _lines(queries.table_in_chunks(actor=request.actor, **wanted), totals)
    name = f"avenant-9-{wanted['quarter'].key}"
    return exports.file_answer(kind, titles=COLUMNS, chunks=lines, name=name, sheet="Avenant 9")


@page(*READERS, consults=consults.always("professional", "doctor_id"))
def professional(request: HttpRequest, doctor_id: int) -> HttpResponse:
    """One doctor of the territory: what stands behind his line."""
    quarter = quarter_asked(request)
    wanted = {"professional_id": doctor_id, "quarter": quarter, "number": page_number(request), "now": request.now}
    found = queries.professional_quarter(actor=request.actor, **wanted)
    if found is None:
        raise Http404
    shown = {"found": found, "quarter": quarter, "quarters": quarters_shown(request)}
    return render(request, "administration/avenant9_professional.html", shown)


def _scale(quarter: Quarter) -> rules.Scale | None:
    return rules.scale_on(quarter.last_day)


def _lines(chunks: Iterable[Iterable[TableRow]], totals: Totals) -> Iterator[list[list[exports.Cell]]]:
    """The lines, then one of totals."""
    for chunk in chunks:
        yield [_cells(row) for row in chunk]
    people = f"Total : {totals.people}"
    told: list[exports.Cell] = [people, "", "", "", "", "", totals.participants, "", totals.met, totals.counted, ""]
    yield [[*told, totals.amount, "Montants donnés à titre indicatif"]]


def _cells(row: TableRow) -> list[exports.Cell]:
    """One professional, in the order of COLUMNS."""
    return [
        row.name,
        row.national_id,
        ", ".join(row.departements),
        "Libéral" if row.mode_known else "Non connu",
        row.via.label,
        row.slots_by.label,
        yes(row.participates),
        yes(row.publishes),
        yes(row.met),
        row.counted,
        row.step,
        row.amount,
        "Provisoire" if row.provisional else "Clos",
    ]
