"""What is around the resources: the token, and what is not there."""

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError

from sas.web.api.fhir.callers import TOKEN_SECONDS, holder_of_secret, token_for
from sas.web.api.fhir.door import Needs, interaction
from sas.web.api.fhir.replies import Problem


@interaction("POST", needs=Needs.NOTHING)
def token(request: HttpRequest, *, caller: None) -> HttpResponse:
    """OAuth 2.0, client credentials (RFC 6749 §4.4): its errors are OAuth's, not FHIR's."""
    try:
        wanted = request.POST.get("grant_type")
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        return _answer({"error": "invalid_request"}, status=400)
    if wanted != "client_credentials":
        return _answer({"error": "unsupported_grant_type"}, status=400)
    holder = holder_of_secret(request)
    if holder is None:
        refused = _answer({"error": "invalid_client"}, status=401)
        refused["WWW-Authenticate"] = 'Basic realm="fhir"'
        return refused
    given = token_for(holder, now=request.now)
    return _answer({"access_token": given, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}, status=200)


@interaction("GET", "HEAD", needs=Needs.NOTHING)
def unknown(request: HttpRequest, rest: str, *, caller: None) -> HttpResponse:
    """Everything else under /fhir/."""
    raise Problem(404, "Rien ne se trouve à cette adresse : /fhir/metadata dit ce qui est possible.")


def _answer(content: dict[str, Any], *, status: int) -> HttpResponse:
    reply = JsonResponse(content, status=status)
    reply["Cache-Control"] = "no-store"
    return reply
