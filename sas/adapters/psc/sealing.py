"""The provider's tokens as the database keeps them: encrypted under a key derived from SECRET_KEY."""

import json
from dataclasses import asdict

from django.utils.crypto import salted_hmac
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from sas.adapters.psc.values import Tokens

_HEADER = {"alg": "dir", "enc": "A256GCM"}


def seal(tokens: Tokens) -> str:
    """As a compact JWE."""
    return jwe.encrypt_compact(_HEADER, json.dumps(asdict(tokens)), _key(), algorithms=list(_HEADER.values()))


def unseal(sealed: str) -> Tokens | None:
    """None when it was sealed under another key, or is nothing that was sealed."""
    try:
        opened = jwe.decrypt_compact(sealed, _key(), algorithms=list(_HEADER.values())).plaintext
    except (JoseError, ValueError):
        return None
    return Tokens(**json.loads(opened or b"{}"))


def _key() -> OctKey:
    return OctKey.import_key(salted_hmac("sas.psc.tokens", "", algorithm="sha256").digest())
