"""The folder of one demonstration, and the claim on it: one demonstration at a time."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class CannotStart(Exception):
    """The demonstration cannot run; the message says why and what to do, in French."""


@dataclass(frozen=True)
class Workplace:
    """`root` is the checkout; everything that the demonstration writes is under `var`."""

    root: Path
    var: Path

    @property
    def database(self) -> Path:
        """The folder of the private PostgreSQL."""
        return self.var / "pg"

    @property
    def static(self) -> Path:
        """Where the style sheets, scripts and images are gathered."""
        return self.var / "static"

    @property
    def mails(self) -> Path:
        """Where the caught mails are kept."""
        return self.var / "mails"

    @property
    def accounts(self) -> Path:
        """The table of demonstration accounts that visitors are shown."""
        return self.var / "comptes.txt"

    @property
    def cards(self) -> Path:
        """The test identities of the provider that plays Pro Santé Connect."""
        return self.var / "psc" / "identities.json"

    @property
    def editors(self) -> Path:
        """What the simulated editors are given and keep."""
        return self.var / "editeurs"

    @property
    def sso_key(self) -> Path:
        """The key that signs the delegated login."""
        return self.var / "sso.pem"

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.var / "log" / f"{name}.log"


@contextmanager
def claim(place: Workplace, *, address: str) -> Iterator[None]:
    """Hold the demonstration's lock; raises CannotStart, naming its address, when another one holds it.

    The system lets go of the lock with the process, however that ends.
    """
    place.var.mkdir(parents=True, exist_ok=True)
    with (place.var / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(f"La démonstration tourne déjà : {lock.read().strip()}") from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def secret_key(place: Workplace) -> str:
    """The key that signs this demonstration's sessions: drawn once, readable by its owner alone."""
    path = place.var / "secret_key"
    if not path.exists():
        unfinished = path.with_name(f".secret_key.{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(50))
        unfinished.rename(path)
    return path.read_text()
