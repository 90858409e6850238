"""The SAS territories: read by those who represent them, kept by administrators (F-227)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.accounts.queries import TerritoryDetail
from sas.rooms.directory import operations as directory
from sas.rooms.directory import queries as places
from sas.rooms.directory.queries import DepartementName
from sas.rooms.directory.rules import KEEPERS, TerritoryDraft
from sas.web.administration.menu import READERS
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther

HOME = "/administration/territoires"


_DIGITS, _MANY = 5, 60


@dataclass(frozen=True, slots=True)
class CodesGroup:
    """The postal codes of one département that are shown, one at least, out of how many."""

    label: str
    codes: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CodesShown:
    """Those of a territory that start as `asked`; `total` counts all."""

    asked: str
    groups: tuple[CodesGroup, ...]
    total: int

    @property
    def is_long(self) -> bool:
        """Worth a search."""
        return self.total > _MANY


class TerritoryForm(DsfrBaseForm):
    """A territory; the room says what it may be."""

    use_required_attribute = False
    name = forms.CharField(
        label="Nom du territoire",
        help_text="Par exemple « SAS-50 Manche ».",
        max_length=80,
        error_messages={"required": "Donnez un nom au territoire.", "max_length": "80 caractères au maximum."},
    )
    departements = forms.MultipleChoiceField(
        label="Départements",
        help_text="Les lieux et les structures de ces départements, et leurs comptes, appartiennent au territoire.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un département."},
    )
    contact_name = forms.CharField(label="Contact régional", required=False, max_length=120)
    contact_phone = forms.CharField(label="Téléphone du contact", required=False, max_length=30)
    contact_email = forms.CharField(label="Adresse électronique du contact", required=False, max_length=254)

    def __init__(self, data: Any = None, *, departements: tuple[DepartementName, ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["departements"].choices = [(one.code, one.label) for one in departements]  # type: ignore[attr-defined]

    def draft(self) -> TerritoryDraft:
        """What is asked, once the form is valid."""
        kept = dict(self.cleaned_data)
        return TerritoryDraft(**kept | {"departements": frozenset(kept["departements"])})


@page(*READERS)
def territory_list(request: HttpRequest) -> HttpResponse:
    """One's own; all for an administrator."""
    found = queries.territory_list(actor=request.actor)
    may_create = request.actor.has(*KEEPERS)
    return render(request, "administration/territories.html", {"rows": found, "may_create": may_create})


@page(*KEEPERS)
def new_territory(request: HttpRequest) -> HttpResponse:
    """An empty form."""
    return _new(request, _form(request))


@command(*KEEPERS)
def create(request: HttpRequest) -> HttpResponse:
    """Show what the départements attach, then make the territory."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _new(request, form, status=422)
    plan = queries.planned_territory(
        actor=request.actor, territory_id=None, departements=form.cleaned_data["departements"]
    )
    if plan.key != request.POST.get("plan"):
        return _new(request, form, plan=plan)
    if not succeeds(form, directory.create_territory, actor=request.actor, draft=form.draft(), now=request.now):
        return _new(request, form, status=422, plan=plan)
    messages.success(request, "Le territoire est créé.")
    return SeeOther(HOME)


@page(*READERS)
def territory(request: HttpRequest, territory_id: int) -> HttpResponse:
    """One territory: what it holds and who represents it; for an administrator, the form that changes it."""
    found = _detail_or_404(request, territory_id)
    return _shown(request, found, _form(request, found=found))


@command(*KEEPERS)
def edit(request: HttpRequest, territory_id: int) -> HttpResponse:
    """Show what the change attaches and detaches, then carry it out, unless somebody else changed it meanwhile."""
    found = _detail_or_404(request, territory_id)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    about = {"actor": request.actor, "territory_id": territory_id}
    plan = queries.planned_territory(**about, departements=form.cleaned_data["departements"])
    if plan.key != request.POST.get("plan", ""):
        return _shown(request, found, form, plan=plan)
    about |= {"draft": form.draft(), "stamp": request.POST.get("stamp", ""), "now": request.now}
    if not succeeds(form, directory.edit_territory, **about):
        return _shown(request, found, form, status=422, plan=plan)
    messages.success(request, "Le territoire est enregistré.")
    return SeeOther(f"{HOME}/{territory_id}")


@page(*KEEPERS)
def deletion(request: HttpRequest, free_id: int) -> HttpResponse:
    """The page that says who would lose the territory, or asks whether it really goes."""
    shown = {"found": _detail_or_404(request, free_id), "problem": ""}
    return render(request, "administration/territory_delete.html", shown)


@command(*KEEPERS)
def delete(request: HttpRequest, free_id: int) -> HttpResponse:
    """Delete it when nobody has it."""
    found, stamp = _detail_or_404(request, free_id), request.POST.get("stamp", "")
    try:
        accounts.delete_territory(actor=request.actor, territory_id=free_id, stamp=stamp, now=request.now)
    except Impossible as problem:
        shown = {"found": found, "problem": problem.reason}
        return render(request, "administration/territory_delete.html", shown, status=422)
    messages.success(request, "Le territoire est supprimé.")
    return SeeOther(HOME)


def _detail_or_404(request: HttpRequest, territory_id: int) -> TerritoryDetail:
    found = queries.territory_detail(actor=request.actor, territory_id=territory_id)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, data: Any = None, *, found: TerritoryDetail | None = None) -> TerritoryForm:
    draft = found.state.draft if found else None
    names = [name for name in TerritoryForm.base_fields if name != "departements"]
    started = {name: getattr(draft, name) for name in names} if draft else {}
    started |= {"departements": sorted(draft.departements) if draft else []}
    return TerritoryForm(data, departements=places.departement_names(actor=request.actor), initial=started)


def _new(request: HttpRequest, form: TerritoryForm, *, status: int = 200, plan: Any = None) -> HttpResponse:
    return render(request, "administration/territory_new.html", {"form": form, "plan": plan}, status=status)


def _shown(
    request: HttpRequest, found: TerritoryDetail, form: TerritoryForm, *, status: int = 200, plan: Any = None
) -> HttpResponse:
    # The stamp of the page that was opened goes on, so that a change made meanwhile is seen at the end.
    shown = {"found": found, "form": form, "plan": plan, "stamp": request.POST.get("stamp") or found.state.stamp}
    shown |= {"codes": _codes(request, found)}
    return render(request, "administration/territory.html", shown, status=status)


def _codes(request: HttpRequest, found: TerritoryDetail) -> CodesShown:
    asked = "".join(request.GET.get("code", "")[:_DIGITS].split())
    named = {one.code: one.label for one in found.state.departements}
    groups = places.postal_codes(actor=request.actor, departements=list(named), starting=asked)
    told = tuple(CodesGroup(named[one.departement], one.codes, one.total) for one in groups if one.codes)
    return CodesShown(asked, told, sum(one.total for one in groups))
