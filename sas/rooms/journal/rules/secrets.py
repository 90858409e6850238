"""Values that are somebody's, under a key that is theirs alone: without it nothing of them can be read (ADR 51).

A person's key is drawn at random and kept wrapped by a master key of the settings: the database alone opens nothing,
and the settings alone open nothing once the person's row is gone.
"""

import hashlib
import hmac
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ERASED: Final = "\0erased"
"""Stands for a value whose key was destroyed, or was wrapped by a master key that is no longer known."""

_NONCE, _KEY, _BLOCK = 12, 256, 32
_SEALED = "sealed"


def new_key() -> bytes:
    """Of one person."""
    return AESGCM.generate_key(_KEY)


def wrapped(key: bytes, *, person: str) -> tuple[str, bytes]:
    """The name of the first master key, and the person's key under it: it opens for that person's row alone."""
    name, master = next(iter(_masters().items()))
    return name, _locked(master, key, about=person)


def unwrapped(kept: bytes, *, master: str, person: str) -> bytes | None:
    """The key of that person; None when its master key is unknown, or when the row is another person's."""
    known = _masters().get(master)
    return _unlocked(known, kept, about=person) if known else None


def is_first(master: str) -> bool:
    """Whether the master key of this name is the one that wraps."""
    return master == next(iter(_masters()))


def sealed(value: object, *, key: bytes, field: str) -> dict[str, str]:
    """The value as an entry keeps it. Its length is told by steps: a name's would say much of it."""
    told = json.dumps(value, separators=(",", ":")).encode()
    padded = told.ljust(-(-len(told) // _BLOCK) * _BLOCK)
    return {_SEALED: b64encode(_locked(key, padded, about=field)).decode()}


def opened(side: Mapping[str, Any], *, key: bytes | None) -> dict[str, Any]:
    """The values of one side of a change; ERASED for each that this key, or none, does not open."""
    return {name: _opened(value, key=key, field=name) if is_sealed(value) else value for name, value in side.items()}


def is_sealed(value: object) -> bool:
    """True for what `sealed` returned."""
    return isinstance(value, dict) and list(value) == [_SEALED]


def _opened(value: dict[str, str], *, key: bytes | None, field: str) -> object:
    told = _unlocked(key, b64decode(value[_SEALED]), about=field) if key else None
    return ERASED if told is None else json.loads(told)


def _locked(key: bytes, told: bytes, *, about: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, told, about.encode())


def _unlocked(key: bytes, kept: bytes, *, about: str) -> bytes | None:
    try:
        return AESGCM(key).decrypt(kept[:_NONCE], kept[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        return None


def _masters() -> dict[str, bytes]:
    """By their names: the first one wraps, all of them unwrap. Another use of the same secret gives another key."""
    return {_name_of(secret): _derived(secret) for secret in settings.JOURNAL_PERSON_KEYS}


def _name_of(secret: str) -> str:
    return hashlib.sha256(b"journal persons " + secret.encode()).hexdigest()[:16]


def _derived(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"sas.journal.persons", hashlib.sha256).digest()
