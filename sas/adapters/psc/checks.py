"""Whether a token is to be believed: its form, its key, then each of its claims. Pure functions."""

import hmac
import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from sas.adapters.psc.values import Doubt, LogoutNotice, NotTrusted

ALGORITHMS = {"RS256": "RSA", "RS512": "RSA", "PS256": "RSA", "ES256": "EC"}
"""Asymmetric ones only, with the type of key that each needs."""
LEEWAY = 30
"""Seconds by which two clocks may differ."""
LOGOUT_LIFE = 120
"""Seconds during which a logout token is taken."""
ACR = frozenset({"eidas1", "eidas2", "eidas3"})
"""What was asked for, or better."""
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_TRACES = (
    "Palier_Authentification",
    "UITVersion",
    "Secteur_Activite",
    "PSI_Locale",
    "Mode_Acces_Raison",
    "Acces_Regulation_Medicale",
)
# Codes and OIDs; free text does not enter the journal.
_CODE = re.compile(r"[\w.^:|-]{1,80}")

Claims = Mapping[str, Any]


def header_of(token: str) -> Mapping[str, Any]:
    """The header of a signed token; raises NotTrusted (form, algorithm)."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError) as error:
        raise NotTrusted(Doubt.FORM) from error
    # What is no text is no key of a dictionary either.
    if text(header, "alg") not in ALGORITHMS:
        raise NotTrusted(Doubt.ALGORITHM)
    return header


def key_for(keys: KeySet, header: Mapping[str, Any]) -> Key | None:
    """The key that the header names; without a name, the only one that suits its algorithm."""
    suited = [key for key in keys if key.key_type == ALGORITHMS[header["alg"]] and key.get("use") in (None, "sig")]
    if "kid" in header:
        return next((key for key in suited if key.kid == header["kid"]), None)
    return suited[0] if len(suited) == 1 else None


def claims_of(token: str, key: Key) -> Claims:
    """The claims of a token signed by this key; raises NotTrusted (signature)."""
    try:
        return jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError) as error:
        raise NotTrusted(Doubt.SIGNATURE) from error


def from_to(claims: Claims, *, issuer: str, client_id: str) -> None:
    """Said by the provider, to us; raises NotTrusted (issuer, audience)."""
    if claims.get("iss") != issuer:
        raise NotTrusted(Doubt.ISSUER)
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp", client_id if len(audiences) == 1 else None)
    if client_id not in audiences or party != client_id:
        raise NotTrusted(Doubt.AUDIENCE)


def in_time(claims: Claims, *, now: datetime) -> None:
    """Not expired, not from the future; raises NotTrusted (expired)."""
    moment = now.timestamp()
    expires, issued = _seconds(claims, "exp"), _seconds(claims, "iat")
    if expires is None or issued is None or expires <= moment - LEEWAY or issued > moment + LEEWAY:
        raise NotTrusted(Doubt.EXPIRED)


def id_token(claims: Claims, *, nonce: str) -> None:
    """Answers our question, at the level we asked; raises NotTrusted (nonce, acr, subject)."""
    if not hmac.compare_digest(text(claims, "nonce").encode(), nonce.encode()):
        raise NotTrusted(Doubt.NONCE)
    if text(claims, "acr") not in ACR:
        raise NotTrusted(Doubt.ACR)
    if not 0 < len(text(claims, "sub")) <= 200:
        raise NotTrusted(Doubt.SUBJECT)


def userinfo(claims: Claims, *, subject: str, signed: bool, issuer: str, client_id: str) -> None:
    """About the same person; raises NotTrusted (issuer, audience, subject)."""
    if signed and ("iss" in claims or "aud" in claims):
        from_to(claims, issuer=issuer, client_id=client_id)
    if text(claims, "sub") != subject:
        raise NotTrusted(Doubt.SUBJECT)


def national_id(claims: Claims) -> str:
    """The national identifier, type digit included; raises NotTrusted (national_id)."""
    found = text(claims, "SubjectNameID") or text(claims, "preferred_username")
    if not re.fullmatch(r"\d[\w/.-]{1,38}", found):
        raise NotTrusted(Doubt.NATIONAL_ID)
    return found


def traces(claims: Claims) -> dict[str, str]:
    """What the audit trail keeps of a sign-in: codes only."""
    return {name: claims[name] for name in _TRACES if _CODE.fullmatch(text(claims, name))}


def logout_notice(claims: Claims, *, now: datetime) -> LogoutNotice:
    """A message that a session ended; raises NotTrusted (event, expired) for anything else."""
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT_EVENT), dict) or "nonce" in claims:
        raise NotTrusted(Doubt.EVENT)
    notice = LogoutNotice(text(claims, "jti"), text(claims, "sid"), text(claims, "sub"), _seconds(claims, "iat") or 0)
    if not notice.identifier or not (notice.sid or notice.subject):
        raise NotTrusted(Doubt.EVENT)
    in_time({"exp": notice.seconds + LOGOUT_LIFE, **claims, "iat": notice.seconds}, now=now)
    if notice.seconds <= now.timestamp() - LOGOUT_LIFE - LEEWAY:
        raise NotTrusted(Doubt.EXPIRED)
    return notice


def text(claims: Claims, name: str) -> str:
    """A claim that is text, else nothing."""
    found = claims.get(name)
    return found if isinstance(found, str) else ""


def _seconds(claims: Claims, name: str) -> int | None:
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return None if isinstance(found, float) and not math.isfinite(found) else int(found)
