"""A CPTS as its manager keeps it: its members with the places they declared, what it tells the regulation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.rooms.availability import operations, queries
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import ActivityFacts, PlaceFacts
from sas.rooms.participation import queries as participation
from sas.web.calendar.acts import SEEN
from sas.web.calendar.forms import AdditionalInfoForm
from sas.web.calendar.house_settings import MANAGERS, READERS
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import page_number, succeeds, whole
from sas.web.kit.replies import SeeOther

_LONGEST = 80


class MembersForm(DsfrBaseForm):
    """What the list is narrowed to; lives in the address. All is optional: no label says so."""

    use_required_attribute = False
    nom = forms.CharField(label="Nom du professionnel")
    specialite = forms.ChoiceField(label="Spécialité ou profession")

    def __init__(self, *, specialities: tuple[ActivityFacts, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["specialite"].choices = [  # type: ignore[attr-defined]
            ("", "Toutes"),
            *((str(one.id), one.label) for one in specialities),
        ]


@page(*READERS, consults=consults.structure("cpts_id"))
def member_list(request: HttpRequest, cpts_id: int) -> HttpResponse:
    """By name, twenty a page, narrowed by what the address says (F-107, F-108)."""
    cpts = _cpts(request, cpts_id)
    said = {"nom": request.GET.get("nom", "")[:_LONGEST], "specialite": request.GET.get("specialite", "")}
    activity = whole(said["specialite"], otherwise=0) or None
    asked = {"text": said["nom"], "activity": activity, "number": page_number(request)}
    found = participation.members(actor=request.actor, cpts_id=cpts_id, **asked)
    form = MembersForm(specialities=found.specialities, initial=said)
    shown = {"cpts": cpts, "found": found, "form": form, "narrowed": any(said.values())}
    return render(request, "calendar/members.html", shown)


@page(*READERS, consults=consults.structure("cpts_id"))
def information(request: HttpRequest, cpts_id: int) -> HttpResponse:
    """Its registration and intervention zone, and the text shown to regulators (F-086)."""
    cpts, place = _cpts(request, cpts_id), _place(request, cpts_id)
    kept = _kept(request, place)
    form = AdditionalInfoForm(words=request.words, initial={"text": kept["kept"].additional_info} if place else None)
    return render(request, "calendar/cpts_information.html", {"cpts": cpts, "place": place, "form": form} | kept)


@command(*MANAGERS)
def save_information(request: HttpRequest, cpts_id: int) -> HttpResponse:
    """Keep the text; too long, or changed by somebody else meanwhile, it comes back whole with its sentence."""
    cpts, place = _cpts(request, cpts_id), _place(request, cpts_id)
    if place is None:
        raise Http404
    form, version = (
        AdditionalInfoForm(request.POST, words=request.words),
        whole(request.POST.get(SEEN, ""), otherwise=-1),
    )
    who = {"actor": request.actor, "place_id": place.id, "version": version, "now": request.now}
    if form.is_valid() and succeeds(form, operations.save_additional_info, text=form.cleaned_data["text"], **who):
        messages.success(request, "Les informations complémentaires de la CPTS sont visibles de la régulation.")
        return SeeOther(f"/sas/structures/{cpts_id}/informations")
    shown = {"cpts": cpts, "place": place, "form": form} | _kept(request, place)
    return render(request, "calendar/cpts_information.html", shown, status=422)


def _cpts(request: HttpRequest, cpts_id: int) -> directory.StructureSheet:
    """A CPTS whose manager asks, or an administrator; Refused to others, whatever the structure."""
    participation.house(actor=request.actor, structure_id=cpts_id)
    found = directory.structure_sheet(actor=request.actor, structure_id=cpts_id)
    if found is None or found.facts.kind != "cpts":
        raise Http404
    return found


def _place(request: HttpRequest, cpts_id: int) -> PlaceFacts | None:
    """The CPTS's own address as the directory has it, None when it has none."""
    ids = directory.place_ids_of(actor=request.actor, professionals=[], structures=[cpts_id])
    return next(iter(directory.places(actor=request.actor, place_ids=ids).values()), None)


def _kept(request: HttpRequest, place: PlaceFacts | None) -> dict[str, Any]:
    ids = [place.id] if place else []
    kept = queries.agendas(actor=request.actor, place_ids=ids)
    managed = bool(place and place.structure_id in request.actor.managed)
    return {"kept": kept[place.id] if place else None, "may_save": managed and request.actor.has(*MANAGERS)}
