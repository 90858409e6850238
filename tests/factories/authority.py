"""A certification authority for one run of the tests: one server, clients by name."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_Key = ec.EllipticCurvePrivateKey


def make(folder: Path, *, server: str, clients: dict[str, str]) -> None:
    """Write `ca.pem`, and NAME.pem with NAME.key for the server of 127.0.0.1 and each client (by its common name)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named("Autorité des essais")
    usage = x509.KeyUsage(*(at in {5, 6} for at in range(9)))  # signs certificates and lists of revoked ones
    itself = _signed(
        name, key, by=key, issuer=name, extensions=[(x509.BasicConstraints(ca=True, path_length=0), usage)]
    )
    (folder / "ca.pem").write_bytes(itself.public_bytes(serialization.Encoding.PEM))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    for file, common_name in {server: "127.0.0.1", **clients}.items():
        own = ec.generate_private_key(ec.SECP256R1())
        is_server = file == server
        use = ExtendedKeyUsageOID.SERVER_AUTH if is_server else ExtendedKeyUsageOID.CLIENT_AUTH
        more = [(x509.ExtendedKeyUsage([use]), *([here] if is_server else []))]
        made = _signed(_named(common_name), own, by=key, issuer=name, extensions=more)
        (folder / f"{file}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        (folder / f"{file}.key").write_bytes(_pem(own))


def _named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _signed(
    subject: x509.Name,
    key: _Key,
    *,
    by: _Key,
    issuer: x509.Name,
    extensions: list[tuple[x509.ExtensionType, ...]],
) -> x509.Certificate:
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
    )
    for extension in (one for some in extensions for one in some):
        made = made.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    return made.sign(by, hashes.SHA256())


def _pem(key: _Key) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
