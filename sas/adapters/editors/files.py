"""Our own files of mutual TLS with editors: whose they are and when they end; never a key."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings

from sas.adapters.editors.values import OwnFile, Part


def own_files() -> tuple[OwnFile, ...]:
    """Our certificate, the authorities we believe, their lists of revoked certificates: those that are configured.

    A file that cannot be read is told without names nor end.
    """
    parts = (
        (Part.CLIENT, settings.EDITOR_CLIENT_CERT, _certificates),
        (Part.AUTHORITY, settings.EDITOR_CA_BUNDLE, _certificates),
        (Part.REVOKED, settings.EDITOR_CRL, _lists),
    )
    found: list[OwnFile] = []
    for part, path, read in parts:
        try:
            told = read(Path(path).read_bytes()) if path else ()
        except (OSError, ValueError):
            told = (("", "", None),)
        # Ours comes first in its file; those of intermediate authorities follow.
        found += [OwnFile(part, *one) for one in (told[:1] if part is Part.CLIENT else told)]
    return tuple(found)


def _certificates(pem: bytes) -> tuple[tuple[str, str, datetime | None], ...]:
    read = x509.load_pem_x509_certificates(pem)
    return tuple((*_names(one.subject), one.not_valid_after_utc) for one in read)


def _lists(pem: bytes) -> tuple[tuple[str, str, datetime | None], ...]:
    end = b"-----END X509 CRL-----"
    read = [x509.load_pem_x509_crl(part + end) for part in pem.split(end)[:-1]]
    return tuple((*_names(one.issuer), one.next_update_utc) for one in read)


def _names(name: x509.Name) -> tuple[str, str]:
    return _named(name, NameOID.COMMON_NAME), _named(name, NameOID.ORGANIZATIONAL_UNIT_NAME)


def _named(name: x509.Name, attribute: ObjectIdentifier) -> str:
    return ", ".join(str(one.value) for one in name.get_attributes_for_oid(attribute))
