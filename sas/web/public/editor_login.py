"""The delegated login: an editor sends a browser to learn which regulator is there, and it goes back (ADR 40).

The editor's question waits in a cookie of one address, as a contextual call does (ADR 31). The page that follows a
sign-in is one of ours: browsers hold the redirects of a form to form-action, which knows no editor.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.rules import LoginQuestion
from sas.web.kit.access import page, returning
from sas.web.kit.failures import failed

ASKED = "/sso/demande"
WAITS = 30 * 60
"""Seconds a question waits for its regulator to sign in."""

_COOKIE, _SALT = "editeur", "sas.web.public.editor_login"
_NAMES = {
    "client_id": "client_id",
    "redirect_uri": "redirect_uri",
    "response_type": "response_type",
    "scope": "scope",
    "state": "state",
    "nonce": "nonce",
    "challenge": "code_challenge",
    "challenge_method": "code_challenge_method",
    "prompt": "prompt",
    "response_mode": "response_mode",
}
_UNSUPPORTED = ("request", "request_uri", "registration")
_LONGEST = 600
_GONE = "Cette demande de connexion n'est plus disponible : recommencez depuis le logiciel de l'éditeur."


@page()
def receive(request: HttpRequest) -> HttpResponse:
    """Let the question wait in the browser, and go where it is answered, by way of the sign-in if need be."""
    if not queries.provided(actor=request.actor):
        raise Http404
    question = _question(request)
    try:
        queries.editor_asking(actor=request.actor, question=question)
    except Impossible as problem:
        return _failure(request, problem.reason)
    if question.prompt == "none" and not request.actor.has(Role.REGULATEUR_OSNP):
        return redirect(operations.refused_login(actor=request.actor, question=question, error="login_required"))
    return _kept(question)


@page(Role.REGULATEUR_OSNP)
def waiting(request: HttpRequest, login_key: str) -> HttpResponse:
    """Whoever signed in goes on to the editor, at once or by the link."""
    question = _waiting(request)
    if question is None:
        return _failure(request, _GONE)
    try:
        editor = queries.editor_asking(actor=request.actor, question=question)
    except Impossible as problem:
        return _failure(request, problem.reason)
    onward = f"{ASKED}/{login_key}/retour"
    answer = render(request, "public/editor_login.html", {"editor": editor, "onward": onward})
    answer["Refresh"] = f"0; url={onward}"
    return answer


@returning(Role.REGULATEUR_OSNP)
def go_back(request: HttpRequest, login_key: str) -> HttpResponse:
    """Back to the editor, with a code that only its server can use. The question is answered once."""
    question = _waiting(request)
    if question is None:
        return _failure(request, _GONE)
    key = request.session.session_key or ""
    try:
        address = operations.grant_login(actor=request.actor, question=question, session_key=key, now=request.now)
    except Impossible as problem:
        return _failure(request, problem.reason)
    answer = redirect(address)
    answer.delete_cookie(_COOKIE, path=f"{ASKED}/{login_key}", samesite="Lax")
    return answer


def _question(request: HttpRequest) -> LoginQuestion:
    """What stands in the address; a parameter given twice has no meaning, and is none."""
    told = {ours: request.GET.getlist(theirs) for ours, theirs in _NAMES.items()}
    once = {name: values[0] if len(values) == 1 and len(values[0]) <= _LONGEST else "" for name, values in told.items()}
    return LoginQuestion(**once, unsupported=next((name for name in _UNSUPPORTED if name in request.GET), ""))


def _kept(question: LoginQuestion) -> HttpResponse:
    where = f"{ASKED}/{secrets.token_urlsafe(12)}"
    onward = redirect(where)
    onward.set_cookie(
        _COOKIE,
        signing.dumps([getattr(question, name) for name in (*_NAMES, "unsupported")], salt=_SALT, compress=True),
        max_age=WAITS,
        path=where,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return onward


def _waiting(request: HttpRequest) -> LoginQuestion | None:
    try:
        return LoginQuestion(*signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=WAITS))
    except (signing.BadSignature, TypeError):
        return None


def _failure(request: HttpRequest, reason: str) -> HttpResponse:
    """Said here: an address that is not known to be the editor's is sent nothing."""
    todo = ["Revenez à votre logiciel et demandez de nouveau la connexion.", "Si cela se répète, prévenez son éditeur."]
    return failed(request, title="Connexion impossible", reason=reason, todo=todo, status=400)
