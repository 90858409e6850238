"""What a demonstration needs before it can be shown; what is already done is not done again."""

import hashlib
import os
import sys
from dataclasses import dataclass

from config import embedded_pg
from config.demo import ports
from config.demo.processes import Child, Processes
from config.demo.workplace import CannotStart, Workplace, secret_key
from simulators.editor.editions import EDITIONS

Environment = dict[str, str]
_PUBLISHED = {
    "PUBLISHER": "Démonstration de la plateforme",
    "HOSTED_BY": "Votre propre machine",
    "CONTACT_EMAIL": "contact@sas.example",
}


@dataclass(frozen=True)
class Ports:
    """The loopback ports of one demonstration."""

    web: int
    mailbox: int
    smtp: int
    geocoder: int
    psc: int
    live: int
    editors: tuple[int, ...]

    @property
    def address(self) -> str:
        """The product's address."""
        return f"http://{ports.LOOPBACK}:{self.web}"

    @property
    def live_address(self) -> str:
        """The address of the stream of changes."""
        return f"http://{ports.LOOPBACK}:{self.live}/direct"

    @property
    def editor_pages(self) -> tuple[tuple[str, str], ...]:
        """Name and address of each simulated editor, in the order of EDITIONS."""
        pairs = zip(EDITIONS, self.editors, strict=True)
        return tuple((one.name, f"http://{ports.LOOPBACK}:{port}") for one, port in pairs)

    @property
    def psc_address(self) -> str:
        """The address of the provider that plays Pro Santé Connect."""
        return f"http://{ports.LOOPBACK}:{self.psc}"


def asked_port(word: str) -> int:
    """The port that PORT asks for; raises CannotStart when it cannot be one."""
    if not word.isdecimal() or not 0 < int(word) <= 65_000:
        raise CannotStart(f"PORT={word} : il faut un nombre de 1 à 65000.")
    return int(word)


def choose_ports(web: int) -> Ports:
    """The asked port for the product and free ones for the rest; raises CannotStart when the asked one is taken."""
    if ports.is_taken(web):
        raise CannotStart(f"Le port {web} est déjà pris. Choisissez-en un autre : make demo PORT={web + 1}")
    mailbox, smtp, geocoder, psc, live, *editors = (ports.free(web + step) for step in range(25, 30 + len(EDITIONS)))
    return Ports(web, mailbox=mailbox, smtp=smtp, geocoder=geocoder, psc=psc, live=live, editors=tuple(editors))


def database(place: Workplace) -> embedded_pg.Addresses:
    """The database that DATABASE_URL names, else the private one, started.

    Raises CannotStart when it does not start, or when DATABASE_URL comes without DATABASE_OWNER_URL.
    """
    if not (application := os.environ.get("DATABASE_URL")):
        try:
            return embedded_pg.ensure(place.database, stop_at_exit=False)
        except embedded_pg.LaunchError as error:
            raise CannotStart(str(error)) from error
    if not (owner := os.environ.get("DATABASE_OWNER_URL")):
        raise CannotStart("DATABASE_URL est défini sans DATABASE_OWNER_URL : voir .env.example.")
    return embedded_pg.Addresses(owner, application)


def environment(place: Workplace, *, database: embedded_pg.Addresses, at: Ports) -> dict[str, str]:
    """The settings of the demonstration's processes: those of .env.example that it decides itself."""
    # PGHOST, PGSERVICE... of the caller's shell would mix with the addresses given here.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    inherited.pop("DATABASE_OWNER_URL", None)
    return (
        inherited
        | _PUBLISHED
        | _addresses(at)
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
            "DEMO": "1",
            "DATABASE_URL": database.app_url,
            "SECRET_KEY": secret_key(place),
            "STATIC_ROOT": str(place.static),
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_USE_TLS": "0",
            "PSC_CLIENT_ID": "sas-demonstration",
            "PSC_CLIENT_SECRET": _drawn_for("psc", place),
            "EDITOR_LOOPBACK": "1",
            "SSO_KEY": str(place.sso_key),
            "FHIR_PROXY_SECRET": _drawn_for("fhir", place),
        }
    )


def _addresses(at: Ports) -> dict[str, str]:
    """Where each process of the demonstration finds the others."""
    return {
        "PUBLIC_URL": at.address,
        "LIVE_URL": at.live_address,
        "EMAIL_HOST": ports.LOOPBACK,
        "EMAIL_PORT": str(at.smtp),
        "MAILBOX_URL": f"http://{ports.LOOPBACK}:{at.mailbox}",
        "GEOCODER_URL": f"http://{ports.LOOPBACK}:{at.geocoder}",
        "PSC_ISSUER": f"{at.psc_address}/auth/realms/esante-wallet",
        "PSC_ORIGINS": at.psc_address,
        "EDITOR_PAGES": ",".join(map("=".join, at.editor_pages)),
    }


def _drawn_for(use: str, place: Workplace) -> str:
    """A secret of this demonstration, the same at each start."""
    return hashlib.sha256(f"{use} {secret_key(place)}".encode()).hexdigest()


def command(place: Workplace, *words: str) -> list[str]:
    """The command line of a management command."""
    return [sys.executable, str(place.root / "manage.py"), *words]


def start_gathering_static(processes: Processes, *, environment: Environment) -> Child | None:
    """Start gathering the static files, unless those gathered are of this version."""
    place = processes.place
    if _gathered(place) == _static_version(place):
        return None
    return processes.begin("static", command(place, "collectstatic", "--noinput"), environment=environment)


def note_static_gathered(place: Workplace) -> None:
    """Remember of which version the gathered files are."""
    (place.static / ".version").write_text(_static_version(place))


def _gathered(place: Workplace) -> str:
    note = place.static / ".version"
    return note.read_text() if note.exists() else ""


def _static_version(place: Workplace) -> str:
    """Changes with our own static files and with the packages, which bring the others."""
    own = sorted(path for path in (place.root / "sas").rglob("static/**/*") if path.is_file())
    digest = hashlib.sha256()
    for path in (place.root / "requirements.txt", place.root / "config" / "settings.py", *own):
        digest.update(f"{path.relative_to(place.root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
