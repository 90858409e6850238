"""What an editor's server asks of the delegated login: OpenID Connect, code flow (INT_SSO; ADR 40)."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_plus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from sas.errors import Impossible
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.operations import Exchange
from sas.web.kit.access import by_method, command, page

_PRIVATE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@page()
def discovery(request: HttpRequest) -> HttpResponse:
    """Where the rest is."""
    return _public(queries.provider(actor=request.actor))


@page()
def keys(request: HttpRequest) -> HttpResponse:
    """What ID tokens are checked with."""
    return _public(queries.published_keys(actor=request.actor))


@csrf_exempt
@command()
def token(request: HttpRequest) -> HttpResponse:
    """Tokens for a code. The editor's secret stands for the form's token."""
    if not queries.provided(actor=request.actor):
        raise Http404
    if request.POST.get("grant_type") != "authorization_code":
        return _error("unsupported_grant_type", "authorization_code only")
    try:
        given = operations.exchange_login(actor=request.actor, asked=_exchange(request), now=request.now)
    except Impossible as problem:
        return _error(problem.field or "invalid_request", problem.reason)
    told = {"access_token": given.access_token, "id_token": given.id_token, "token_type": "Bearer"}
    return JsonResponse(told | {"expires_in": given.seconds, "scope": "openid profile email"}, headers=_PRIVATE)


@page()
def read_identity(request: HttpRequest) -> HttpResponse:
    """Who signed in, for the bearer of the token."""
    return _identity(request)


@command()
def ask_identity(request: HttpRequest) -> HttpResponse:
    """The same by POST, as OpenID Connect wants it; nothing is written."""
    return _identity(request)


identity = csrf_exempt(by_method(get=read_identity, post=ask_identity))


def _identity(request: HttpRequest) -> HttpResponse:
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    found = None
    if kind.lower() == "bearer" and bearer:
        found = queries.signed_in_person(actor=request.actor, token=bearer.strip(), now=request.now)
    if found is None:
        refusal = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return JsonResponse({"error": "invalid_token"}, status=401, headers=_PRIVATE | refusal)
    return JsonResponse(dict(found), headers=_PRIVATE)


def _exchange(request: HttpRequest) -> Exchange:
    """The client says who it is in the header or in the form, not in both; raises Impossible."""
    header = request.headers.get("Authorization", "")
    if header and "client_secret" in request.POST:
        raise Impossible("one way to say who is asking", field="invalid_request")
    client_id, secret = _basic(header) if header else (_once(request, "client_id"), _once(request, "client_secret"))
    told = {"code": _once(request, "code"), "verifier": _once(request, "code_verifier")}
    return Exchange(client_id, secret, redirect_uri=_once(request, "redirect_uri"), **told)


def _once(request: HttpRequest, name: str) -> str:
    values = request.POST.getlist(name)
    return values[0] if len(values) == 1 else ""


def _basic(header: str) -> tuple[str, str]:
    kind, _, told = header.partition(" ")
    try:
        client_id, _, secret = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        client_id = secret = ""
    return (unquote_plus(client_id), unquote_plus(secret)) if kind.lower() == "basic" else ("", "")


def _public(told: Mapping[str, object] | None) -> HttpResponse:
    if told is None:
        raise Http404
    return JsonResponse(dict(told), headers={"Cache-Control": "public, max-age=300"})


def _error(code: str, why: str) -> HttpResponse:
    unknown = code == "invalid_client"
    headers = _PRIVATE | ({"WWW-Authenticate": 'Basic realm="SAS"'} if unknown else {})
    return JsonResponse({"error": code, "error_description": why}, status=401 if unknown else 400, headers=headers)
