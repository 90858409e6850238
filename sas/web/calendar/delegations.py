"""« Vos délégataires »: who acts for one's agendas, asking for somebody, taking the right back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.rules.delegating import REQUESTERS
from sas.rooms.directory.queries import find_towns
from sas.web.calendar.forms_delegation import DelegateForm
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther

LIST = "/delegations"
SENT = (
    "Votre demande est envoyée au(x) référent(s) territorial de votre territoire. "
    "Elle sera traitée dans les plus brefs délais."
)
_CANDIDATES, _SUGGESTED = 20, 5


@page(*REQUESTERS)
def delegates(request: HttpRequest) -> HttpResponse:
    """The people who act for the actor, and his requests that wait or were refused (F-122)."""
    people = queries.delegates(actor=request.actor)
    asked = queries.own_requests(actor=request.actor)
    return render(request, "calendar/delegations.html", {"people": people, "asked": asked})


@page(*REQUESTERS)
def asking(request: HttpRequest) -> HttpResponse:
    """The form « Demander l'ajout d'un délégataire » (F-120)."""
    return render(request, "calendar/delegation_form.html", {"form": DelegateForm()})


@command(*REQUESTERS)
def ask(request: HttpRequest) -> HttpResponse:
    """Send the request to whoever decides in the city's territories (F-121)."""
    towns = find_towns(actor=request.actor, text=request.POST.get("city", "")[:120], limit=_CANDIDATES)
    form = DelegateForm(request.POST, towns=towns)
    who = {"actor": request.actor, "now": request.now}
    if form.is_valid() and succeeds(form, operations.request_delegation, draft=form.draft(), **who):
        messages.success(request, SENT)
        return SeeOther(LIST)
    return render(request, "calendar/delegation_form.html", {"form": form}, status=422)


@page(*REQUESTERS)
def suggest_towns(request: HttpRequest) -> HttpResponse:
    """Suggestions under the field of the city."""
    found = find_towns(actor=request.actor, text=request.GET.get("q", "")[:120], limit=_SUGGESTED)
    values = [{"label": town.label, "lieu": town.code} for town in found]
    return JsonResponse({"groups": [{"label": "", "values": values}]})


@page(*REQUESTERS)
def removal(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """The page that asks whether the right is really taken back."""
    found = queries.removable_delegation(actor=request.actor, delegation_id=delegation_id)
    if found is None:
        raise Http404
    return render(request, "calendar/delegation_remove.html", {"found": found})


@command(*REQUESTERS)
def remove(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Take it back; the délégataire is told by mail."""
    operations.remove_delegation(actor=request.actor, delegation_id=delegation_id, now=request.now)
    messages.success(request, "Cette personne n'a plus accès à cet agenda : un courriel l'en informe.")
    return SeeOther(LIST)
