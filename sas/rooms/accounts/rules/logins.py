"""What an editor may ask of the delegated login, and what it is told (INT_SSO; ADR 40). Pure functions."""

import base64
import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from sas.actor import Role
from sas.errors import Impossible

CODE_LIFE = timedelta(seconds=60)
TOKEN_LIFE = timedelta(minutes=5)
SCOPES = ("openid", "profile", "email")
ENTITLEMENT = "regulateur_osnp"
"""What an editor is told of the person's right, under `habilitation`."""
MOST_ADDRESSES = 10

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_ADDRESS = re.compile(r"[!-~]{1,300}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_LONGEST = {"state": 500, "nonce": 200, "scope": 200}


@dataclass(frozen=True, slots=True)
class LoginQuestion:
    """An authorization request, as it came."""

    client_id: str
    redirect_uri: str
    response_type: str
    scope: str
    state: str
    nonce: str
    challenge: str
    challenge_method: str
    prompt: str
    response_mode: str
    unsupported: str
    """The name of a parameter that would change the meaning of the others, when there is one."""


def fault(question: LoginQuestion) -> str:
    """The error of OAuth for a question of a known client that cannot be answered; nothing for one that can."""
    if question.unsupported:
        return f"{question.unsupported}_not_supported"
    if question.response_type != "code":
        return "unsupported_response_type"
    if "openid" not in question.scope.split():
        return "invalid_scope"
    right = (
        question.challenge_method == "S256",
        bool(_CHALLENGE.fullmatch(question.challenge)),
        question.prompt in ("", "none"),
        question.response_mode in ("", "query"),
        bool(question.state),
        all(len(getattr(question, name)) <= longest for name, longest in _LONGEST.items()),
    )
    return "" if all(right) else "invalid_request"


def proves(verifier: str, *, challenge: str) -> bool:
    """True when whoever exchanges the code is who asked for it (PKCE, S256)."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    digest = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=")
    return hmac.compare_digest(digest, challenge.encode())


def checked_addresses(asked: tuple[str, ...]) -> list[str]:
    """Where an editor's browsers may come back, one at least; raises Impossible (field "redirect_uris")."""
    kept = list(dict.fromkeys(one.strip() for one in asked if one.strip()))
    wrong = next((one for one in kept if not _may_come_back(one)), None)
    if wrong is not None:
        raise Impossible(
            f"« {wrong[:80]} » n'est pas une adresse https complète, sans fragment.", field="redirect_uris"
        )
    if not 1 <= len(kept) <= MOST_ADDRESSES:
        raise Impossible(f"Donnez de 1 à {MOST_ADDRESSES} adresses, une par ligne.", field="redirect_uris")
    return kept


def _may_come_back(address: str) -> bool:
    if not _ADDRESS.fullmatch(address) or "#" in address or "*" in address or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return safe and bool(parts.hostname) and "@" not in parts.netloc


def is_entitled(*, active: bool, roles: Collection[str]) -> bool:
    """True for who may search and orient now, and so use the editors' agendas as a regulator."""
    return active and Role.REGULATEUR_OSNP.value in roles


@dataclass(frozen=True, slots=True)
class Person:
    """Who signed in, as an editor is told; `national_id` empty when there is none."""

    technical_id: str
    national_id: str
    family_name: str
    given_name: str
    email: str


def about(person: Person) -> Mapping[str, Any]:
    """The claims of the person."""
    told = {
        "sub": person.technical_id,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "name": f"{person.given_name} {person.family_name}",
        "email": person.email,
        "habilitation": ENTITLEMENT,
    }
    return told | ({"SubjectNameID": person.national_id} if person.national_id else {})


def id_token(person: Person, *, issuer: str, client_id: str, nonce: str, signed_in: datetime, now: datetime) -> Any:
    """The claims of an ID token, for five minutes."""
    times = {"iat": int(now.timestamp()), "exp": int((now + TOKEN_LIFE).timestamp())}
    told = {"iss": issuer, "aud": client_id, "azp": client_id, "auth_time": int(signed_in.timestamp()), **times}
    return {**about(person), **told} | ({"nonce": nonce} if nonce else {})
