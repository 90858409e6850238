"""A relying party of Pro Santé Connect: OpenID Connect code flow with PKCE, renewal, both logouts.

Each answer is either believed whole or refused by a code (`NotTrusted`); a provider that is away is `Unavailable`.
"""

import secrets
import time
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException, Response

from sas import traces
from sas.adapters.psc import checks
from sas.adapters.psc.values import Arrival, Departure, Doubt, LogoutNotice, NotTrusted, Tokens
from sas.errors import Unavailable

SERVICE = "Pro Santé Connect"
SCOPE = "openid scope_all"
TIMEOUT_SECONDS = (3.0, 5.0)
"""To connect, then between two bytes received."""
_METADATA_SECONDS = 3600.0
# A token that names an unknown key is anybody's: the keys are not fetched again for each.
_KEYS_AGAIN_SECONDS = 10.0
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint")


class Provider:
    """One provider and our account with it. Safe to share between threads."""

    def __init__(self, *, issuer: str, client_id: str, client_secret: str) -> None:
        self.issuer, self.client_id, self._secret = issuer, client_id, client_secret
        self._metadata: dict[str, Any] = {}
        self._metadata_until = 0.0
        self._keys: KeySet | None = None
        self._keys_again_after = 0.0

    def departure(self, *, back: str) -> Departure:
        """Where to send a browser, with fresh secrets; `back` is where it returns. Raises Unavailable."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=state,
                code_verifier=verifier,
                redirect_uri=back,
                scope=SCOPE,
                nonce=nonce,
                acr_values="eidas1",
            )
        return Departure(url, state, nonce, verifier)

    def arrival(self, *, code: str, departure: Departure, back: str, now: datetime) -> Arrival:
        """Exchange the code and learn who came back. Raises NotTrusted, Unavailable."""
        answer = self._exchange(code=code, departure=departure, back=back)
        claims = self._believed(answer["id_token"], now=now)
        checks.id_token(claims, nonce=departure.nonce)
        subject = claims["sub"]
        about = self._userinfo(answer["access_token"], subject=subject)
        return Arrival(
            issuer=self.issuer,
            subject=subject,
            national_id=checks.national_id(about),
            family_name=checks.text(about, "family_name")[:80],
            given_name=checks.text(about, "given_name")[:80],
            sid=(checks.text(claims, "sid") or checks.text(claims, "session_state"))[:200],
            tokens=Tokens(answer["id_token"], checks.text(answer, "refresh_token")),
            traces=checks.traces(claims) | checks.traces(about),
        )

    def renew(self, tokens: Tokens, *, subject: str, now: datetime) -> Tokens:
        """Fresh tokens of the same session. Raises NotTrusted (ended when it is over), Unavailable."""
        url = self._endpoint("token_endpoint")
        try:
            with traces.span("psc"), self._session() as session:
                answer = session.refresh_token(url, refresh_token=tokens.refresh_token, allow_redirects=False)
        except OAuthError as refusal:
            raise NotTrusted(Doubt.ENDED if refusal.error == "invalid_grant" else Doubt.CLIENT) from None
        except (RequestException, ValueError):
            raise Unavailable(SERVICE) from None
        id_token = checks.text(answer, "id_token")
        if id_token and self._believed(id_token, now=now).get("sub") != subject:
            raise NotTrusted(Doubt.SUBJECT)
        return Tokens(id_token or tokens.id_token, checks.text(answer, "refresh_token") or tokens.refresh_token)

    def way_out(self, tokens: Tokens, *, back: str) -> str:
        """Where to send a browser so that the provider's session ends too. Raises Unavailable."""
        told = {"id_token_hint": tokens.id_token, "post_logout_redirect_uri": back, "client_id": self.client_id}
        return f"{self._endpoint('end_session_endpoint')}?{urlencode(told)}"

    def notice(self, logout_token: str, *, now: datetime) -> LogoutNotice:
        """The provider's own word that a session ended. Raises NotTrusted, Unavailable."""
        claims = self._signed(logout_token)
        checks.from_to(claims, issuer=self.issuer, client_id=self.client_id)
        return checks.logout_notice(claims, now=now)

    def _exchange(self, *, code: str, departure: Departure, back: str) -> dict[str, Any]:
        url = self._endpoint("token_endpoint")
        try:
            with traces.span("psc"), self._session() as session:
                answer: dict[str, Any] = session.fetch_token(
                    url,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=departure.verifier,
                    redirect_uri=back,
                    allow_redirects=False,
                )
        except OAuthError as refusal:
            raise NotTrusted(Doubt.CODE if refusal.error == "invalid_grant" else Doubt.CLIENT) from None
        except (RequestException, ValueError):
            raise Unavailable(SERVICE) from None
        if not checks.text(answer, "id_token") or not checks.text(answer, "access_token"):
            raise NotTrusted(Doubt.FORM)
        return answer

    def _userinfo(self, access_token: str, *, subject: str) -> checks.Claims:
        answer = self._get(self._endpoint("userinfo_endpoint"), bearer=access_token)
        if not answer.ok:
            raise NotTrusted(Doubt.USERINFO)
        signed = "application/jwt" in answer.headers.get("Content-Type", "")
        claims = self._signed(answer.text.strip()) if signed else _json(answer, Doubt.USERINFO)
        checks.userinfo(claims, subject=subject, signed=signed, issuer=self.issuer, client_id=self.client_id)
        return claims

    def _believed(self, token: str, *, now: datetime) -> checks.Claims:
        claims = self._signed(token)
        checks.from_to(claims, issuer=self.issuer, client_id=self.client_id)
        checks.in_time(claims, now=now)
        return claims

    def _signed(self, token: str) -> checks.Claims:
        header = checks.header_of(token)
        key = checks.key_for(self._known_keys(), header) or checks.key_for(self._known_keys(again=True), header)
        if key is None:
            raise NotTrusted(Doubt.KEY)
        return checks.claims_of(token, key)

    def _known_keys(self, *, again: bool = False) -> KeySet:
        known = self._keys
        if known is None or (again and time.monotonic() > self._keys_again_after):
            answer = self._get(self._endpoint("jwks_uri"))
            try:
                known = KeySet.import_key_set(answer.json())
            except (JoseError, ValueError, LookupError, TypeError):
                raise Unavailable(SERVICE) from None
            self._keys, self._keys_again_after = known, time.monotonic() + _KEYS_AGAIN_SECONDS
        return known

    def _endpoint(self, name: str) -> str:
        if time.monotonic() >= self._metadata_until:
            # Keys that the provider no longer publishes are forgotten with its addresses.
            self._metadata, self._keys = self._discovered(), None
            self._metadata_until = time.monotonic() + _METADATA_SECONDS
        return str(self._metadata[name])

    def _discovered(self) -> dict[str, Any]:
        told = _json(self._get(f"{self.issuer}/.well-known/openid-configuration"), Doubt.FORM)
        if told.get("issuer") != self.issuer:
            raise NotTrusted(Doubt.ISSUER)
        allowed = ("https://", f"{urlsplit(self.issuer).scheme}://")
        if not all(checks.text(told, name).startswith(allowed) for name in _ENDPOINTS):
            raise NotTrusted(Doubt.FORM)
        return told

    def _get(self, url: str, *, bearer: str = "") -> Response:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        try:
            with traces.span("psc"), self._session() as session:
                answer: Response = session.get(url, headers=headers, withhold_token=True, allow_redirects=False)
        except RequestException:
            raise Unavailable(SERVICE) from None
        if answer.status_code >= 500 or (not bearer and not answer.ok):
            raise Unavailable(SERVICE)
        return answer

    def _session(self) -> OAuth2Session:
        methods = self._metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        session = OAuth2Session(
            self.client_id,
            self._secret,
            token_endpoint_auth_method=method,
            code_challenge_method="S256",
            default_timeout=TIMEOUT_SECONDS,
        )
        # A proxy of the environment serves outside hosts only.
        session.trust_env = urlsplit(self.issuer).hostname not in ("127.0.0.1", "localhost")
        return session


def _json(answer: Response, doubt: Doubt) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        raise NotTrusted(doubt) from None
    if not isinstance(told, dict):
        raise NotTrusted(doubt)
    return told


@lru_cache(maxsize=4)
def _provider(issuer: str, client_id: str, client_secret: str) -> Provider:
    return Provider(issuer=issuer, client_id=client_id, client_secret=client_secret)


def configured() -> Provider | None:
    """The provider of PSC_ISSUER, or None when there is none: the sign-in page then has no button for it."""
    if not settings.PSC_ISSUER:
        return None
    return _provider(settings.PSC_ISSUER, settings.PSC_CLIENT_ID, settings.PSC_CLIENT_SECRET)


def forget() -> None:
    """Forget what is known of providers: their addresses and keys are fetched again."""
    _provider.cache_clear()
