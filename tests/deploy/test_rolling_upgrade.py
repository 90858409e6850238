"""An upgrade without an interruption: what the previous release and this one do on each other's schema (ADR 55)."""

from collections.abc import Callable, Iterator

import httpx
import psycopg
import pytest

from tests.deploy import releases
from tests.deploy.upgrades import Upgrade, a_database, as_owner, filled, folder_of_a_run, upgrade_under_work

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def upgrade() -> Iterator[Upgrade]:
    commit = releases.previous()
    if not commit:
        pytest.skip("NOT RUN: the history of this clone does not hold the release that is upgraded from")
    with (
        folder_of_a_run() as folder,
        releases.checked_out(commit, folder / "old") as old,
        a_database(folder) as server,
    ):
        yield filled(server, old=old, new=releases.ROOT, folder=folder)


def test_both_releases_serve_the_main_journey_through_an_upgrade(upgrade: Upgrade, tell: Callable[[str], None]) -> None:
    with upgrade.old.serving() as old, upgrade.new.serving() as new:
        upgrade.journeys.run(agenda=old)
        # Before the schema, the new code stands aside and says so: nothing is half read or half written.
        early = httpx.get(f"{new}/connexion", headers={"Accept": "text/html"})
        assert early.status_code == 503 and "en maintenance" in early.text and early.headers["Retry-After"]
        worker = upgrade.new.begin("worker")
        assert "Base à mettre à niveau" in worker.communicate()[0] and worker.returncode == 1
        upgrade.journeys.run(agenda=old)

        wrong, times = upgrade_under_work(upgrade, {"agenda": old})
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
