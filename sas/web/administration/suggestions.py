"""What is proposed under the fields of an account: JSON for the combobox of the kit, within the actor's territories."""

from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse

from sas.rooms.accounts import queries
from sas.web.administration.accounts import MANAGERS
from sas.web.kit.access import page

_LONGEST = 120


@page(*MANAGERS)
def professionals(request: HttpRequest) -> JsonResponse:
    """By name, or RPPS or ADELI number."""
    return _answer(queries.suggested_professionals(actor=request.actor, text=_typed(request)))


@page(*MANAGERS)
def structures(request: HttpRequest) -> JsonResponse:
    """By name, or FINESS or SIRET number: CDS, MSP, CPTS, SOS Médecins, establishments."""
    return _answer(queries.suggested_structures(actor=request.actor, text=_typed(request)))


@page(*MANAGERS)
def communes(request: HttpRequest) -> JsonResponse:
    """By name or code."""
    return _answer(queries.suggested_communes(actor=request.actor, text=_typed(request)))


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:_LONGEST]


def _answer(labels: Iterable[str]) -> JsonResponse:
    return JsonResponse({"groups": [{"label": "", "values": [{"label": label} for label in labels]}]})
