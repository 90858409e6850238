"""How editors answer, all of them and one by one: delays, failures, what was left out, what they feed (issue 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.directory.rules import KEEPERS
from sas.rooms.editors import queries
from sas.rooms.editors.queries import EditorHealth
from sas.web.administration.editor_words import FAILURES, REASONS, counted
from sas.web.kit.access import page

WINDOWS: Mapping[str, int] = {"2": 2, "7": 7, "30": 30}
"""Days that may be asked for; counts are kept ninety days."""
_USUAL = 2


@dataclass(frozen=True, slots=True)
class Row:
    """An editor, with what its state comes to: a badge and its word."""

    health: EditorHealth
    badge: str
    word: str

    @classmethod
    def of(cls, health: EditorHealth, *, now: datetime) -> "Row":
        """What matters most comes first."""
        if health.closed_until and health.closed_until > now:
            return cls(health, "error", "Laissé de côté")
        if health.failures:
            return cls(health, "warning", "En échec")
        if not health.succeeded_at:
            return cls(health, "info", "Jamais interrogé")
        return cls(health, "success", "Répond")


@page(*KEEPERS)
def state_list(request: HttpRequest) -> HttpResponse:
    """The active editors by name, over the days asked."""
    days = _days(request)
    found = queries.health(actor=request.actor, days=days, now=request.now)
    shown = {"rows": [Row.of(one, now=request.now) for one in found], "days": days, "windows": WINDOWS.values()}
    return render(request, "administration/editor_states.html", shown)


@page(*KEEPERS)
def editor_state(request: HttpRequest, editor_id: int) -> HttpResponse:
    """One of them."""
    days = _days(request)
    known = queries.health(actor=request.actor, days=days, now=request.now)
    found = next((one for one in known if one.editor_id == editor_id), None)
    if found is None:
        raise Http404
    shown = {"row": Row.of(found, now=request.now), "found": found, "days": days, "windows": WINDOWS.values()}
    shown |= {"failed": counted(FAILURES, found.failed), "dropped": counted(REASONS, found.dropped)}
    shown["last_failure"] = FAILURES.get(found.failure, found.failure)
    return render(request, "administration/editor_state.html", shown)


def _days(request: HttpRequest) -> int:
    return WINDOWS.get(request.GET.get("jours", ""), _USUAL)
