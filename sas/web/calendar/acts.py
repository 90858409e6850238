"""What the acts on an agenda have in common: who does them, how they succeed, how they come back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Role
from sas.rooms.directory.queries import PlaceFacts
from sas.web.calendar.weeks import monday_of
from sas.web.kit.replies import SeeOther

RECEIVERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)
"""Who answers for patients: an administrator never declines one in somebody else's name."""
KEEPERS = (*RECEIVERS, Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)

CONFIRMED, RETHINK, SEEN = "confirmer", "revenir", "vu"
"""What a form that is shown once more before it is done says: go on, change it, and which agenda was shown."""
_OURS = {CONFIRMED, RETHINK, SEEN, "csrfmiddlewaretoken"}


def again(request: HttpRequest, template: str, *, form: Any, place: PlaceFacts, **shown: Any) -> HttpResponse:
    """The same page with what was typed, and the sentences beside the fields."""
    return render(request, template, {"form": form, "place": place} | shown, status=422)


def to_week(place_id: int, day: date | None = None) -> HttpResponse:
    """Read the result in the agenda."""
    return SeeOther(f"/sas/agenda/{place_id}" + (f"?semaine={monday_of(day)}" if day else ""))


def typed(request: HttpRequest, *, without: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What a form said, to be carried by a page that asks to confirm it."""
    left_out = _OURS.union(without)
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]
