"""The restoration drill: the shipped backup of Debian's PostgreSQL, its data destroyed, and all that comes back."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.factories.cluster import Cluster, binaries

pytestmark = pytest.mark.long
BEFORE_THE_CUT = 45
"""Seconds of writing: one and a half times the delay after which the shipped settings archive what was written."""
CLOSING = """
from django.utils import timezone
from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations import close_account
close_account(actor=Actor.SYSTEM, user_id=User.objects.filter(closed_at=None).earliest("id").id, now=timezone.now())
"""


@dataclass(frozen=True)
class Scene:
    """A cluster that runs, with the demonstration's people and one full backup."""

    cluster: Cluster
    folder: Path

    def command(self, *words: str) -> list[str]:
        """A command of the platform."""
        return [sys.executable, str(ROOT / "manage.py"), *words]

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the platform on this cluster."""
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": self.cluster.url("sas_app"),
            "DATABASE_OWNER_URL": self.cluster.url("sas_owner"),
            "SECRET_KEY": "of the drill alone",
            "DEMO": "1",
        }

    def sas(self, *words: str) -> str:
        """What a command says; raises CalledProcessError when it fails."""
        done = subprocess.run(
            self.command(*words), cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def writing(self, number: int, *, said: Path) -> "subprocess.Popen[bytes]":
        """Regulators who orient, so many times; 0: until they cannot."""
        command = [sys.executable, "-m", "tests.deploy.writing", str(number)]
        with said.open("wb") as output:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def orient(self, number: int) -> None:
        """So many orientations, acknowledged, and the journal sealed."""
        assert self.writing(number, said=self.folder / "said.txt").wait() == 0

    def closed_account(self, *, since: str) -> Path:
        """Somebody's account is closed; the list of whoever was erased since this instant."""
        self.sas("shell", "-c", CLOSING)
        listed = self.folder / "erased.txt"
        listed.write_text(self.sas("erasures", "--since", since))
        return listed

    def restore(self, *instant: str, **changed: str) -> str:
        """What sas-restore says; raises AssertionError with it when it fails."""
        done = self.cluster.script("sas-restore", *instant, **changed)
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    programs = binaries()
    if programs is None:
        pytest.skip("NOT RUN: pgBackRest is not installed (sudo apt-get install pgbackrest postgresql)")
    with tempfile.TemporaryDirectory(prefix="sas-restore-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "server", programs)
        made = Scene(cluster, Path(folder))
        cluster.create()
        try:
            made.sas("upgrade", "-v", "0")
            made.sas("demo_data", "--folder", f"{folder}/files")
            backup = cluster.script("sas-backup", "full")
            assert backup.returncode == 0, backup.stdout
            yield made
        finally:
            cluster.stop()


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """Says figures past pytest's capture: whoever runs the drill reads them."""

    def tell(title: str, **figures: object) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{title}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))

    return tell


def test_every_table_comes_back_as_it_was_last_written(scene: Scene, told: Callable[..., None]) -> None:
    scene.orient(100)
    before = scene.cluster.content()
    scene.cluster.archive_now()
    scene.cluster.crash()
    began = time.monotonic()
    said = scene.restore()
    seconds = time.monotonic() - began
    after = scene.cluster.content()
    assert len(before) > 80 and before["public.orientation_orientation"][0] >= 100
    assert after == before
    assert "Last transaction restored" in said and "sceaux" in scene.sas("journal", "--verify")
    assert scene.cluster.script("sas-backup-verify").returncode == 0
    rows = sum(count for count, _ in after.values())
    told("restored to the last write", tables=len(after), rows=rows, recovery_time_seconds=round(seconds, 1))


def test_an_instant_comes_back_and_nothing_written_since(scene: Scene) -> None:
    scene.orient(20)
    with scene.cluster.connection() as own:
        own.execute(b"set timezone = 'UTC'")
        (instant,) = own.execute(b"select clock_timestamp()::text").fetchone() or ("",)
    before = scene.cluster.content()
    scene.orient(20)
    erased = scene.closed_account(since=instant)
    scene.cluster.archive_now()
    assert scene.cluster.content() != before
    scene.cluster.stop()
    assert "The former data are in" in scene.restore(instant)
    assert scene.cluster.content() == before
    assert scene.sas("erasures", "--again", str(erased)) == "Personnes lues : 1. Effacées de nouveau : 1.\n"
    scene.sas("journal", "--verify")


