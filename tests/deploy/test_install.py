"""The install script on a bare Debian, then what it installed, run by its units' commands on a read-only root.

The image's file calls that same script and nothing else; no container engine is needed here, and none is used.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
INSTALL = ROOT / "deploy" / "install"
SUITES = ["bookworm", "trixie"]
RELEASED = "config sas simulators deploy manage.py pyproject.toml requirements.txt .env.example LICENSE"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# The network is the host's while packages are fetched, and a loopback of its own while the platform runs.
INSIDE = """
set -e
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
for device in null zero random urandom; do touch "$1/dev/$device"; mount --bind "/dev/$device" "$1/dev/$device"; done
mkdir -p "$1/dev/shm"; mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
for folder in tmp run var/lib/postgresql var/log/postgresql var/lib/sas; do
    mkdir -p "$1/$folder"; mount --bind "$1/$folder" "$1/$folder"
done
ip link set lo up
chroot "$1" pg_ctlcluster "$(ls "$1/etc/postgresql")" main start
trap 'chroot "$1" pg_ctlcluster "$(ls "$1/etc/postgresql")" main stop --mode=fast' EXIT
chroot "$1" setpriv --reuid=postgres --regid=postgres --clear-groups /opt/sas/current/deploy/install/roles.sh
chroot "$1" /usr/local/bin/sas upgrade --verbosity=0
chroot "$1" /usr/local/bin/sas upgrade --check > /dev/null
chroot "$1" /opt/sas/current/deploy/install/switch.sh next
mount -o remount,ro,bind "$1"
chroot "$1" /opt/sas/current/venv/bin/python /tmp/root_probe.py
"""


@dataclass(frozen=True)
class Installed:
    """A root after the script."""

    folder: Path

    def run(self, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """A command in it, as root."""
        return subprocess.run(
            ["chroot", str(self.folder), *command],
            env=outside() | environment,
            capture_output=True,
            text=True,
            check=False,
        )


def outside() -> dict[str, str]:
    """What this machine says of how packages are fetched: carried into the root at run time, kept nowhere."""
    told = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name.endswith("_proxy")}
    return told | {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}


@pytest.fixture(scope="module", params=SUITES)
def installed(request: Any) -> Iterator[Installed]:
    if os.geteuid() or not shutil.which("mmdebstrap"):
        pytest.skip("NOT RUN: mmdebstrap is not installed, or this is not root (make bootstrap)")
    folder = Path(tempfile.mkdtemp(prefix="sas-root-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        made = _bootstrap(request.param, folder)
        if made.returncode:
            pytest.skip(f"NOT RUN: Debian's packages cannot be fetched ({request.param}): {made.stderr[-300:]}")
        yield _install(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _bootstrap(suite: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Debian's smallest, and PostgreSQL, which is somebody else's to install."""
    command = ["mmdebstrap", "--variant=minbase", "--mode=root", "--include=ca-certificates,postgresql"]
    sources = Path("/etc/apt/sources.list.d/debian.sources")
    here = f"Suites: {suite} " in sources.read_text() if sources.exists() else False
    told = [str(sources)] if here else []
    # A session of its own: when it fails it ends its whole group of processes, the tests among them.
    return subprocess.run(
        [*command, suite, str(folder), *told], capture_output=True, text=True, check=False, start_new_session=True
    )


