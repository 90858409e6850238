"""« Avenant 9 » for the effecteur, and the like for whoever manages structures (F-266)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Role
from sas.rooms.directory.enums import Practice
from sas.rooms.indicators import queries
from sas.rooms.indicators.queries import NotCounted
from sas.web.kit.access import page
from sas.web.kit.attempts import page_number
from sas.web.kit.quarters import quarter_asked, quarters_shown

_SALARIED = "Aucune action n'est requise pour un médecin salarié"
_WHY = {
    Practice.SALARIED: (
        f"D'après l'annuaire, aucun de vos lieux d'exercice n'est celui d'un médecin libéral. {_SALARIED}."
    ),
    Practice.IN_CENTRE: (
        f"Vos lieux d'exercice sont dans un centre de santé. {_SALARIED} : sa participation au SAS est à la "
        "discrétion de son centre de santé."
    ),
    Practice.NOWHERE: "L'annuaire ne vous connaît aucun lieu d'exercice ouvert.",
    None: "L'annuaire ne vous connaît pas comme médecin.",
}
"""Why nothing is counted for somebody."""


@page(Role.EFFECTEUR)
def own(request: HttpRequest) -> HttpResponse:
    """Indicators 8 and 9 of one's own, and the orientations behind."""
    quarter = quarter_asked(request)
    asked = {"actor": request.actor, "quarter": quarter, "now": request.now}
    found = queries.own_quarter(**asked, number=page_number(request))
    why = _WHY[found.practice] if isinstance(found, NotCounted) else ""
    shown = {"found": found, "why": why, "quarter": quarter, "quarters": quarters_shown(request)}
    return render(request, "calendar/avenant9.html", shown)


@page(Role.GESTIONNAIRE_STRUCTURE)
def structures(request: HttpRequest) -> HttpResponse:
    """The conditions of health centres, and who received the patients of each structure."""
    quarter = quarter_asked(request)
    found = queries.structures_quarter(actor=request.actor, quarter=quarter, now=request.now)
    shown = {"found": found, "quarter": quarter, "quarters": quarters_shown(request)}
    return render(request, "calendar/avenant9_structures.html", shown)
