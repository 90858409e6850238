"""Start everything, say where it is, watch it, stop it."""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TextIO

import environ
import httpx

from config import embedded_pg
from config.demo import editors, ports, preparation
from config.demo.preparation import Environment, Ports, command
from config.demo.processes import Child, Interrupted, Processes, clear
from config.demo.workplace import CannotStart, Workplace, claim

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60
# One connection for the one thread of each worker, and one for the traces of reading.
POOLED = {"DATABASE_POOL": "2"}
DATABASE_CHECK_SECONDS = 5


def main() -> int:
    """Run the demonstration until it is asked to stop; return the exit status."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")
    place = Workplace(ROOT, Path(os.environ.get("DEMO_FOLDER") or ROOT / "var").resolve())
    stop_asked = _stop_on_signals()
    try:
        port = preparation.asked_port(os.environ.get("PORT") or "8000")
        with claim(place, address=f"http://{ports.LOOPBACK}:{port}"):
            if left := clear(place):
                _say(f"{left} processus d'une démonstration interrompue arrêtés.")
            demonstrate(Processes(place, stop_asked), at=preparation.choose_ports(port))
    except CannotStart as error:
        _say(str(error), to=sys.stderr)
        return 1
    except Interrupted:
        _say("Arrêt terminé.")
    return 0


def demonstrate(processes: Processes, *, at: Ports) -> None:
    """Run the demonstration; raises Interrupted when asked to stop, CannotStart when a part of it fails."""
    place = processes.place
    private = not os.environ.get("DATABASE_URL")
    try:
        _say("Base de données…")
        database = preparation.database(place)
        settings = preparation.environment(place, database=database, at=at)
        as_owner = settings | {"DATABASE_OWNER_URL": database.owner_url}
        _prepare(processes, settings=settings, as_owner=as_owner, at=at)
        _open(processes, settings=settings, at=at)
        _announce(place, at=at)
        _watch(processes, database=place.database if private else None)
    finally:
        _say("Arrêt…")
        processes.stop()
        if private:
            embedded_pg.stop(place.database)


def _prepare(processes: Processes, *, settings: Environment, as_owner: Environment, at: Ports) -> None:
    """Bring the database, the static files and the population to where they should be."""
    place = processes.place
    static = preparation.start_gathering_static(processes, environment=settings)
    simulator = [sys.executable, "-m", "simulators.ban", "--port", str(at.geocoder)]
    geocoder = processes.start("adresses", simulator, environment=settings)
    _until_listening(processes, geocoder, port=at.geocoder)
    load = command(place, "demo-prepare", "--accounts", str(place.accounts), "--cards", str(place.cards))
    load += ["--editors", str(place.editors), "--editor-addresses", *(where for _, where in at.editor_pages)]
    processes.finish(processes.begin("population", load, environment=as_owner, shown=True))
    if static:
        processes.finish(static)
        preparation.note_static_gathered(place)


def _open(processes: Processes, *, settings: Environment, at: Ports) -> None:
    """Start what visitors use and wait until it answers."""
    _say("Serveur…")
    place = processes.place
    folder = ["--folder", str(place.mails)]
    mailbox = ["-m", "simulators.mailbox", "--smtp-port", str(at.smtp), "--http-port", str(at.mailbox), *folder]
    web = processes.start("web", _web_server(at.web), environment=settings | POOLED)
    live = processes.start("direct", _stream_server(at.live), environment=settings)
    mails = processes.start("mails", [sys.executable, *mailbox], environment=settings)
    provider = [sys.executable, "-m", "simulators.psc", "--port", str(at.psc), "--product", at.address]
    cards = processes.start("psc", [*provider, "--identities", str(place.cards)], environment=settings)
    software = [processes.start(*one, environment=settings) for one in editors.commands(place, at=at)]
    _until_listening(processes, mails, port=at.mailbox)
    _until_listening(processes, cards, port=at.psc)
    _until_listening(processes, live, port=at.live)
    for child, port in zip(software, at.editors, strict=True):
        _until_listening(processes, child, port=port)
    _until_answering(processes, web, address=at.address)
    processes.start("travaux", command(place, "worker"), environment=settings)


def _web_server(port: int) -> list[str]:
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
    server += ["--host", ports.LOOPBACK, "--port", str(port), "--workers", "2", "--blocking-threads", "1"]
    # A stop while the workers boot would otherwise wait for them for ever.
    return [*server, "--workers-kill-timeout", "3", "--respawn-failed-workers"]


def _stream_server(port: int) -> list[str]:
    server = [sys.executable, "-m", "granian", "--interface", "asgi", "config.events:application"]
    server += ["--host", ports.LOOPBACK, "--port", str(port), "--workers", "1"]
    return [*server, "--workers-kill-timeout", "3", "--respawn-failed-workers"]


def _until_listening(processes: Processes, child: Child, *, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not ports.answers(port):
        _wait_for(processes, child, until=deadline)


def _until_answering(processes: Processes, child: Child, *, address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(address):
        _wait_for(processes, child, until=deadline)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5, trust_env=False).status_code < 500
    except httpx.HTTPError:
        return False


def _wait_for(processes: Processes, child: Child, *, until: float) -> None:
    processes.check()
    if time.monotonic() > until:
        raise CannotStart(f"« {child.name} » ne répond pas. Son journal : {processes.place.log(child.name)}")
    processes.pause(0.1)


def _announce(place: Workplace, *, at: Ports) -> None:
    mailbox = f"http://{ports.LOOPBACK}:{at.mailbox}"
    _say(f"\n{at.address}\n\n{place.accounts.read_text().rstrip()}\n")
    _say(f"Mails envoyés : {mailbox}\nPro Santé Connect de démonstration : {at.psc_address} (pour changer de carte)")
    _say(editors.announcement(at))
    _say(f"Journaux : {place.log('*')}\nCtrl-C arrête tout ; les données restent.")


def _watch(processes: Processes, *, database: Path | None) -> None:
    """Return never: raises Interrupted or CannotStart."""
    looked = time.monotonic()
    while True:
        processes.pause(0.5)
        processes.check()
        if database and time.monotonic() - looked > DATABASE_CHECK_SECONDS:
            looked = time.monotonic()
            if not embedded_pg.is_running(database):
                raise CannotStart("PostgreSQL s'est arrêté. Relancez make demo : les données validées sont gardées.")


def _stop_on_signals() -> Event:
    asked = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Under nohup the end of the terminal is ignored on purpose; SIGINT in a shell's background is not.
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: asked.set())
    return asked


def _say(what: str, *, to: TextIO = sys.stdout) -> None:
    # The terminal may be gone: that must not come in the way of stopping.
    with suppress(OSError):
        print(what, file=to, flush=True)


if __name__ == "__main__":
    sys.exit(main())
