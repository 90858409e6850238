"""Mutual TLS with editors: our certificate, their authorities, and the subject that each of them must show."""

import ssl
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from sas.adapters.regulators.values import Server


class Seen:
    """What the handshake showed: the end of the server's certificate."""

    until: datetime | None = None


def context(server: Server, seen: Seen) -> ssl.SSLContext:
    """TLS 1.2 or later. The subject is looked at before anything is sent: a name of ours never reaches another server.

    Raises OSError for files of ours that cannot be read.
    """
    made = ssl.create_default_context(cafile=settings.EDITOR_CA_BUNDLE or None)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.EDITOR_CLIENT_CERT:
        made.load_cert_chain(settings.EDITOR_CLIENT_CERT, settings.EDITOR_CLIENT_KEY or None)

    class Checked(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            shown: Any = self.getpeercert() or {}
            seen.until = datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC)
            if not is_expected(shown, server):
                raise ssl.SSLCertVerificationError("subject")

    made.sslobject_class = Checked
    return made


def is_expected(certificate: dict[str, Any], server: Server) -> bool:
    """True when the CN, and the OU, are those that are looked at."""
    names = [tuple(pair) for part in certificate.get("subject", ()) for pair in part]
    return _has(names, "commonName", server.expected_cn) and _has(names, "organizationalUnitName", server.expected_ou)


def _has(names: Iterable[tuple[str, ...]], kind: str, wanted: str) -> bool:
    return not wanted or any(name == kind and value.casefold() == wanted.casefold() for name, value in names)
