"""Debian's PostgreSQL on a cluster of its own, backed up by pgBackRest with the files of deploy/backup."""

import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.conftest import ROOT

SHIPPED = ROOT / "deploy/backup"
PGBACKREST = Path("/usr/bin/pgbackrest")
_DEBIAN = Path("/usr/lib/postgresql")
_LOCAL = """
listen_addresses = ''
unix_socket_directories = '{socket}'
include '{shipped}'
"""
_TABLES = """
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1, 2
"""
_CONTENT = """
select count(*), md5(coalesce(string_agg(md5(t::text), '' order by t::text collate "C"), '')) from {}.{} t
"""


def binaries() -> Path | None:
    """The programs of Debian's newest PostgreSQL; None when pgBackRest or PostgreSQL is not installed."""
    found = sorted(_DEBIAN.glob("*/bin"), key=lambda place: int(place.parent.name))
    return found[-1] if found and PGBACKREST.exists() else None


class Cluster:
    """One server in one folder, under an account that is not root's, with its repository beside it."""

    def __init__(self, folder: Path, programs: Path) -> None:
        """Makes the folders, the settings as they are shipped, and the key; starts nothing."""
        self.programs, self.data, self.socket = programs, folder / "data", folder / "socket"
        self.repository, self.logs, self.keys = folder / "backups", folder / "logs", folder / "keys"
        self._identity = _unprivileged()
        for made in (folder, self.socket, self.repository, self.logs):
            made.mkdir()
            self._give(made)
        self.shipped = Path(shutil.copytree(SHIPPED, folder / "shipped"))
        template = (SHIPPED / "pgbackrest.conf.template").read_text()
        holes = {"BACKUPS": self.repository, "BACKUP_LOGS": self.logs, "PG_DATA": self.data, "PG_SOCKET": self.socket}
        for name, value in holes.items():
            template = template.replace(f"${{SAS_{name}}}", str(value))
        assert "${" not in template
        self.config = folder / "pgbackrest.conf"
        self.config.write_text(template)
        self.write_key(self.keys)

    def write_key(self, folder: Path) -> Path:
        """Another key of the repository, in this folder as it stands in /etc/pgbackrest/conf.d."""
        folder.mkdir(exist_ok=True)
        held = folder / "key.conf"
        held.write_text(f"[global]\nrepo1-cipher-pass={secrets.token_urlsafe(48)}\n")
        held.chmod(0o600)
        for one in (folder, held):
            self._give(one)
        return folder

    def copied(self, repository: Path) -> Path:
        """A copy of the repository, to spoil."""
        shutil.copytree(self.repository, repository)
        for one in (repository, *repository.rglob("*")):
            self._give(one)
        return repository

    def create(self) -> None:
        """An empty cluster with the shipped settings of archiving, and the two roles of the platform; started."""
        self._must("initdb", "-D", self.data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "-k")
        local = _LOCAL.format(socket=self.socket, shipped=self.shipped / "postgresql.conf")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(local)
        self.start()
        with self.connection("postgres") as own:
            for statement in ("create role sas_owner login", "create role sas_app login"):
                own.execute(statement.encode())
            own.execute(b"create database sas owner sas_owner")

    def start(self) -> None:
        """Until it answers."""
        self._must(*self._starting())

    def crash(self) -> None:
        """All its processes die at once, as in a power cut; then its data folder is no more."""
        number = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for one in (number, *map(int, children)):
            os.kill(one, signal.SIGKILL)
        shutil.rmtree(self.data)

    def stop(self) -> None:
        """As an administrator does; nothing when it does not run."""
        self.run(self.programs / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def url(self, role: str) -> str:
        """The address of the platform's database for this role."""
        return f"postgresql://{role}@:5432/sas?host={quote(str(self.socket))}"

    @contextmanager
    def connection(self, database: str = "sas") -> Iterator["psycopg.Connection[Any]"]:
        """As the superuser, each statement by itself."""
        with psycopg.connect(host=str(self.socket), user="postgres", dbname=database, autocommit=True) as own:
            yield own

    def content(self) -> dict[str, tuple[int, str]]:
        """Of every table, how many rows and the checksum of all their columns, in order."""
        with self.connection() as own:
            own.execute(b"set timezone = 'UTC'")
            tables = own.execute(_TABLES.encode()).fetchall()
            asked = {
                f"{schema}.{name}": sql.SQL(_CONTENT).format(sql.Identifier(schema), sql.Identifier(name))
                for schema, name in tables
            }
            return {name: own.execute(question).fetchone() for name, question in asked.items()}  # type: ignore[misc]

    def archive_now(self) -> None:
        """What was written is in the repository; waits for it."""
        self._pgbackrest("check")

    def _pgbackrest(self, *command: str) -> str:
        done = self.run(PGBACKREST, "--stanza=sas", *command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def info(self) -> dict[str, Any]:
        """What the repository says of itself."""
        (stanza,) = json.loads(self._pgbackrest("--output=json", "info"))
        return dict(stanza)

    def script(self, name: str, *words: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        """A command of deploy/backup, under the account of the server."""
        return self.run(self.shipped / name, *words, **changed)

    def run(self, *command: object, **changed: str) -> "subprocess.CompletedProcess[str]":
        """To its end, under the account of the server."""
        start = " ".join(map(str, [self.programs / "pg_ctl", *self._starting()[1:]]))
        named = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PGBACKREST_CONFIG": str(self.config),
            "PGBACKREST_CONFIG_INCLUDE_PATH": str(self.keys),
            "SAS_PG_START": start,
        }
        # To a file: the server inherits it, and would keep a pipe open.
        with (self.logs / "said.txt").open("w+", errors="replace") as said:
            done = subprocess.run(
                [*map(str, command)],
                check=False,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=named | changed,
                **self._identity,
            )
            said.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, said.read(), "")

    def _give(self, path: Path) -> None:
        if self._identity:
            os.chown(path, self._identity["user"], self._identity["group"])

    def _starting(self) -> list[object]:
        return ["pg_ctl", "-D", self.data, "-l", self.logs / "server.log", "-w", "-t", "300", "start"]

    def _must(self, program: object, *words: object) -> None:
        done = self.run(self.programs / str(program), *words)
        assert done.returncode == 0, done.stdout


def _unprivileged() -> Mapping[str, Any]:
    """How to run as somebody else than root, which PostgreSQL refuses."""
    if os.geteuid():
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
