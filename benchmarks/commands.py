"""Management commands run as an operator runs them: in a process of their own, whose memory the kernel counts."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import django

from config import embedded_pg

ROOT = Path(__file__).resolve().parent.parent
KIB_PER_MB = 1024


def run(*words: str) -> tuple[str, float]:
    """Output of a management command, and the most memory it held (MB)."""
    with subprocess.Popen([sys.executable, ROOT / "manage.py", *words], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(words)} failed with status {child.returncode}")
    return said, usage.ru_maxrss / KIB_PER_MB


def prepare(addresses: embedded_pg.Addresses, *, folder: Path) -> None:
    """Have this process and its children use this database, brought to the version of the code, as an operator does."""
    os.environ |= {
        "DATABASE_URL": addresses.app_url,
        "DATABASE_OWNER_URL": addresses.owner_url,
        "SECRET_KEY": secrets.token_urlsafe(40),
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "benchmarks.plain_settings",
        "LOG_LEVEL": "CRITICAL",
    }
    run("upgrade", "-v", "0")
    django.setup()
