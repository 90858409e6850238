"""The editor's side of mutual TLS: who it is, whom it lets in, and which versions it speaks."""

import ssl
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSIONS = {"1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


@dataclass(frozen=True)
class Side:
    """PEM files of one side, and what the subject of the other must hold (empty: anything).

    `revoked` is optional; `versions` are the lowest and the highest spoken.
    """

    certificate: Path
    key: Path
    authorities: Path
    revoked: Path | None = None
    expected_cn: str = ""
    expected_ou: str = ""
    asks_for_certificate: bool = True
    versions: tuple[str, str] = ("1.2", "1.3")


def serving(side: Side) -> ssl.SSLContext:
    """To be called."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    lowest, highest = (VERSIONS[one] for one in side.versions)
    with warnings.catch_warnings():
        # What is forbidden has to be possible, to see it refused.
        warnings.simplefilter("ignore", DeprecationWarning)
        if lowest < ssl.TLSVersion.TLSv1_2:
            made.set_ciphers("ALL:@SECLEVEL=0")
        made.minimum_version, made.maximum_version = lowest, highest
    _furnish(made, side)
    made.verify_mode = ssl.CERT_REQUIRED if side.asks_for_certificate else ssl.CERT_NONE
    return made


def calling(side: Side) -> ssl.SSLContext:
    """To call the platform with the same certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    _furnish(made, side)
    return made


def _furnish(made: ssl.SSLContext, side: Side) -> None:
    made.load_cert_chain(side.certificate, side.key)
    made.load_verify_locations(cafile=side.authorities)
    if side.revoked:
        made.load_verify_locations(cafile=side.revoked)
        made.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF


def subject(certificate: dict[str, Any] | None) -> dict[str, str]:
    """The subject of a certificate, as Python tells it."""
    parts = (certificate or {}).get("subject", ())
    return {attribute: value for part in parts for attribute, value in part}


def lets_in(side: Side, named: dict[str, str]) -> bool:
    """Whether somebody of that subject may ask."""
    expected = {"commonName": side.expected_cn, "organizationalUnitName": side.expected_ou}
    return all(not value or named.get(attribute) == value for attribute, value in expected.items())