def _install(folder: Path) -> Installed:
    for carried in (CERTIFICATES, Path("/etc/resolv.conf"), Path("/etc/pip.conf")):
        if carried.exists():
            (folder / carried.relative_to("/")).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(carried, folder / carried.relative_to("/"))
    (folder / "src").mkdir()
    packed = subprocess.run(
        ["tar", "-C", str(ROOT), "--exclude=__pycache__", "-cf", "-", *RELEASED.split()],
        capture_output=True,
        check=True,
    )
    subprocess.run(["tar", "-C", str(folder / "src"), "-xf", "-"], input=packed.stdout, check=True)
    made = Installed(folder)
    done = made.run("sh", "/src/deploy/install/install.sh")
    if "No matching distribution" in done.stderr and "Retrying" in done.stderr:
        pytest.skip("NOT RUN: PyPI cannot be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def test_what_was_installed_belongs_to_root_and_its_secrets_to_one_account(installed: Installed) -> None:
    told = installed.run(
        "stat", "-c", "%a %U:%G %n", "/etc/sas/sas.env", "/etc/sas", "/var/lib/sas", "/opt/sas/current/"
    )
    assert told.stdout.split("\n")[:4] == [
        "640 root:sas /etc/sas/sas.env",
        "750 root:sas /etc/sas",
        "700 sas:sas /var/lib/sas",
        "755 root:root /opt/sas/current/",
    ]
    writable = installed.run("find", "/opt/sas", "!", "-user", "root", "-o", "-perm", "/022", "!", "-type", "l")
    assert writable.stdout == ""
    account = installed.run("getent", "passwd", "sas").stdout
    assert account.strip().endswith("/usr/sbin/nologin")
    drawn = re.findall(r"^(\w+_KEYS?)=(.{40,})$", (installed.folder / "etc/sas/sas.env").read_text(), re.MULTILINE)
    assert [name for name, _ in drawn] == ["SECRET_KEY", "JOURNAL_KEYS", "JOURNAL_PERSON_KEYS"]
    assert len({value for _, value in drawn}) == 3


def test_a_second_install_changes_nothing_and_another_release_waits_beside(installed: Installed) -> None:
    kept = (installed.folder / "etc/sas/sas.env").read_text()
    again = installed.run("sh", "/src/deploy/install/install.sh")
    assert again.returncode == 0 and "is there already" in again.stdout, again.stderr
    other = installed.run("sh", "/src/deploy/install/install.sh", SAS_RELEASE="next")
    assert other.returncode == 0 and "/opt/sas/releases/next" in other.stdout, other.stderr
    assert (installed.folder / "etc/sas/sas.env").read_text() == kept
    assert (installed.folder / "opt/sas/current").readlink() == Path("releases/0.1.0")
    unknown = installed.run("sh", "/opt/sas/current/deploy/install/switch.sh", "2.0")
    assert unknown.returncode == 1 and "not installed" in unknown.stderr
    unready = installed.run("sh", "/opt/sas/current/deploy/install/switch.sh", "next")
    assert unready.returncode == 1 and "SAS_RELEASE=next sas upgrade" in unready.stderr
    assert (installed.folder / "opt/sas/current").readlink() == Path("releases/0.1.0")


def test_it_serves_from_a_read_only_root_as_its_own_account(installed: Installed, tell: Callable[[str], None]) -> None:
    _connect(installed.folder)
    shutil.copyfile(Path(__file__).with_name("root_probe.py"), installed.folder / "tmp/root_probe.py")
    alone = ["unshare", "--mount", "--net", "--propagation=private", "sh", "-c", INSIDE, "sh", str(installed.folder)]
    passwords = {"SAS_OWNER_PASSWORD": "owner's", "SAS_APP_PASSWORD": "application's"}
    done = subprocess.run(alone, env=outside() | passwords, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (installed.folder / "opt/sas/current").readlink() == Path("releases/next")
    seen = json.loads(done.stdout[done.stdout.index("{") :])
    assert seen["read_only"] and (seen["web"], seen["live"]) == (0, 0), seen
    assert seen["accounts"] == ["sas"] and seen["alive"] == [True] * 3, seen
    assert seen["page"] == [200, True] and seen["style"] == 200, seen
    assert seen["worked"], seen
    assert all(status in (0, -15, 143) for status in seen["ended"]), seen
    tell(f"pages, stream and worker ready {seen['ready_seconds']} s after their start")


def _connect(root: Path) -> None:
    """The two addresses of the database, as an operator writes them."""
    settings = root / "etc/sas/sas.env"
    app = "DATABASE_URL=postgresql://sas_app:application%27s@127.0.0.1:5432/sas"
    settings.write_text(re.sub(r"^DATABASE_URL=.*$", app, settings.read_text(), flags=re.MULTILINE))
    owner = root / "etc/sas/owner.env"
    owner.touch(mode=0o600)
    owner.write_text("DATABASE_OWNER_URL=postgresql://sas_owner:owner%27s@127.0.0.1:5432/sas\n")
