"""The certificates of the exchanges with editors, and when they end (issue 7)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.directory.rules import KEEPERS
from sas.rooms.editors import queries
from sas.web.kit.access import page

WHOSE = {
    "client": "La plateforme, quand elle appelle un éditeur",
    "authority": "Autorité qui signe les certificats des éditeurs",
    "revoked": "Liste des certificats révoqués",
}


@page(*KEEPERS)
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Ours, then those of the editors that are called from here."""
    found = queries.certificates(actor=request.actor, now=request.now)
    rows = [(WHOSE.get(one.part, one.name), one) for one in found]
    return render(request, "administration/editor_certificates.html", {"rows": rows})
