"""What the acts on an agenda have in common: who does them, how they succeed, how they come back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.directory.queries import PlaceFacts
from sas.web.calendar.weeks import monday_of
from sas.web.kit.replies import SeeOther

RECEIVERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)
"""Who answers for patients: an administrator never declines one in somebody else's name."""
KEEPERS = (*RECEIVERS, Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)

_LONGEST_NUMBER = 10
CONFIRMED, RETHINK, SEEN = "confirmer", "revenir", "vu"
"""What a form that is shown once more before it is done says: go on, change it, and which agenda was shown."""
_OURS = {CONFIRMED, RETHINK, SEEN, "csrfmiddlewaretoken"}


def done(form: Any, operation: Any, **arguments: Any) -> bool:
    """Run the operation; what makes it impossible is said beside its field."""
    return tried(form, operation, **arguments) is not None


def tried(form: Any, call: Any, **arguments: Any) -> Any:
    """What the call returns, () when nothing; None when it is impossible, which is said beside its field."""
    try:
        found = call(**arguments)
    except Impossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
        return None
    return () if found is None else found


def again(request: HttpRequest, template: str, *, form: Any, place: PlaceFacts, **shown: Any) -> HttpResponse:
    """The same page with what was typed, and the sentences beside the fields."""
    return render(request, template, {"form": form, "place": place} | shown, status=422)


def whole(text: str, *, otherwise: int) -> int:
    """The number that an address or a form holds; anything else, or one too long to mean something, is `otherwise`."""
    return int(text) if text.isdecimal() and len(text) < _LONGEST_NUMBER else otherwise


def to_week(place_id: int, day: date | None = None) -> HttpResponse:
    """Read the result in the agenda."""
    return SeeOther(f"/sas/agenda/{place_id}" + (f"?semaine={monday_of(day)}" if day else ""))


def typed(request: HttpRequest, *, without: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What a form said, to be carried by a page that asks to confirm it."""
    left_out = _OURS.union(without)
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]
