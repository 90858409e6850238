"""The platform's keys as an OpenID provider: one signs, both are published, so that keys may be changed (ADR 40)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

_SMALLEST_RSA = 2048


class BadKey(Exception):
    """A key of the settings that cannot sign; carries which and why."""


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs, and what others check with."""

    algorithm: str
    keys: tuple[RSAKey | ECKey, ...]

    def published(self) -> dict[str, Any]:
        """The JSON Web Key Set, without anything private."""
        return {"keys": [_public(key) for key in self.keys]}

    def signed(self, claims: Mapping[str, Any]) -> str:
        """A token under the first key."""
        header = {"alg": self.algorithm, "typ": "JWT", "kid": self.keys[0].thumbprint()}
        return jwt.encode(header, dict(claims), self.keys[0], algorithms=[self.algorithm])


def configured() -> Signer | None:
    """The keys of SSO_KEY and SSO_OTHER_KEY, or None when there is no first one. Raises BadKey."""
    return _signer(settings.SSO_KEY, settings.SSO_OTHER_KEY) if settings.SSO_KEY else None


@lru_cache(maxsize=2)
def _signer(first: str, other: str) -> Signer:
    key = _read("SSO_KEY", first)
    if not key.is_private:
        raise BadKey("SSO_KEY: a private key is needed to sign")
    return Signer(_algorithm(key), (key, _read("SSO_OTHER_KEY", other)) if other else (key,))


def _read(name: str, path: str) -> RSAKey | ECKey:
    try:
        pem = Path(path).read_bytes()
    except OSError as trouble:
        raise BadKey(f"{name}: {type(trouble).__name__}") from None
    key = _imported(pem)
    if isinstance(key, RSAKey) and key.raw_value.key_size >= _SMALLEST_RSA:
        return key
    if isinstance(key, ECKey) and key.curve_name == "P-256":
        return key
    raise BadKey(f"{name}: a PEM file with an RSA key of {_SMALLEST_RSA} bits or more, or one of P-256")


def _imported(pem: bytes) -> RSAKey | ECKey | None:
    kinds: tuple[type[RSAKey | ECKey], ...] = (RSAKey, ECKey)
    for kind in kinds:
        with suppress(JoseError, ValueError, TypeError):
            return kind.import_key(pem)
    return None


def _algorithm(key: RSAKey | ECKey) -> str:
    return "RS256" if isinstance(key, RSAKey) else "ES256"


def _public(key: RSAKey | ECKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False, kid=key.thumbprint(), use="sig", alg=_algorithm(key)))
