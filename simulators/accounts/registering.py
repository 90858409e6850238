"""What an editor of the demonstration and the platform know of each other: address, certificate, secret."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sas.actor import Actor
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries as account_queries
from sas.rooms.directory import operations as directory
from sas.rooms.directory.queries import EditorState
from sas.rooms.directory.rules import EditorConnection
from simulators.editor.editions import UNIT, Edition

_LASTS, _RENEWED = timedelta(days=365), timedelta(days=30)


def connect(state: EditorState, edition: Edition, *, address: str, now: datetime) -> None:
    """Have the platform ask the editor at this address; what an administrator has changed since stays."""
    host = address.partition("//")[2]
    new = EditorConnection(
        end_to_end=edition.end_to_end,
        client_cn=edition.common_name,
        client_ou=UNIT,
        appointment_system=edition.system,
        accounts_sent=True,
    )
    known = state.connection if state.connection.base_url else new
    wanted = replace(known, base_url=f"{address}/fhir", hosts=(host,))
    if wanted != state.connection:
        told = {"name": state.name, "active": state.active, "connection": wanted, "now": now}
        directory.save_editor(actor=Actor.SYSTEM, editor_id=state.id, **told)  # type: ignore[arg-type]


def let_sign_in(editor_id: int, path: Path, *, address: str, now: datetime) -> bool:
    """Open the delegated login to it, its secret in a file; False when the file was already that of this platform."""
    back = (f"{address}/retour",)
    state = account_queries.editor_login(actor=Actor.SYSTEM, editor_id=editor_id)
    if state is None or state.redirect_uris != back:
        active = state is None or state.active
        about = {"redirect_uris": back, "active": active, "now": now}
        accounts.save_editor_login(actor=Actor.SYSTEM, editor_id=editor_id, **about)  # type: ignore[arg-type]
        state = account_queries.editor_login(actor=Actor.SYSTEM, editor_id=editor_id)
    assert state
    if state.has_secret and path.exists() and json.loads(path.read_text())["client_id"] == state.client_id:
        return False
    secret = accounts.renew_editor_secret(actor=Actor.SYSTEM, editor_id=editor_id, now=now)
    write_for_owner(path, json.dumps({"client_id": state.client_id, "secret": secret}).encode())
    return True


def certify(edition: Edition, path: Path, *, now: datetime) -> None:
    """The certificate that stands for the editor, signed by itself: no proxy of a demonstration verifies it."""
    if path.exists():
        known = x509.load_pem_x509_certificate(path.read_bytes())
        if known.not_valid_after_utc > now + _RENEWED:
            return
    subject = _name({NameOID.COMMON_NAME: edition.common_name, NameOID.ORGANIZATIONAL_UNIT_NAME: UNIT})
    key = ec.generate_private_key(ec.SECP256R1())
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + _LASTS)
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def make_key(path: Path) -> None:
    """The key that signs the delegated login, made once."""
    if not path.exists():
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        key = ec.generate_private_key(ec.SECP256R1())
        write_for_owner(path, key.private_bytes(serialization.Encoding.PEM, *form))


def write_for_owner(path: Path, content: bytes) -> None:
    """A file that nobody else reads, whole or not at all."""
    unfinished = path.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(content)
    unfinished.rename(path)


def _name(parts: Mapping[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts.items()])