def test_a_power_cut_takes_the_newest_orientations_alone(scene: Scene, told: Callable[..., None]) -> None:
    """What was acknowledged and is gone is what came last, since the last archived segment."""
    said = scene.folder / "cut.txt"
    writing = scene.writing(0, said=said)
    time.sleep(BEFORE_THE_CUT)
    assert writing.poll() is None
    cut = time.time()
    scene.cluster.crash()
    writing.wait()
    acknowledged = [line.split() for line in said.read_text().splitlines() if line.count(" ") == 1]
    began = time.monotonic()
    scene.restore()
    seconds = time.monotonic() - began
    with scene.cluster.connection() as own:
        kept = {number for (number,) in own.execute(b"select id from orientation_orientation")}
    known = [int(number) in kept for number, _ in acknowledged]
    assert known == sorted(known, reverse=True) and any(known)
    last = max(float(at) for number, at in acknowledged if int(number) in kept)
    told(
        "power cut",
        acknowledged=len(known),
        lost=known.count(False),
        recovery_point_seconds=round(cut - last, 1),
        recovery_time_seconds=round(seconds, 1),
    )
    scene.orient(1)
    scene.sas("journal", "--verify")


def test_another_key_opens_nothing_and_changes_nothing(scene: Scene) -> None:
    wrong = scene.cluster.write_key(scene.folder / "wrong")
    before = scene.cluster.content()
    scene.cluster.stop()
    refused = scene.cluster.script("sas-restore", PGBACKREST_CONFIG_INCLUDE_PATH=str(wrong))
    assert refused.returncode == 1 and "Nothing was restored, and nothing was changed." in refused.stdout
    scene.cluster.start()
    assert scene.cluster.content() == before


def test_nothing_of_the_repository_is_readable_without_the_key(scene: Scene) -> None:
    scene.orient(1)
    scene.cluster.archive_now()
    kept = [path.read_bytes() for path in scene.cluster.repository.rglob("*") if path.is_file()]
    assert len(kept) > 10
    # What a backup and a WAL segment would show: the name of a table, and what every compressed file begins with.
    assert not [one for one in kept if b"orientation_orientation" in one or one.startswith(b"\x28\xb5\x2f\xfd")]
    assert all(one.startswith(b"Salted__") for one in kept)


@pytest.mark.parametrize("kind", ["backup", "archive"])
def test_a_file_that_rotted_is_named_and_restores_nothing_wrong(scene: Scene, kind: str) -> None:
    copy = scene.cluster.copied(scene.folder / f"rotten-{kind}")
    latest = scene.cluster.info()["backup"][-1]["label"] if kind == "backup" else "."
    files = [path for path in (copy / kind / "sas" / latest).rglob("*") if path.is_file()]
    chosen = max((path for path in files if "manifest" not in path.name), key=lambda path: path.stat().st_size)
    content = bytearray(chosen.read_bytes())
    content[len(content) // 2] ^= 0xFF
    chosen.write_bytes(content)
    here = {"PGBACKREST_REPO1_PATH": str(copy)}
    verified = scene.cluster.script("sas-backup-verify", **here)
    assert verified.returncode == 1 and "status: error" in verified.stdout, verified.stdout
    assert re.search(r"(checksum invalid|other): 1\b", verified.stdout), verified.stdout
    if kind == "backup":
        before = scene.cluster.content()
        scene.cluster.stop()
        assert scene.cluster.script("sas-restore", **here).returncode == 1
        scene.cluster.start()
        assert scene.cluster.content() == before


def test_it_does_not_touch_a_server_that_runs(scene: Scene) -> None:
    refused = scene.cluster.script("sas-restore")
    assert refused.returncode == 1 and "stop it first" in refused.stdout
    with scene.cluster.connection() as own:
        assert own.execute(b"select 1").fetchone() == (1,)


def test_the_retention_keeps_what_the_documents_say(scene: Scene) -> None:
    """A second full backup: the first one stays until that one is fourteen days old."""
    assert scene.cluster.script("sas-backup", "diff").returncode == 0
    assert scene.cluster.script("sas-backup", "full").returncode == 0
    known: dict[str, Any] = scene.cluster.info()
    assert [one["type"] for one in known["backup"]][-3:] == ["full", "diff", "full"]
    assert known["cipher"] == "aes-256-cbc" and known["status"]["code"] == 0


def test_an_instant_that_is_not_known_yet_is_told(scene: Scene) -> None:
    scene.cluster.archive_now()
    scene.cluster.stop()
    refused = scene.cluster.script("sas-restore", str(datetime.now(UTC) + timedelta(hours=1)))
    assert refused.returncode == 1 and "PostgreSQL stopped: its log says why." in refused.stdout
    scene.restore()
