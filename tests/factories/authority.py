"""Certification authorities for one run of the tests: one server and clients by name, or one by one as they come."""

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


class Authority:
    """Signs certificates of 127.0.0.1, good for both sides, and says which are no longer good."""

    def __init__(self, folder: Path) -> None:
        """`ca.pem` is written there, then NAME.pem with NAME.key, and `crl.pem`."""
        self.folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name, self._revoked = _named("Autorité des éditeurs"), list[int]()
        usage = x509.KeyUsage(*(at in {5, 6} for at in range(9)))
        more = [(x509.BasicConstraints(ca=True, path_length=0), usage)]
        itself = _signed(self._name, self._key, by=self._key, issuer=self._name, extensions=more)
        self.certificate = self._written("ca", itself)
        self.revoked = folder / "crl.pem"
        self.revoke()

    def issue(self, file: str, *, cn: str = "127.0.0.1", ou: str = "", expired: bool = False) -> Path:
        """The certificate; its key stands beside it."""
        own = ec.generate_private_key(ec.SECP256R1())
        here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        use = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
        days = -1 if expired else 2
        name = _named(cn, ou)
        made = _signed(name, own, by=self._key, issuer=self._name, extensions=[(use, here)], days=days)
        (self.folder / f"{file}.key").write_bytes(_pem(own))
        return self._written(file, made)

    def revoke(self, *files: str) -> None:
        """Say again which certificates are withdrawn: those of before, and these."""
        for file in files:
            read = x509.load_pem_x509_certificate((self.folder / f"{file}.pem").read_bytes())
            self._revoked.append(read.serial_number)
        today = datetime.now(UTC)
        said = x509.CertificateRevocationListBuilder().issuer_name(self._name).last_update(today - timedelta(days=1))
        said = said.next_update(today + timedelta(days=2))
        for serial in self._revoked:
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(today).build()
            said = said.add_revoked_certificate(one)
        signed = said.sign(self._key, hashes.SHA256())
        self.revoked.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def _written(self, file: str, made: x509.Certificate) -> Path:
        path = self.folder / f"{file}.pem"
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return path


def _named(common_name: str, unit: str = "") -> x509.Name:
    more = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []
    return x509.Name([*more, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _signed(
    subject: x509.Name,
    key: _Key,
    *,
    by: _Key,
    issuer: x509.Name,
    extensions: list[tuple[x509.ExtensionType, ...]],
    days: int = 2,
) -> x509.Certificate:
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=3))
        .not_valid_after(today + timedelta(days=days))
    )
    for extension in (one for some in extensions for one in some):
        made = made.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    return made.sign(by, hashes.SHA256())


def _pem(key: _Key) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
