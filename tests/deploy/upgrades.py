"""A database that one release made and filled, the next one beside it, and somebody who works without a pause."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

from config import embedded_pg
from tests.deploy import releases
from tests.deploy.releases import Journeys, Release
from tests.factories.visitor import Unexpected

READ_SECONDS = 8
"""How long an extract reads while the upgrade wants its table: longer than a migration may wait."""
PLAIN_STATIC = """from config.settings import *

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""
"""The settings without what gathers style sheets and images, which takes a minute and shows nothing here."""
SEED = """
import json

import django

django.setup()

from sas.actor import Role
from sas.rooms.accounts.models import User
from tests.factories import care

place = care.doctor_place()
people = care.keeper(place), care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),))
emails = [User.objects.get(id=one.user_id).email for one in people]
print(json.dumps([place.id, *emails, care.PASSWORD]))
"""
"""Run by the previous release: a doctor with an agenda, a regulator."""


@dataclass(frozen=True)
class Upgrade:
    """One database that the previous release made and filled, and both releases."""

    owner_url: str
    old: Release
    new: Release
    journeys: Journeys


@contextmanager
def folder_of_a_run() -> Iterator[Path]:
    """Where the codes, the database and the logs of one upgrade stand."""
    with tempfile.TemporaryDirectory(prefix="sas-upgrade-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


@contextmanager
def a_database(folder: Path) -> Iterator[embedded_pg.Addresses]:
    """An empty one in that folder."""
    try:
        yield embedded_pg.ensure(folder / "pg", throwaway=True)
    finally:
        embedded_pg.stop(folder / "pg", remove=True)


def filled(server: embedded_pg.Addresses, *, old: Path, new: Path, folder: Path) -> Upgrade:
    """The old code makes the tables, a doctor and a regulator."""
    (folder / "plain_static.py").write_text(PLAIN_STATIC)
    told = {"DATABASE_URL": server.app_url, "SECRET_KEY": "upgrade", "SITE_BRAND": "neutre"}
    told |= {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "plain_static", "STATIC_ROOT": str(folder / "static")}
    (folder / "static").mkdir()
    both = [Release(code, releases.environment(**told, MAINTENANCE_FILE=str(folder / "off"))) for code in (old, new)]
    as_owner(both[0], server.owner_url).run("upgrade", "-v0")
    seeded = subprocess.run(
        [sys.executable, "-c", SEED], cwd=old, env=both[0].environment, capture_output=True, text=True, check=False
    )
    assert seeded.returncode == 0, seeded.stderr
    return Upgrade(server.owner_url, *both, Journeys(*json.loads(seeded.stdout)))


def as_owner(release: Release, owner_url: str) -> Release:
    """As `sas upgrade` is run."""
    return Release(release.folder, release.environment | {"DATABASE_OWNER_URL": owner_url})


def keep_going(journeys: Journeys, *turns: dict[str, str], until: threading.Event) -> list[str]:
    """What went wrong while somebody worked at these addresses in turn, whole rounds, without a pause."""
    wrong: list[str] = []
    while not until.is_set():
        for turn in turns:
            try:
                journeys.run(**turn)
            except (Unexpected, httpx.HTTPError) as error:
                wrong.append(repr(error))
                journeys.done += 1
    return wrong


def upgrade_under_work(upgrade: Upgrade, *turns: dict[str, str]) -> tuple[list[str], int]:
    """Upgrade while somebody works and an extract reads: what went wrong in how many journeys."""
    over, wrong, before = threading.Event(), list[str](), upgrade.journeys.done
    work = threading.Thread(target=lambda: wrong.extend(keep_going(upgrade.journeys, *turns, until=over)))
    with psycopg.connect(upgrade.owner_url) as extract:
        extract.execute("lock table orientation_orientation in access share mode")
        work.start()
        migrating = as_owner(upgrade.new, upgrade.owner_url).begin("upgrade", "-v0")
        threading.Event().wait(READ_SECONDS)
    said = migrating.communicate()[0]
    over.set()
    work.join()
    assert migrating.returncode == 0, said
    return wrong, upgrade.journeys.done - before
