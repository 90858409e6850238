"""Which program calls: by the certificate that the proxy verified, or by a token of ours (ADR 39).

The header is believed from our proxy alone, which proves itself by a secret and writes the header over whatever the
caller sent.
"""

import base64
from datetime import datetime
from hmac import compare_digest
from urllib.parse import unquote_to_bytes

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from sas.actor import Actor
from sas.rooms.exchanges import queries as exchanges
from sas.rooms.exchanges.queries import FhirCaller
from sas.web.api.fhir.replies import Problem

CERTIFICATE, PROOF = "X-Client-Certificate", "X-Proxy-Secret"
TOKEN_SECONDS = 900
_SALT = "sas.fhir.token"


def caller_of(request: HttpRequest, *, certified: bool) -> FhirCaller:
    """Raises Problem 401 for whoever cannot be told, and for a header that our proxy did not write.

    `certified`: a token is not enough.
    """
    found = None
    if CERTIFICATE in request.headers:
        found = _of_certificate(request)
    elif not certified and request.headers.get("Authorization", "").lower().startswith("bearer "):
        found = _of_token(request.headers["Authorization"][7:].strip(), now=request.now)
    if found is None:
        raise Problem(401, "Ce logiciel n'est pas reconnu : certificat ou jeton absent, inconnu ou périmé.")
    return found


def token_for(caller: FhirCaller, *, now: datetime) -> str:
    """A signed token, worth a quarter of an hour, and nothing once its client is closed or its secret changed."""
    until = int(now.timestamp()) + TOKEN_SECONDS
    return signing.dumps({"client": caller.client_id, "stamp": caller.stamp, "until": until}, salt=_SALT)


def holder_of_secret(request: HttpRequest) -> FhirCaller | None:
    """Who asks for a token: client_secret_basic, or client_secret_post."""
    client_id, secret = request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        client_id, _, secret = _decoded(told).partition(":")
    return exchanges.caller_of_secret(actor=Actor.NOBODY, client_id=_clean(client_id), secret=secret)


def _of_certificate(request: HttpRequest) -> FhirCaller | None:
    proof = request.headers.get(PROOF, "").encode()
    ours = [one.encode() for one in (settings.FHIR_PROXY_SECRET, settings.FHIR_PROXY_OTHER_SECRET) if one]
    if not any(compare_digest(proof, one) for one in ours):
        raise Problem(401, "Ce certificat n'a pas été vérifié par le serveur frontal de la plateforme.")
    try:
        shown = x509.load_pem_x509_certificate(unquote_to_bytes(request.headers[CERTIFICATE]))
    except ValueError:
        return None
    if not shown.not_valid_before_utc <= request.now <= shown.not_valid_after_utc:
        return None
    name, unit = (_attribute(shown, oid) for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME))
    return exchanges.caller_of_certificate(actor=Actor.NOBODY, common_name=_clean(name), unit=_clean(unit))


def _attribute(shown: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    """The only value of it: a name with two of them is no name that we know."""
    values = shown.subject.get_attributes_for_oid(oid)
    return str(values[0].value) if len(values) == 1 else ""


def _of_token(token: str, *, now: datetime) -> FhirCaller | None:
    try:
        told = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    found = exchanges.caller_of_id(actor=Actor.NOBODY, client_id=told["client"])
    return found if found and found.stamp == told["stamp"] and now.timestamp() < told["until"] else None


def _decoded(told: str) -> str:
    try:
        return base64.b64decode(told, validate=True).decode()
    except ValueError:  # not base 64, or not UTF-8
        return ""


def _clean(text: str) -> str:
    """What the database would refuse to compare is nobody's name."""
    return "" if "\0" in text else text
