"""A certification authority made by the command `openssl`: certificates of any name and age, and revoked ones."""

import subprocess
from pathlib import Path

_CONF = """
[ca]
default_ca = own
[own]
dir = {folder}
database = $dir/index.txt
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
certificate = $dir/ca.pem
private_key = $dir/ca.key
default_md = sha256
default_days = 2
default_crl_days = 2
policy = names
unique_subject = no
[names]
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[req]
distinguished_name = none
[none]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
subjectAltName = IP:127.0.0.1
extendedKeyUsage = serverAuth
[client]
extendedKeyUsage = clientAuth
"""


class Authority:
    """One authority in one folder: `ca.pem`, `crl.pem`, NAME.pem and NAME.key."""

    def __init__(self, folder: Path) -> None:
        """Its own certificate, and a list of revoked ones that is empty."""
        self.folder = folder
        folder.mkdir(parents=True)
        (folder / "ca.cnf").write_text(_CONF.format(folder=folder))
        (folder / "index.txt").touch()
        for name in ("serial", "crlnumber"):
            (folder / name).write_text("01\n")
        named = ["-subj", f"/CN=Autorité {folder.name}", "-utf8", "-days", "3", "-extensions", "authority"]
        self._run("req", "-x509", *self._key("ca"), *named, "-out", "ca.pem")
        self.list_revoked()

    def certificate(self, name: str, *, subject: str, use: str = "client", expired: bool = False) -> None:
        """`subject`: as « /O=…/OU=…/CN=… »."""
        self._run("req", "-new", *self._key(name), "-subj", subject, "-utf8", "-out", f"{name}.csr")
        dates = ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"] if expired else []
        self._run("ca", "-batch", "-notext", "-extensions", use, *dates, "-in", f"{name}.csr", "-out", f"{name}.pem")

    def revoke(self, name: str) -> None:
        """From now on, as the new list says."""
        self._run("ca", "-revoke", f"{name}.pem")
        self.list_revoked()

    def list_revoked(self) -> None:
        """Write the list anew."""
        self._run("ca", "-gencrl", "-out", "crl.pem")

    def _key(self, name: str) -> list[str]:
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key"]

    def _run(self, verb: str, *arguments: str) -> None:
        command = ["openssl", verb, "-config", "ca.cnf", *arguments]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=30)
