"""How long data are kept, and what the last night removed (F-270, ADR 52)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.protection import queries
from sas.rooms.protection.queries import KindPurged
from sas.web.administration.mails import WATCHERS
from sas.web.administration.retention_words import BASES, KINDS, lasting
from sas.web.kit.access import page


@dataclass(frozen=True, slots=True)
class Line:
    """One kind in the words of the page."""

    what: str
    since: str
    kept: str
    basis: str
    told: KindPurged


@page(*WATCHERS)
def retention(request: HttpRequest) -> HttpResponse:
    """The table, in its order; what is late above."""
    found = queries.retention(actor=request.actor, now=request.now)
    lines = [Line(*KINDS[one.kind], lasting(one.kept), BASES[one.basis], one) for one in found]
    shown = {"lines": lines, "late": sum(one.late or bool(one.failure) for one in found)}
    return render(request, "administration/retention.html", shown)
