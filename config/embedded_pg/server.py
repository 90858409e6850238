"""Create, start and stop one server with PostgreSQL's own programs."""

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from config.embedded_pg.location import LaunchError, Location

PORT = 5432
START_SECONDS = 60
DURABLE = "-c jit=off"
THROWAWAY = f"{DURABLE} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# The answers of pg_isready that lead to a decision; the third, 1, is "not now" (starting or stopping).
ANSWERS, ABSENT = 0, 2


def create(at: Location, *, throwaway: bool) -> None:
    """Make the folders and the empty database cluster, unless they are there."""
    _make_private_folder(at, at.socket)
    if (at.data / "PG_VERSION").exists():
        return
    # initdb writes PG_VERSION early: working beside and renaming keeps a killed initdb from passing for a cluster.
    unfinished = at.data.with_name(f"{at.data.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _make_private_folder(at, unfinished)
    options = ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust"]
    done = run(at, "initdb", "-D", unfinished, *options, *["--no-sync"] * throwaway)
    if done.returncode:
        raise LaunchError(f"initdb failed in {unfinished}:\n{done.stderr}")
    try:
        unfinished.rename(at.data)
    except OSError as error:
        raise LaunchError(f"{at.data} holds something else than a PostgreSQL cluster: {error.strerror}.") from error


def start(at: Location, *, throwaway: bool) -> bool:
    """Start the server unless it already answers; return whether this call started it."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        state = readiness(at)
        if state == ANSWERS:
            return False
        if state == ABSENT:
            for lock in (at.data / "postmaster.pid", at.socket / f".s.PGSQL.{PORT}.lock"):
                clear_stale(lock, data=at.data)
            if _launch(at, options=THROWAWAY if throwaway else DURABLE):
                return True
        time.sleep(0.2)
    raise LaunchError(f"PostgreSQL in {at.data} neither answers nor ends; its log is {at.data / 'server.log'}.")


def end(at: Location) -> None:
    """Stop the server, if it runs, and wait for its end."""
    if (at.data / "postmaster.pid").exists():
        run(at, "pg_ctl", "-D", at.data, "-m", "fast", "-w", "-t", START_SECONDS, "stop")


def readiness(at: Location) -> int:
    """What pg_isready says of the server: 0 answers, 1 refuses for now, 2 is not there."""
    return run(at, "pg_isready", "-q", "-h", at.socket, "-p", PORT).returncode


def clear_stale(lock: Path, *, data: Path) -> None:
    """Remove the lock file of a killed server whose process number now belongs to a zombie or to somebody else."""
    if not lock.exists():
        return
    number = lock.read_text().split("\n", 1)[0].strip()
    for _ in range(100):
        try:
            state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
            command = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return  # Nobody has this number: PostgreSQL sees that by itself.
        if state != "Z":
            if os.fsencode(data) not in command:
                lock.unlink(missing_ok=True)
            return
        time.sleep(0.05)
    lock.unlink(missing_ok=True)


def run(at: Location, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end, under the server's account."""
    identity: dict[str, Any] = {}
    if at.account:
        identity = {"user": at.account.uid, "group": at.account.gid, "extra_groups": []}
    # PGPORT, PGDATA, PGHOST... of the caller's shell would lead these programs to another server.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return subprocess.run(
        [at.binaries / program, *map(str, arguments)],
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env={**inherited, "LC_ALL": "C.UTF-8"},
        **identity,
    )


def _launch(at: Location, *, options: str) -> bool:
    """Run pg_ctl start; False when a killed server has not quite ended, so that a later try may succeed."""
    log = at.data / "server.log"
    said_before = log.stat().st_size if log.exists() else 0
    options = f"{options} -c listen_addresses='' -p {PORT} -k {shlex.quote(str(at.socket))}"
    done = run(at, "pg_ctl", "-D", at.data, "-l", log, "-w", "-t", START_SECONDS, "-o", options, "start")
    if done.returncode == 0:
        return True
    said = log.read_bytes()[said_before:].decode(errors="replace") if log.exists() else ""
    if "still in use" in said or "lock file" in said:
        return False
    raise LaunchError(f"PostgreSQL did not start in {at.data}:\n{done.stderr}{said[-2000:]}")


def _make_private_folder(at: Location, folder: Path) -> None:
    """Make `folder`, open to the server's account alone: who enters it may connect as anyone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keeper = at.account.uid if at.account else os.geteuid()
    if folder.is_symlink() or folder.lstat().st_uid not in (keeper, os.geteuid()):
        raise LaunchError(f"{folder} belongs to another account: remove it, or work from another checkout.")
    if at.account:
        os.chown(folder, at.account.uid, at.account.gid)
