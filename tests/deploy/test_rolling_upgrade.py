"""An upgrade without an interruption: what the previous release and this one do on each other's schema (ADR 55)."""

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
DOCTOR = """
select distinct on (p.id) p.id, u.family_name, c.name from accounts_user u
join directory_place p on p.professional_id = u.professional_id join directory_commune c on c.id = p.commune_id
where u.email = 'effecteur@sas.example' order by p.id limit 1
"""


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
    told = {"DATABASE_URL": server.app_url, "SECRET_KEY": "upgrade", "DEMO": "1", "SITE_BRAND": "neutre"}
    both = [
        Release(
            code, releases.environment(**told, STATIC_ROOT=str(folder / name), MAINTENANCE_FILE=str(folder / "off"))
        )
        for name, code in (("static-old", old), ("static-new", releases.ROOT))
    ]
    for one in both:
        one.run("collectstatic", "--noinput", "-v0")
    files = {"--accounts": "accounts", "--cards": "cards", "--editors": "editors"}
    given = [word for name, file in files.items() for word in (name, str(folder / file))]
    as_owner(both[0], server.owner_url).run(
        "demo_prepare", *given, "--editor-addresses", "http://127.0.0.1:1", "http://127.0.0.1:2"
    )
    with psycopg.connect(server.owner_url) as own:
        found = own.execute(DOCTOR).fetchone()
    assert found
    return Upgrade(server.owner_url, *both, Journeys(*found))


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


def test_both_releases_serve_the_main_journey_through_an_upgrade(
    upgrade: Upgrade, record_property: Callable[[str, object], None]
) -> None:
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
        record_property("journeys during the upgrade", times)

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
