"""An upgrade without an interruption: what the previous release and this one do on each other's schema (ADR 55)."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from config import embedded_pg
from tests.deploy import releases
from tests.deploy.releases import Journeys, Release
from tests.factories.visitor import Unexpected

pytestmark = pytest.mark.long
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


@pytest.fixture(scope="module")
def upgrade() -> Iterator[Upgrade]:
    commit = releases.previous()
    if not commit:
        pytest.skip("NOT RUN: the history of this clone does not hold the release that is upgraded from")
    with tempfile.TemporaryDirectory(prefix="sas-upgrade-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        with releases.checked_out(commit, folder / "old") as code:
            server = embedded_pg.ensure(folder / "pg", throwaway=True)
            try:
                yield _filled(server, old=code, folder=folder)
            finally:
                embedded_pg.stop(folder / "pg", remove=True)


def _filled(server: embedded_pg.Addresses, *, old: Path, folder: Path) -> Upgrade:
    (folder / "plain_static.py").write_text(PLAIN_STATIC)
    told = {"DATABASE_URL": server.app_url, "SECRET_KEY": "upgrade", "SITE_BRAND": "neutre"}
    told |= {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "plain_static", "STATIC_ROOT": str(folder / "static")}
    (folder / "static").mkdir()
    both = [
        Release(code, releases.environment(**told, MAINTENANCE_FILE=str(folder / "off")))
        for code in (old, releases.ROOT)
    ]
    as_owner(both[0], server.owner_url).run("upgrade", "-v0")
    seeded = subprocess.run(
        [sys.executable, "-c", SEED], cwd=old, env=both[0].environment, capture_output=True, text=True, check=False
    )
    assert seeded.returncode == 0, seeded.stderr
    return Upgrade(server.owner_url, *both, Journeys(*json.loads(seeded.stdout)))


def as_owner(release: Release, owner_url: str) -> Release:
    """As `sas upgrade` is run."""
    return Release(release.folder, release.environment | {"DATABASE_OWNER_URL": owner_url})


def keep_going(journeys: Journeys, address: str, *, until: threading.Event) -> list[str]:
    """What went wrong while somebody worked without a pause."""
    wrong: list[str] = []
    while not until.is_set():
        try:
            journeys.run(agenda=address)
        except (Unexpected, httpx.HTTPError) as error:
            wrong.append(repr(error))
            journeys.done += 1
    return wrong


def upgrade_under_work(upgrade: Upgrade, address: str) -> tuple[list[str], int]:
    """Upgrade while the old code serves and an extract reads: what went wrong in how many journeys."""
    over, wrong, before = threading.Event(), list[str](), upgrade.journeys.done
    work = threading.Thread(target=lambda: wrong.extend(keep_going(upgrade.journeys, address, until=over)))
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


def test_both_releases_serve_the_main_journey_through_an_upgrade(upgrade: Upgrade, tell: Callable[[str], None]) -> None:
    with upgrade.old.serving() as old, upgrade.new.serving() as new:
        upgrade.journeys.run(agenda=old)
        # Before the schema, the new code stands aside and says so: nothing is half read or half written.
        early = httpx.get(f"{new}/connexion", headers={"Accept": "text/html"})
        assert early.status_code == 503 and "en maintenance" in early.text and early.headers["Retry-After"]
        worker = upgrade.new.begin("worker")
        assert "Base à mettre à niveau" in worker.communicate()[0] and worker.returncode == 1
        upgrade.journeys.run(agenda=old)

        wrong, times = upgrade_under_work(upgrade, old)
        assert wrong == [] and times >= 2
        tell(f"{times} journeys through the old code during the upgrade, none refused")

        # The schema is there: both, together, and the same process that stood aside.
        upgrade.journeys.run(agenda=old)
        upgrade.journeys.run(agenda=new)
        upgrade.journeys.run(agenda=old, regulation=new, cancelling=old)
        upgrade.journeys.run(agenda=new, regulation=old, cancelling=new)


def test_code_that_no_longer_knows_a_column_serves_before_and_after_it_goes(upgrade: Upgrade) -> None:
    """The last step of a change: the schema still holds what the code of this release forgot, then no longer."""
    as_owner(upgrade.new, upgrade.owner_url).run("upgrade", "-v0")
    with psycopg.connect(upgrade.owner_url, autocommit=True) as own, upgrade.new.serving() as new:
        for table in ("orientation_orientation", "availability_agendaslot"):
            own.execute(f"alter table {table} add column forgotten varchar(8) not null default ''".encode())
        upgrade.journeys.run(agenda=new)
        for table in ("orientation_orientation", "availability_agendaslot"):
            own.execute(f"alter table {table} drop column forgotten".encode())
        upgrade.journeys.run(agenda=new)
