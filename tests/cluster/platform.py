"""Two web nodes with their streams, two workers, two editors, a mail server: the product's own commands."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import httpx

from tests.cluster.database import HOST, Database
from tests.cluster.programs import Program, Supervisor, until
from tests.conftest import ROOT
from tests.factories.broker import free_port

NODES = ("gauche", "droite")
SHIFTED = "droite"
"""The node whose host comes back with another clock."""

READY = "/health/ready"
STANDBY_SECONDS = 5
TEMPORARY_MB = 8
CLOCK = Path(__file__).with_name("clock.c")


class Platform:
    """The product around a database; `prepare` migrates, `start` serves."""

    def __init__(self, folder: Path, supervisor: Supervisor, database: Database) -> None:
        self.folder, self._supervisor, self._database = folder, supervisor, database
        self.web = {name: free_port() for name in NODES}
        self.streams = {name: free_port() for name in NODES}
        self.editors = [free_port() for _ in range(2)]
        self.smtp, self._pages_of_mails = free_port(), free_port()
        self.programs: dict[str, Program] = {}
        self.secret = secrets.token_urlsafe(40)

    @property
    def origin(self) -> str:
        """The address that browsers are told, of whichever node."""
        return f"http://{HOST}:{self.web[NODES[0]]}"

    def environment(self) -> dict[str, str]:
        """Of every process of the product, whose database is reached directly."""
        return {
            "DJANGO_SETTINGS_MODULE": "benchmarks.plain_settings",
            "SECRET_KEY": self.secret,
            "DATABASE_URL": self._database.url(),
            "STATIC_ROOT": str(self.folder / "static"),
            "EXTRACTS_FOLDER": str(self.folder / "extracts"),
            "PUBLIC_URL": self.origin,
            "LIVE_URL": f"http://{HOST}:{self.streams[NODES[0]]}/direct",
            "EMAIL_PORT": str(self.smtp),
            # Editors of this machine may be asked by a demonstration alone.
            "DEMO": "1",
            "EDITOR_LOOPBACK": "1",
            "ORIENTATION_STANDBY_SECONDS": str(STANDBY_SECONDS),
            "PATH": os.environ["PATH"],
        }

    def prepare(self) -> None:
        """Schema, rights and reference data."""
        environment = self.environment() | {"DATABASE_OWNER_URL": self._database.url(role="sas_owner")}
        command = [sys.executable, "manage.py", "upgrade", "-v", "0"]
        subprocess.run(command, cwd=ROOT, check=True, env=environment)

    def start(self, worlds: list[Path]) -> None:
        """Until both nodes are ready; `worlds`: what each editor works on."""
        mails = ["--smtp-port", str(self.smtp), "--http-port", str(self._pages_of_mails)]
        (self.folder / "mails").mkdir()
        self._run("mails", ["-m", "simulators.mailbox", *mails, "--folder", str(self.folder / "mails")], {})
        for number, (port, world) in enumerate(zip(self.editors, worlds, strict=True)):
            self._run(f"editor {number}", ["-m", "simulators.editor", "--port", str(port), "--world", str(world)], {})
        for name in NODES:
            self._web(name)
            self._run(f"stream {name}", ["-m", "granian", "--interface", "asgi", "config.events:application",
                "--host", HOST, "--port", str(self.streams[name]), "--workers", "1"], self.environment())  # fmt: skip
            self._run(f"worker {name}", ["manage.py", "worker"], self.environment())
        for name in NODES:
            until(lambda port=self.web[name]: is_ready(port), seconds=60, why=f"node {name} ready")

    def temporary(self, name: str) -> Path:
        """The folder where a node writes its temporary files: a disk of its own, and a small one."""
        return self.folder / f"{name}.tmp"

    def shift(self, seconds: int) -> None:
        """Have the node SHIFTED come back with a clock that far from the others'."""
        program, library = self.programs[f"web {SHIFTED}"], self.folder / "clock.so"
        if not library.exists():
            subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", str(library), str(CLOCK)], check=True)
        program.kill(comes_back=False)
        program.environment = {**program.environment, "LD_PRELOAD": str(library), "SAS_CLOCK": str(seconds)}
        program.start()

    def unmount(self) -> None:
        """Give the small disks back."""
        for name in NODES:
            subprocess.run(["umount", str(self.temporary(name))], check=False, stderr=subprocess.DEVNULL)

    def _web(self, name: str) -> None:
        here = self.temporary(name)
        here.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={TEMPORARY_MB}m", "tmpfs", str(here)], check=True)
        environment = self.environment() | {
            "DATABASE_URL": self._database.pooled_url,
            "DATABASE_DIRECT_URL": self._database.url(),
            "DATABASE_REPLICA_URL": self._database.url(attributes="standby"),
            "DATABASE_POOL": "3",
            "TMPDIR": str(here),
        }
        self._run(f"web {name}", [
            "-m", "granian", "--interface", "wsgi", "config.wsgi:application", "--host", HOST, "--port",
            str(self.web[name]), "--workers", "2", "--blocking-threads", "2", "--workers-kill-timeout", "3",
            "--respawn-failed-workers",
        ], environment)  # fmt: skip

    def _run(self, name: str, arguments: list[str], environment: dict[str, str]) -> None:
        log = self.folder / f"{name}.log"
        program = Program(name, [sys.executable, *arguments], log, environment, folder=ROOT)
        self.programs[name] = program
        self._supervisor.programs.append(program)
        program.start()


def is_ready(port: int) -> bool:
    """Whether a node says that it may be sent requests."""
    return readiness(port) == httpx.codes.OK


def readiness(port: int) -> int:
    """What it answers when it is asked; 0: nothing."""
    try:
        return httpx.get(f"http://{HOST}:{port}{READY}", timeout=3).status_code
    except httpx.HTTPError:
        return 0
