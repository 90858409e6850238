"""Mutual TLS towards editors: our certificate, the authorities we hold to, and the name the editor must have.

TLS 1.2 or later. What an editor is called is looked at before anything is sent to it.
"""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from sas.adapters.editors.values import Shown

Names = dict[str, list[str]]


class WrongName(ssl.SSLError):
    """The certificate is sound, and somebody else's."""


@dataclass(frozen=True, slots=True)
class Files:
    """Paths of PEM files. `revoked` may be empty: then nothing is held to be revoked."""

    certificate: str
    key: str
    authorities: str
    revoked: str


def context(*, expected_cn: str, expected_ou: str) -> ssl.SSLContext:
    """Ready to call an editor of that name. Files that were replaced are read again.

    Raises OSError (ssl.SSLError is one) when a file is missing or wrong.
    """
    told = (settings.EDITOR_CLIENT_CERT, settings.EDITOR_CLIENT_KEY, settings.EDITOR_CA_BUNDLE, settings.EDITOR_CRL)
    files = Files(*told)
    stamps = tuple(Path(path).stat().st_mtime_ns if path else 0 for path in told)
    return _context(files, stamps=stamps, expected_cn=expected_cn, expected_ou=expected_ou)


def ends_at(answer: httpx.Response) -> datetime | None:
    """When the certificate that the server showed for this answer ends; None without TLS."""
    shown = answer.extensions["network_stream"].get_extra_info("ssl_object")
    told = shown.getpeercert() if shown else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(told["notAfter"]), UTC) if told else None


def shown(answer: httpx.Response) -> Shown | None:
    """What the server of this answer showed; None without TLS."""
    spoken = answer.extensions["network_stream"].get_extra_info("ssl_object")
    told = spoken.getpeercert() if spoken else None
    if not told:
        return None
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(told["notAfter"]), UTC)
    return Shown(spoken.version() or "", _named_so(told["subject"]), _named_so(told["issuer"]), until)


def is_tls(trouble: BaseException | None) -> bool:
    """Whether TLS failed, under the layers that wrap its errors."""
    while trouble is not None:
        if isinstance(trouble, ssl.SSLError):
            return True
        trouble = trouble.__cause__ or trouble.__context__
    return False


@lru_cache(maxsize=256)
def _context(files: Files, *, stamps: tuple[int, ...], expected_cn: str, expected_ou: str) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks the chain and the host's name
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    # Without authorities of ours nobody is believed: those of the machine are for the Web, not for editors.
    if files.authorities:
        made.load_verify_locations(cafile=files.authorities)
    if files.revoked:
        made.load_verify_locations(cafile=files.revoked)
        made.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
    if files.certificate:
        made.load_cert_chain(files.certificate, files.key or None)
    made.sslobject_class = _named(expected_cn, expected_ou)
    return made


def _named(expected_cn: str, expected_ou: str) -> type[ssl.SSLObject]:
    """A connection that ends where the certificate's subject is another: no request ever leaves on it."""

    class Named(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            names = _names(self.getpeercert() or {})
            for attribute, expected in (("commonName", expected_cn), ("organizationalUnitName", expected_ou)):
                if expected and expected.casefold() not in names.get(attribute, []):
                    raise WrongName(f"wrong {attribute}")

    return Named


def _named_so(parts: Any) -> str:
    """« CN=fhir.editeur.fr, OU=318751275100020 »."""
    short = {"commonName": "CN", "organizationalUnitName": "OU", "organizationName": "O", "countryName": "C"}
    told = (f"{short.get(name, name)}={value}" for part in reversed(parts) for name, value in part)
    return ", ".join(told)


def _names(certificate: dict[str, Any]) -> Names:
    found: Names = {}
    for attribute, value in (pair for part in certificate.get("subject", ()) for pair in part):
        found.setdefault(attribute, []).append(value.casefold())
    return found
