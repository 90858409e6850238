"""What is made with SECRET_KEY: digests, and texts that are sealed.

While the key is changed, those of SECRET_KEY_FALLBACKS still find and open what they made (ADR 54).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HEADER = {"alg": "dir", "enc": "A256GCM"}


class Renewal(NamedTuple):
    """How many texts were sealed anew; how many no key that is known opens."""

    renewed: int
    lost: int


def digest(text: str, *, use: str) -> str:
    """64 characters that nobody makes nor undoes without the key; another `use` gives others."""
    return digests(text, use=use)[0]


def digests(text: str, *, use: str) -> list[str]:
    """The digest under the key, then under each of those that it replaces."""
    return [salted_hmac(use, text, secret=key, algorithm="sha256").hexdigest() for key in _keys()]


def sealed(text: str, *, use: str) -> str:
    """The text, encrypted (JWE) under the key of this use."""
    return jwe.encrypt_compact(_HEADER, text.encode(), _sealing(_keys()[0], use), algorithms=list(_HEADER.values()))


def opened(text: str, *, use: str) -> str | None:
    """What `sealed` was given; None when no key that is known sealed it."""
    return next((kept for key in _keys() if (kept := _opened(text, _sealing(key, use))) is not None), None)


def renew(rows: QuerySet[Any], column: str, *, use: str, found_by: Mapping[str, str]) -> Renewal:
    """Seal anew, row by row, what an older key sealed in this column.

    `found_by`: the columns that hold a digest of the same text, with their use. A row that somebody changes meanwhile
    is left as they made it.
    """
    done = lost = 0
    for number, held in rows.values_list("pk", column).iterator():
        if _opened(held, _sealing(_keys()[0], use)) is not None:
            continue
        if (text := opened(held, use=use)) is None:
            lost += 1
            continue
        fresh = {column: sealed(text, use=use)} | {name: digest(text, use=other) for name, other in found_by.items()}
        done += rows.model._default_manager.filter(pk=number, **{column: held}).update(**fresh)  # noqa: SLF001  as Django
    return Renewal(done, lost)


def _opened(text: str, key: OctKey) -> str | None:
    try:
        kept = jwe.decrypt_compact(text, key, algorithms=list(_HEADER.values())).plaintext
    except (JoseError, ValueError):
        return None
    return kept.decode() if kept else None


def _sealing(key: str, use: str) -> OctKey:
    return OctKey.import_key(salted_hmac(use, "", secret=key, algorithm="sha256").digest())


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
