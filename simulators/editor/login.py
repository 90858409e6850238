"""The delegated login (INT_SSO), on the editor's side: which regulator is in the browser, as the platform says.

The identity is read with the access token, server to server: no other word is believed.
"""

import hashlib
import json
import secrets
import threading
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from simulators.editor.fhir import Json

_SECONDS = 10
_MOST_WAITING = 100


@dataclass(frozen=True)
class Client:
    """The editor's account with the platform: the platform's address, and what it was given there."""

    issuer: str
    client_id: str
    secret: str


class LoginFailed(Exception):
    """Nobody came in; the message says why, in French."""


class Logins:
    """Browsers that left for the platform, and those that came back."""

    def __init__(self, client: Client) -> None:
        """Asks nothing yet."""
        self._client = client
        self._left: dict[str, tuple[str, str]] = {}
        self._signed_in: dict[str, frozenset[str]] = {}
        self._lock = threading.Lock()

    def leave(self, onward: str, *, back: str) -> str:
        """Where to send a browser that wants `onward`; it comes back to `back`. Raises LoginFailed."""
        state, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(48)
        with self._lock:
            self._left[state] = verifier, onward
            while len(self._left) > _MOST_WAITING:
                del self._left[next(iter(self._left))]
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "client_id": self._client.client_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "openid profile email",
            "state": state,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._told()['authorization_endpoint']}?{urlencode(asked)}"

    def come_back(self, told: dict[str, str], *, back: str) -> tuple[str, str]:
        """The session of who came back, and where he was going. Raises LoginFailed."""
        with self._lock:
            verifier, onward = self._left.pop(told.get("state", ""), ("", ""))
        if not verifier or "code" not in told or told.get("iss") != self._client.issuer:
            raise LoginFailed("La connexion par la plateforme n'a pas abouti : revenez à ses résultats.")
        names = self._names(told["code"], verifier=verifier, back=back)
        session = secrets.token_urlsafe(24)
        with self._lock:
            self._signed_in[session] = names
        return session, onward

    def names(self, session: str) -> frozenset[str]:
        """The identifiers of who has this session, none for nobody's."""
        return self._signed_in.get(session, frozenset())

    def _names(self, code: str, *, verifier: str, back: str) -> frozenset[str]:
        told = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": back}
        account = self._client.client_id, self._client.secret
        where = self._told()
        given = self._ask("POST", where["token_endpoint"], data=told, auth=account)
        bearer = {"Authorization": f"Bearer {given['access_token']}"}
        person = self._ask("GET", where["userinfo_endpoint"], headers=bearer)
        return frozenset(person[name] for name in ("sub", "SubjectNameID") if person.get(name))

    def _told(self) -> Json:
        return self._ask("GET", f"{self._client.issuer}/.well-known/openid-configuration")

    def _ask(self, method: str, url: str, **more: object) -> Json:
        try:
            with httpx.Client(trust_env=False, timeout=_SECONDS) as client:
                answer = client.request(method, url, **more)  # type: ignore[arg-type]
            told = answer.json() if answer.is_success else None
        except (httpx.HTTPError, ValueError):
            told = None
        if not isinstance(told, dict):
            raise LoginFailed("La plateforme n'a pas répondu à la demande de connexion.")
        return told


def read(issuer: str, path: Path) -> Client:
    """The account that the platform gave, from a file {"client_id": …, "secret": …}."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Client(issuer.rstrip("/"), told["client_id"], told["secret"])
