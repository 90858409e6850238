"""What opens the search to an IOA: an establishment that takes part in the reorientation package (C22)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.directory import queries as directory
from sas.rooms.participation import queries as participation

View = Callable[..., HttpResponse]


def opened_by_package(view: View) -> View:
    """The view, or the page that says why it does not open and whom to ask; stands under @page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if participation.search_is_opened(actor=request.actor):
            return view(request, *args, **kwargs)
        return _explanation(request)

    return guarded


def _explanation(request: HttpRequest) -> HttpResponse:
    own = participation.own_establishments(actor=request.actor)
    names = directory.territory_names(actor=request.actor, territory_ids=request.actor.territories)
    shown = {"establishments": own, "territories": sorted(names.values())}
    return render(request, "regulation/not_opened.html", shown, status=403)
