"""« Extractions »: a file is asked for, followed while it is prepared, taken once (F-220, F-226, F-266)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.extracts import operations, queries, rules
from sas.rooms.extracts.enums import DATED, Dataset, FileFormat, Scope
from sas.rooms.extracts.queries import Choices
from sas.rooms.extracts.rules import ADMINISTRATORS, READERS, Asked
from sas.web.administration.exports import XLSX_TYPE
from sas.web.administration.menu import READERS as MENU_READERS
from sas.web.kit.access import command, page
from sas.web.kit.attempts import tried, whole
from sas.web.kit.fields import day_input
from sas.web.kit.replies import SeeOther

HOME = "/administration/extractions"
_LASTING = ", ".join(one.label for one in Dataset if one in DATED)
_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: XLSX_TYPE,
    FileFormat.PARQUET: "application/vnd.apache.parquet",
}
_NOT_OF_THIS = "Votre rôle ne permet pas d'extraire ces données pour cette partie du pays : choisissez-en une autre."


def _day(label: str, *, hint: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=day_input(),
        error_messages={"invalid": "Cette date n'est pas complète."},
    )


class ExtractForm(DsfrBaseForm):
    """What is asked for."""

    use_required_attribute = False
    dataset = forms.ChoiceField(label="Données", error_messages={"required": "Choisissez les données."})
    part = forms.ChoiceField(label="Territoire", error_messages={"required": "Choisissez un territoire."})
    first_day = _day("Du", hint=f"Pour : {_LASTING}. Les autres données sont celles du jour.")
    last_day = _day("Au", hint="Dernier jour compris ; une année au plus.")
    file_format = forms.ChoiceField(
        label="Format", choices=FileFormat.choices, error_messages={"required": "Choisissez un format."}
    )

    def __init__(self, data: Any = None, *, choices: Choices) -> None:
        super().__init__(data)
        parts = [(Scope.NATIONAL.value, Scope.NATIONAL.label)] if choices.national else []
        parts += [(str(one.id), one.name) for one in choices.territories]
        parts += [(Scope.STRUCTURES.value, Scope.STRUCTURES.label)] if choices.structures else []
        self.fields["dataset"].choices = [(one.value, one.label) for one in choices.datasets]
        self.fields["part"].choices = parts

    def asked(self) -> Asked:
        """As the room wants it; only of a form that is valid."""
        told, part = self.cleaned_data, self.cleaned_data["part"]
        scope = Scope(part) if part in Scope.values else Scope.TERRITORY
        return Asked(
            Dataset(told["dataset"]),
            scope,
            FileFormat(told["file_format"]),
            whole(part, otherwise=0) or None,
            told["first_day"],
            told["last_day"],
        )


@page(*READERS)
def extract_list(request: HttpRequest) -> HttpResponse:
    """The form, one's own extracts, and for administrators the monthly files; it follows what is prepared."""
    return _drawn(request, ExtractForm(choices=queries.choices(actor=request.actor)))


@command(*READERS)
def ask(request: HttpRequest) -> HttpResponse:
    """Have one prepared."""
    form = ExtractForm(request.POST, choices=queries.choices(actor=request.actor))
    if form.is_valid():
        asked = form.asked()
        if asked.dataset not in rules.datasets(request.actor, scope=asked.scope):
            form.add_error("part", _NOT_OF_THIS)
        elif tried(form, operations.ask_extract, actor=request.actor, asked=asked, now=request.now) is not None:
            messages.success(request, "L'extraction est demandée : elle se prépare, vous pouvez quitter cette page.")
            return SeeOther(HOME)
    return _drawn(request, form, status=422)


@command(*READERS)
def take(request: HttpRequest, extract_id: int) -> HttpResponse:
    """The file, for the only time: a command, so that nothing but its author's own act uses it up."""
    try:
        taken = operations.take_extract(actor=request.actor, extract_id=extract_id, now=request.now)
    except Impossible as problem:
        return _told(request, problem)
    kind = _TYPES[taken.file_format]
    answer = FileResponse(taken.content, as_attachment=True, filename=taken.name, content_type=kind)
    answer["Cache-Control"] = "no-store"
    return answer


@command(*READERS)
def start_again(request: HttpRequest, failed_id: int) -> HttpResponse:
    """One that failed, expired or stopped is prepared again."""
    try:
        operations.start_again(actor=request.actor, extract_id=failed_id, now=request.now)
    except Impossible as problem:
        return _told(request, problem)
    messages.success(request, "L'extraction est relancée.")
    return SeeOther(HOME)


@page(*READERS)
def dictionary(request: HttpRequest) -> HttpResponse:
    """Each column of each dataset: the same as docs/extracts.md."""
    told = [{"dataset": one, "about": rules.ABOUT[one], "columns": rules.COLUMNS[one]} for one in Dataset]
    return render(request, "administration/extracts_dictionary.html", {"datasets": told})


def _told(request: HttpRequest, problem: Impossible) -> HttpResponse:
    """The same page, with what makes it impossible."""
    messages.error(request, problem.reason)
    return _drawn(request, ExtractForm(choices=queries.choices(actor=request.actor)), status=422)


def _drawn(request: HttpRequest, form: ExtractForm, *, status: int = 200) -> HttpResponse:
    actor, administers = request.actor, request.actor.has(*ADMINISTRATORS)
    for name in ("first_day", "last_day"):
        form.fields[name].required = True  # needed or not, by the data: the hint says so, « optionnel » would not
    shown = {
        "form": form,
        "may_ask": bool(form.fields["part"].choices),
        "found": queries.own_extracts(actor=actor, now=request.now),
        "sendings": queries.sendings(actor=actor, now=request.now) if administers else (),
        "is_sent": queries.sends_monthly(actor=actor),
        "administers": administers,
        "from_administration": actor.has(*MENU_READERS),
    }
    shown["moves"] = any(one.is_open for one in (*shown["found"], *shown["sendings"]))
    return render(request, "administration/extracts.html", shown, status=status)
