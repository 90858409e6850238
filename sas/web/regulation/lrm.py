"""A contextual call: a regulation software opens a search about a caller (F-162, ADR 31).

The call is put into a cookie of one address before anything is asked, so that what was typed there waits for the
sign-in in the browser, and nowhere else.
"""

import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from sas.errors import Impossible, Refused
from sas.rooms.directory import operations as directory
from sas.rooms.offer import queries as offer
from sas.rooms.offer.calls import LONGEST, Call, call_of
from sas.rooms.offer.queries import UnderstoodCall
from sas.rooms.usage.enums import RedirectTo
from sas.web.kit.access import page, returning
from sas.web.kit.context import MAY_SEARCH
from sas.web.kit.failures import forbidden
from sas.web.regulation import measured
from sas.web.regulation.gate import opened_by_package

HOME, SEARCH, CALLS = "/sas/", "/sas/recherche", "/sas/recherche/appel"
WAITS = 30 * 60
"""Seconds a call waits for its regulator to sign in."""

_COOKIE, _SALT = "appel", "sas.web.regulation.lrm"
_UNREADABLE = "\ufffd"
_GONE = "Cet appel n'est plus disponible : ouvrez-le de nouveau depuis votre logiciel, ou renseignez la recherche ici."


def or_call(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The search, or a call when the address holds `origin`: what a software opens is the address of the search."""

    def chosen(request: HttpRequest) -> HttpResponse:
        return receive(request) if "origin" in request.GET else view(request)

    chosen.parts = (receive, view)  # type: ignore[attr-defined]
    return chosen


@page()
def receive(request: HttpRequest) -> HttpResponse:
    """Let the call wait in the browser, and go where it is answered, by way of the sign-in if need be."""
    key = secrets.token_urlsafe(12)
    onward = redirect(f"{CALLS}/{key}")
    kept = call_of(_given(request))
    onward.set_cookie(
        _COOKIE,
        signing.dumps([getattr(kept, name) for name in LONGEST], salt=_SALT, compress=True),
        max_age=WAITS,
        path=f"{CALLS}/{key}",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return onward


@returning(*MAY_SEARCH)
@opened_by_package
def answer(request: HttpRequest, call_key: str) -> HttpResponse:
    """The results of the call, under an address that no longer holds it; the home when it says nowhere to search."""
    call = _waiting(request)
    if call is None:
        return _home(request, _GONE)
    try:
        directory.admit_lrm(actor=request.actor, origin=call.origin, now=request.now)
        found = offer.understood_call(actor=request.actor, call=call, now=request.now)
    except Refused as refusal:
        measured.called(request, call, answer=RedirectTo.ERROR)
        return _once(request, forbidden(request, refusal))
    except Impossible as problem:
        measured.called(request, call, answer=RedirectTo.HOME)
        return _once(request, _home(request, problem.reason))
    return _once(request, _found(request, call, found))


def _given(request: HttpRequest) -> QueryDict:
    """The parameters; in Latin-1 when they are not UTF-8, as older software writes them."""
    if _UNREADABLE in "".join(request.GET.values()):
        return QueryDict(request.META["QUERY_STRING"], encoding="iso-8859-1")
    return request.GET


def _waiting(request: HttpRequest) -> Call | None:
    try:
        kept = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=WAITS)
    except signing.BadSignature:
        return None
    return Call(**dict(zip(LONGEST, kept, strict=True)))


def _asked(found: UnderstoodCall) -> str:
    asked = {"text": found.what, "loc": found.where, "lieu": found.area.token if found.area else ""}
    return urlencode({name: value for name, value in {**asked, "medecin": found.doctor}.items() if value})


def _found(request: HttpRequest, call: Call, found: UnderstoodCall) -> HttpResponse:
    if found.notice:
        messages.warning(request, found.notice)
    measured.called(request, call, answer=found)
    return redirect(f"{SEARCH}?{_asked(found)}")


def _home(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(HOME)


def _once(request: HttpRequest, given: HttpResponse) -> HttpResponse:
    """The answer, with which the browser forgets the call."""
    given.delete_cookie(_COOKIE, path=request.path, samesite="Lax")
    return given
