"""New code on the old schema, and old code on the new one: both serve, when a release is ahead (ADR 59).

Three releases: this checkout, the one that brings a column ahead of its code, and the one whose code reads it.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.deploy import releases
from tests.deploy.releases import Release
from tests.deploy.upgrades import Upgrade, a_database, as_owner, filled, folder_of_a_run, upgrade_under_work

pytestmark = pytest.mark.long
LEFT = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache")
PAUSE = 0.05
"""Seconds between two rounds of questions: those who work share the processors."""
FIELD = "models.PositiveSmallIntegerField(db_default=0)"
COLUMN = f"""from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    ahead = True
    dependencies = [("orientation", "{{last}}")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AddField("orientation", "urgency", {FIELD}),
                AddConstraintNotValid(
                    "orientation",
                    models.CheckConstraint(condition=models.Q(urgency__lt=9), name="orientation_urgency"),
                ),
            ]
        )
    ]
"""
INDEX = """from django.db import migrations


class Migration(migrations.Migration):
    ahead = True
    atomic = False
    dependencies = [("orientation", "{last}")]
    operations = [
        migrations.RunSQL(
            "create index concurrently orientation_by_urgency on orientation_orientation (urgency)",
            "drop index orientation_by_urgency",
        )
    ]
"""
TOLD = f"""from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orientation", "{{last}}")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddField("orientation", "urgency", {FIELD})]
        )
    ]
"""
LIE = f"""from django.db import migrations, models


class Migration(migrations.Migration):
    ahead = True
    dependencies = [("orientation", "{{last}}")]
    operations = [migrations.AddField("orientation", "urgency", {FIELD})]
"""


@dataclass(frozen=True)
class Three:
    """The upgrade from this checkout to the release that is ahead, and the one after it."""

    upgrade: Upgrade
    after: Release


@pytest.fixture(scope="module")
def three() -> Iterator[Three]:
    with folder_of_a_run() as folder, a_database(folder) as server:
        ahead = made_from(releases.ROOT, folder / "ahead", migrations=[COLUMN, INDEX])
        after = made_from(ahead, folder / "after", migrations=[TOLD], reads_the_column=True)
        upgrade = filled(server, old=releases.ROOT, new=ahead, folder=folder)
        yield Three(upgrade, Release(after, upgrade.new.environment))


def made_from(code: Path, folder: Path, *, migrations: list[str], reads_the_column: bool = False) -> Path:
    """A copy of that code with these migrations after its last ones, and the field in its model or not."""
    shutil.copytree(code, folder, ignore=LEFT)
    room = folder / "sas/rooms/orientation"
    for text in migrations:
        last = max((room / "migrations").glob("[0-9]*.py")).stem
        (room / "migrations" / f"{int(last[:4]) + 1:04}_urgency.py").write_text(text.replace("{last}", last))
    if reads_the_column:
        told, line = (room / "models.py").read_text(), "    author_territories = "
        assert told.count(line) == 1
        (room / "models.py").write_text(told.replace(line, f"    urgency = {FIELD}\n{line}"))
    return folder


def is_ready(address: str) -> bool:
    """As a proxy asks."""
    return status_of(f"{address}/health/ready") == httpx.codes.OK


def status_of(url: str) -> int:
    """What is answered; 0 when nothing is."""
    try:
        return httpx.get(url, timeout=30).status_code
    except httpx.HTTPError:
        return 0


@contextmanager
def asked_all_along(*addresses: str) -> Iterator[list[int]]:
    """The statuses of the page to sign in and of the readiness of each, while it lasts."""
    over, seen = threading.Event(), list[int]()

    def ask() -> None:
        while not over.wait(PAUSE):
            for address in addresses:
                seen.extend(status_of(address + page) for page in ("/connexion", "/health/ready"))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield seen
    finally:
        over.set()
        asking.join()


def its_worker_works(release: Release, owner_url: str) -> None:
    """Started, it tells the database that it is there."""
    worker = release.begin("worker")
    with psycopg.connect(owner_url, autocommit=True) as own:
        while not own.execute("select id from procrastinate_workers").fetchall():
            assert worker.poll() is None, worker.communicate()[0]
            time.sleep(0.2)
    worker.terminate()
    worker.communicate()


def made(owner_url: str) -> set[str]:
    """Of what the migrations that are ahead bring: what is there, and whole."""
    with psycopg.connect(owner_url) as own:
        asked = own.execute(
            "select conname from pg_constraint where conname = 'orientation_urgency' union"
            " select indexrelid::regclass::text from pg_index where indisvalid"
            " and indexrelid = to_regclass('orientation_by_urgency')"
        )
        return {name for (name,) in asked}


def test_new_code_serves_on_the_old_schema_and_old_code_on_the_new_one(
    three: Three, tell: Callable[[str], None]
) -> None:
    upgrade, work, url = three.upgrade, three.upgrade.journeys, three.upgrade.owner_url
    assert "urgency" in upgrade.new.run("upgrade", "--check"), "it may serve, and is told what comes later"
    with upgrade.old.serving() as old, upgrade.new.serving() as new, three.after.serving() as after:
        # The old schema: both serve, alone and together on one agenda; the one after stands aside, as its code must.
        assert is_ready(old) and is_ready(new) and not is_ready(after) and made(url) == set()
        assert status_of(f"{after}/connexion") == httpx.codes.SERVICE_UNAVAILABLE
        both = ({"agenda": old, "regulation": new, "cancelling": old}, {"agenda": new, "regulation": old})
        work.run_all({"agenda": new}, {"agenda": old}, *both)
        its_worker_works(upgrade.new, url)

        with asked_all_along(old, new) as seen:
            wrong, times = upgrade_under_work(upgrade, *both)
        assert wrong == [] and times >= 2 and set(seen) == {200}
        assert made(url) == {"orientation_urgency", "orientation_by_urgency"}
        tell(f"{times} journeys through both codes during the upgrade, none refused; {len(seen)} pages beside, all 200")

        # The new schema: the three of them, though the last one's own migration, which writes nothing, is not there.
        work.run_all(
            *both, {"agenda": after, "regulation": old, "cancelling": new}, {"agenda": old, "regulation": after}
        )
        assert is_ready(old) and is_ready(new) and is_ready(after)
        as_owner(three.after, url).run("upgrade", "-v0")
        work.run_all(*both, {"agenda": after})


def test_what_is_ahead_is_proven_and_a_lie_is_refused(three: Three, tmp_path: Path) -> None:
    for release in (three.upgrade.new, three.after):
        assert checked(release.folder)[0] == 0, checked(release.folder)[1]
    lying = made_from(releases.ROOT, tmp_path / "lying", migrations=[LIE], reads_the_column=True)
    status, said = checked(lying)
    assert status == 1 and "needs « orientation_orientation.urgency smallint not null default 0 »" in said, said


def test_the_tests_of_a_release_that_is_ahead_run_without_it(three: Three) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_schema.py"],
        cwd=three.upgrade.new.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def checked(code: Path) -> tuple[int, str]:
    """What `make check` finds of its migrations: the status and all it said."""
    check = [sys.executable, "-m", "config.embedded_pg", sys.executable, "-m", "config.check_migrations"]
    done = subprocess.run(check, cwd=code, capture_output=True, text=True, check=False, env=dict(os.environ))
    return done.returncode, done.stdout + done.stderr
