"""Two members of PostgreSQL under Patroni, etcd between them, HAProxy and PgBouncer before them: deploy/cluster."""

import json
import os
import secrets
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import Any

import httpx
import psycopg

from tests.cluster.programs import Program, Supervisor, until
from tests.conftest import ROOT
from tests.factories.broker import free_port

SHIPPED = ROOT / "deploy/cluster"
HOST = "127.0.0.1"
NEEDED = ("/usr/bin/patroni", "/usr/bin/etcd", "/usr/sbin/pgbouncer", "/usr/sbin/haproxy")
PREPARED_SINCE = (1, 21)
MEMBERS = ("un", "deux")


def missing() -> list[str]:
    """What of Debian is not on this machine."""
    absent = [one for one in NEEDED if not Path(one).exists()]
    absent += [] if binaries() else ["postgresql"]
    return absent if shutil.which("cc") else [*absent, "gcc"]


def binaries() -> Path | None:
    """The newest PostgreSQL of Debian."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: int(one.parts[4]))
    return found[-1].parent if found else None


def bouncer_version() -> tuple[int, ...]:
    """That of the PgBouncer of this machine."""
    told = subprocess.run(["/usr/sbin/pgbouncer", "--version"], check=True, capture_output=True, text=True).stdout
    return tuple(int(part) for part in told.split()[1].split(".")[:2])


class Database:
    """The cluster of databases; `start` makes it."""

    def __init__(self, folder: Path, supervisor: Supervisor) -> None:
        self.folder, self._supervisor = folder, supervisor
        self.ports = {name: (free_port(), free_port()) for name in MEMBERS}
        self.etcd, self.primary, self.standby, self.bouncer = (free_port() for _ in range(4))
        self.passwords = {
            name: secrets.token_hex(12) for name in ("superuser", "replication", "rewind", "owner", "app")
        }
        self.members: dict[str, Program] = {}
        self.pool_mode = "transaction" if bouncer_version() >= PREPARED_SINCE else "session"

    def start(self) -> None:
        """Until there are a primary, a standby that confirms, and ways to both."""
        folder = self._owned("etcd")
        here, peers = f"http://{HOST}:{self.etcd}", f"http://{HOST}:{free_port()}"
        self._run("etcd", [
            "/usr/bin/etcd", "--name", "seul", "--data-dir", str(folder), "--listen-client-urls", here,
            "--advertise-client-urls", here, "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers,
            "--initial-cluster", f"seul={peers}", "--log-level", "warn",
        ])  # fmt: skip
        for name in MEMBERS:
            self._member(name)
            # The first one makes the cluster, the other is a copy of it.
            until(self.leader, seconds=60, why="a primary")
        until(self.confirms, seconds=90, why="a standby that confirms")
        self._between()

    def leader(self) -> str:
        """The member that is the primary, empty when there is none."""
        return next((name for name, (_, rest) in self.ports.items() if _answers(rest, "/primary")), "")

    def confirms(self) -> bool:
        """Whether a standby that may be promoted follows."""
        return any(_answers(rest, "/synchronous") for _, rest in self.ports.values())

    def other(self) -> str:
        """The member that is not the primary."""
        leader = self.leader()
        return next(name for name in MEMBERS if name != leader)

    def url(self, *, role: str = "sas_app", attributes: str = "read-write") -> str:
        """Straight to whichever member has these attributes."""
        password = self.passwords["owner" if role == "sas_owner" else "app"]
        hosts = ",".join(f"{HOST}:{port}" for port, _ in self.ports.values())
        return f"postgresql://{role}:{password}@{hosts}/sas?target_session_attrs={attributes}"

    @property
    def pooled_url(self) -> str:
        """Through PgBouncer and HAProxy."""
        return f"postgresql://sas_app:{self.passwords['app']}@{HOST}:{self.bouncer}/sas"

    def ask(self, statement: str, *values: Any, url: str = "") -> list[Any]:
        """Rows of a statement, on the primary unless told otherwise."""
        with psycopg.connect(url or self.url(), autocommit=True, connect_timeout=3) as own:
            return own.execute(statement.encode(), values).fetchall()

    def settled(self) -> bool:
        """A primary, and a standby that is synchronous in PostgreSQL's own eyes."""
        with suppress(psycopg.Error):
            return bool(self.ask("select 1 from pg_stat_replication where sync_state in ('sync', 'quorum')"))
        return False

    def _member(self, name: str) -> None:
        port, rest = self.ports[name]
        folder = self._owned(name)
        data, sockets = folder / "data", self._owned(f"{name}.sockets")
        holes = {
            "SAS_MEMBER": name,
            "SAS_MEMBER_HOST": HOST,
            "SAS_MEMBER_PORT": str(port),
            "SAS_MEMBER_REST_PORT": str(rest),
            "SAS_ETCD_HOSTS": f"{HOST}:{self.etcd}",
            "SAS_DATA": str(data),
            "SAS_SOCKETS": str(sockets),
            "SAS_PGPASS": str(folder / "pgpass"),
            "SAS_BINARIES": str(binaries()),
            "SAS_NETWORK": f"{HOST}/32",
            "SAS_WAL_KEEP": "128MB",
            "SAS_POST_BOOTSTRAP": str(self._bootstrap()),
            **{f"SAS_{one.upper()}_PASSWORD": self.passwords[one] for one in ("superuser", "replication", "rewind")},
        }
        told = self._filled("patroni.yml.template", f"{name}/patroni.yml", holes)
        self.members[name] = self._run(name, ["/usr/bin/patroni", str(told)])
        self.members[name].data = data

    def _bootstrap(self) -> Path:
        """What Patroni runs in the new cluster, its address as the only argument."""
        script = self.folder / "bootstrap.sh"
        shutil.copy(SHIPPED / "bootstrap.sql", self.folder)
        told = [f"-v {one}_password={self.passwords[one]}" for one in ("owner", "app")]
        psql = f'{binaries()}/psql -v ON_ERROR_STOP=1 -d "$1" {" ".join(told)} -f {self.folder}/bootstrap.sql'
        script.write_text(f"#!/bin/sh\nexec {psql}\n")
        script.chmod(0o755)
        return script

    def _between(self) -> None:
        servers = "\n    ".join(
            f"server {name} {HOST}:{port} check port {rest}" for name, (port, rest) in self.ports.items()
        )
        holes = {"SAS_MEMBERS": servers, "SAS_HAPROXY_SOCKET": str(self._owned("proxies") / "haproxy.sock")}
        holes |= {"SAS_PRIMARY_LISTEN": f"{HOST}:{self.primary}", "SAS_STANDBY_LISTEN": f"{HOST}:{self.standby}"}
        told = self._filled("haproxy.cfg.template", "proxies/haproxy.cfg", holes)
        self._run("haproxy", ["/usr/sbin/haproxy", "-f", str(told)])
        users = self.folder / "proxies/users.txt"
        users.write_text(f'"sas_app" "{self.passwords["app"]}"\n"sas_bouncer" "{self.passwords["app"]}"\n')
        prepared = "max_prepared_statements = 200" if self.pool_mode == "transaction" else ""
        holes = {"SAS_PRIMARY_HOST": HOST, "SAS_PRIMARY_PORT": str(self.primary), "SAS_BOUNCER_HOST": HOST}
        holes |= {"SAS_BOUNCER_PORT": str(self.bouncer), "SAS_BOUNCER_USERS": str(users), "SAS_POOL_SIZE": "60"}
        holes |= {"SAS_POOL_MODE": self.pool_mode, "SAS_PREPARED": prepared}
        holes |= {"SAS_BOUNCER_LOG": str(self.folder / "proxies/pgbouncer.own.log")}
        told = self._filled("pgbouncer.ini.template", "proxies/pgbouncer.ini", holes)
        self._run("pgbouncer", ["/usr/sbin/pgbouncer", str(told)])
        until(lambda: _listens(self.pooled_url), seconds=20, why="a way through PgBouncer")

    def _run(self, name: str, command: list[str]) -> Program:
        log = self.folder / f"{name}.log"
        log.touch()
        program = Program(name, command, log, account="postgres")
        self._supervisor.programs.append(program)
        program.start()
        return program

    def _owned(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        return folder

    def _filled(self, template: str, name: str, holes: dict[str, str]) -> Path:
        made = self.folder / name
        made.write_text(Template((SHIPPED / template).read_text()).substitute(holes))
        made.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(made, "postgres", "postgres")
        return made


def _answers(port: int, path: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://{HOST}:{port}{path}", timeout=1).status_code == httpx.codes.OK
    return False


def _listens(url: str) -> bool:
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2):
        return True
    return False


def state(database: Database) -> dict[str, Any]:
    """What Patroni says of the cluster, for whoever looks at a run that failed."""
    for _, rest in database.ports.values():
        with suppress(httpx.HTTPError):
            return dict(json.loads(httpx.get(f"http://{HOST}:{rest}/cluster", timeout=1).text))
    return {}
