"""Addresses that open a calendar: made, kept so that a stolen database does not give them, found again."""

import secrets

from django.utils.crypto import salted_hmac
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HEADER = {"alg": "dir", "enc": "A256GCM"}


def new_token() -> str:
    """256 bits that nobody guesses, as they stand in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What a token is found by: without SECRET_KEY it cannot be made from a guess, nor undone."""
    return salted_hmac("sas.calendars.feed", token, algorithm="sha256").hexdigest()


def sealed(text: str) -> str:
    """The text, encrypted (JWE) under a key derived from SECRET_KEY."""
    return jwe.encrypt_compact(_HEADER, text.encode(), _key())


def opened(text: str) -> str | None:
    """What `sealed` was given; None when it was sealed under another SECRET_KEY."""
    try:
        kept = jwe.decrypt_compact(text, _key()).plaintext
    except (JoseError, ValueError):
        return None
    return kept.decode() if kept else None


def _key() -> OctKey:
    return OctKey.import_key(salted_hmac("sas.calendars.sealing", "", algorithm="sha256").digest())
