"""What the provider knows and decides; no HTTP here. Everything is forgotten when it stops."""

import base64
import hashlib
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey

from simulators.psc.identities import Identity

ALGORITHM = "RS256"
CODE_SECONDS, TOKEN_SECONDS, RENEWAL_SECONDS = 60, 120, 1800
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"

Asked = Mapping[str, str]


class Wrong(Exception):
    """A request that is refused: an OAuth error code, and what is wrong in it."""

    def __init__(self, error: str, why: str = "") -> None:
        super().__init__(error)
        self.error, self.why = error, why


@dataclass(frozen=True, slots=True)
class Client:
    """The one relying party."""

    identifier: str
    secret: str
    redirect_uri: str
    home: str
    logout_uri: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session of this provider, in one browser."""

    sid: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code or a renewal token stands for; `until` in seconds of the monotonic clock."""

    session: Opened
    nonce: str
    challenge: str
    until: float


@dataclass
class Provider:
    """One provider. `tell` posts a logout token to the relying party."""

    issuer: str
    client: Client
    tell: Callable[[str, str], None]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    sessions: dict[str, Opened] = field(default_factory=dict)
    codes: dict[str, Grant] = field(default_factory=dict)
    access: dict[str, Grant] = field(default_factory=dict)
    renewals: dict[str, Grant] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        """The discovery document."""
        at = f"{self.issuer}/protocol/openid-connect"
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{at}/auth",
            "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/certs",
            "end_session_endpoint": f"{at}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "userinfo_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": ["eidas1"],
            "scopes_supported": ["openid", "scope_all"],
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        """What tokens are checked with."""
        return {"keys": [self.key.as_dict(private=False, use="sig", alg=ALGORITHM)]}

    def check(self, asked: Asked) -> None:
        """Raise Wrong for a request that Pro Santé Connect would refuse; only then may the browser be sent back."""
        if asked.get("client_id") != self.client.identifier or asked.get("redirect_uri") != self.client.redirect_uri:
            raise Wrong("unauthorized_client", "client ou adresse de retour inconnus")
        needed = {
            "response_type": asked.get("response_type") == "code",
            "scope": {"openid", "scope_all"} <= set(asked.get("scope", "").split()),
            "acr_values": asked.get("acr_values") == "eidas1",
            "state": bool(asked.get("state")),
            "nonce": bool(asked.get("nonce")),
            "code_challenge": len(asked.get("code_challenge", "")) == 43,
            "code_challenge_method": asked.get("code_challenge_method") == "S256",
        }
        if wrong := [name for name, right in needed.items() if not right]:
            raise Wrong("invalid_request", ", ".join(wrong))

    def open(self, identity: Identity) -> Opened:
        """A session in the browser that has just shown this card."""
        opened = Opened(str(uuid.uuid4()), identity)
        self.sessions[opened.sid] = opened
        return opened

    def back_with_code(self, asked: Asked, opened: Opened) -> str:
        """The address that takes the browser back, signed in."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(opened, asked["nonce"], asked["code_challenge"], time.monotonic() + CODE_SECONDS)
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': code, 'iss': self.issuer})}"

    def back_with_error(self, asked: Asked, error: str) -> str:
        """The address that takes the browser back, not signed in."""
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'error': error, 'iss': self.issuer})}"

    def exchange(self, asked: Asked) -> dict[str, Any]:
        """A code or a renewal token for tokens, once; raises Wrong."""
        kind = asked.get("grant_type")
        if kind == "authorization_code":
            grant = self.codes.pop(asked.get("code", ""), None)
        elif kind == "refresh_token":
            grant = self.renewals.pop(asked.get("refresh_token", ""), None)
        else:
            raise Wrong("unsupported_grant_type")
        if grant is None or grant.until < time.monotonic() or grant.session.sid not in self.sessions:
            raise Wrong("invalid_grant")
        if kind == "authorization_code" and not self._proven(grant, asked):
            raise Wrong("invalid_grant", "PKCE")
        return self._tokens(grant)

    def userinfo(self, token: str) -> str:
        """Who holds the card, signed; raises Wrong."""
        grant = self.access.get(token)
        if grant is None or grant.until < time.monotonic() or grant.session.sid not in self.sessions:
            raise Wrong("invalid_token")
        told = {"iss": self.issuer, "aud": self.client.identifier}
        return self.signed(grant.session.identity.userinfo() | told)

    def close(self, sid: str, *, told: bool = True) -> None:
        """End a session, and tell the relying party by the back channel."""
        opened = self.sessions.pop(sid, None)
        if opened is not None and told:
            self.tell(self.client.logout_uri, self.logout_token(opened))

    def logout_token(self, opened: Opened) -> str:
        """The message that a session ended."""
        claims = self._claims(opened) | {"jti": str(uuid.uuid4()), "sid": opened.sid, "events": {_LOGOUT_EVENT: {}}}
        return self.signed(claims)

    def hinted(self, id_token: str) -> Opened | None:
        """The session of an ID token of ours, however old."""
        try:
            claims = jwt.decode(id_token, self.key, algorithms=[ALGORITHM]).claims
        except ValueError:
            return None
        return self.sessions.get(str(claims.get("sid")))

    def signed(self, claims: Mapping[str, Any]) -> str:
        """A token of ours."""
        return jwt.encode({"alg": ALGORITHM, "kid": self.key.kid}, dict(claims), self.key)

    def _tokens(self, grant: Grant) -> dict[str, Any]:
        now = time.monotonic()
        access, renewal = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.access[access] = replace(grant, until=now + TOKEN_SECONDS)
        self.renewals[renewal] = replace(grant, until=now + RENEWAL_SECONDS)
        told = {"nonce": grant.nonce, "acr": "eidas1", "sid": grant.session.sid, "auth_time": int(time.time())}
        return {
            "access_token": access,
            "refresh_token": renewal,
            "id_token": self.signed(self._claims(grant.session) | told),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
        }

    def _claims(self, opened: Opened) -> dict[str, Any]:
        now = int(time.time())
        who = {"sub": opened.identity.subject, "azp": self.client.identifier}
        return {"iss": self.issuer, "aud": self.client.identifier, "iat": now, "exp": now + TOKEN_SECONDS, **who}

    @staticmethod
    def _proven(grant: Grant, asked: Asked) -> bool:
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == grant.challenge
