"""The ground of every test: a throwaway PostgreSQL, the application's own database role, no outside network."""

import asyncio
import logging
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers; no property has a time to keep: a busy machine is not a failure."""
    hypothesis_settings.register_profile("untimed", deadline=None)
    hypothesis_settings.load_profile("untimed")
    config.addinivalue_line("markers", "shows(*ids): rows of docs/checklist.md and edge-cases.md that the test shows")
    config.addinivalue_line("markers", "live_texts: pages read what administrators rewrote; elsewhere, nobody did")
    config.addinivalue_line("markers", "long: run by `make test-long` only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long suites to `make test-long`."""
    if config.option.markexpr:
        return
    kept = [item for item in items if "long" not in item.keywords]
    config.hook.pytest_deselected(items=[item for item in items if "long" in item.keywords])
    items[:] = kept


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Remember what could not run for lack of a system service."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and "NOT RUN" in str(report.longrepr):
        report.user_properties.append(("not_run", str(report.longrepr[2])))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Count them at the end, never silently."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [value for report in skipped for name, value in report.user_properties if name == "not_run"]
    if reasons:
        terminalreporter.section("NOT RUN")
        for reason in sorted(set(reasons)):
            terminalreporter.line(f"{reasons.count(reason)} × {reason}")


@pytest.fixture(scope="session")
def oldest_schema() -> pytest.MonkeyPatch:
    """Leave out, until undone, the migrations that are ahead of the code: no statement may need them (ADR 59)."""
    from django.db.migrations.executor import MigrationExecutor

    from config.served_schema import needed_steps

    whole = MigrationExecutor.migration_plan
    patch = pytest.MonkeyPatch()

    def plan(runs: MigrationExecutor, *asked: Any, **more: Any) -> Any:
        return needed_steps(whole(runs, *asked, **more), runs.loader.graph)

    patch.setattr(MigrationExecutor, "migration_plan", plan)
    return patch


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    oldest_schema: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> None:
    """Start the server of this test process and point Django to it."""
    from django.conf import settings
    from django.db import connections

    from config import embedded_pg

    server = embedded_pg.ensure(tmp_path_factory.mktemp("pg") / "data", throwaway=True)
    import environ

    address = environ.Env.db_url_config(server.superuser_url)
    for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
        settings.DATABASES["default"][name] = address.get(name, "")
        connections["default"].settings_dict[name] = address.get(name, "")
    connections["default"].settings_dict["OPTIONS"] |= address.get("OPTIONS", {})


@pytest.fixture(scope="session")
def worker_id() -> str:
    """The xdist worker, or the only process."""
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The whole server is thrown away: a request that is still being answered must not keep its database from going."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, oldest_schema: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[None]:
    """After migrating as the owner, every test talks as sas_app: a right that is missing fails here first."""
    oldest_schema.undo()
    from django.db import connection
    from django.db.backends.signals import connection_created

    from sas.worker.rights import grant_application_rights

    with django_db_blocker.unblock():
        grant_application_rights(connection)
        from sas.actor import Actor
        from sas.rooms.directory.loaders import reference

        reference.load(actor=Actor.SYSTEM)

    def become_application(connection: Any, **kwargs: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set session role sas_app")

    connection_created.connect(become_application, weak=False)
    with django_db_blocker.unblock():
        become_application(connection)
    _flush_as_owner()
    yield
    connection_created.disconnect(become_application)
    with django_db_blocker.unblock():
        connection.close()


def _flush_as_owner() -> None:
    """Tests that commit are cleaned by the owner; reference tables are kept.

    By DELETE: the tables hold a few rows, and a TRUNCATE makes the files of each of them anew. Without the checks of
    foreign keys: whatever order, everything goes.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    def sql_flush(self: Any, style: Any, tables: list[str], **kwargs: Any) -> list[str]:
        kept = [*(t for t in tables if t not in REFERENCE_TABLES), *QUEUE_TABLES]
        emptied = "; ".join(f'delete from "{table}"' for table in kept)
        owned = f"reset role; set session_replication_role = replica; {emptied}"
        return [f"{owned}; set session_replication_role = origin; set session role sas_app"] if tables else []

    DatabaseOperations.sql_flush = sql_flush


# Not managed by Django, so not in its list: a job left behind would run in somebody else's test.
QUEUE_TABLES = ("procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs", "procrastinate_workers")
REFERENCE_TABLES = {
    "directory_departement",
    "directory_commune",
    "directory_activity",
    "django_migrations",
    "django_content_type",
}


@pytest.fixture
def radii_as_published(transactional_db: None) -> Iterator[None]:
    """What a test edits of départements is taken back, even when it fails: reference tables outlive a test."""
    from sas.actor import Actor
    from sas.rooms.directory.loaders import reference
    from sas.rooms.directory.models import Departement

    yield
    if Departement.objects.exclude(edited_at=None).update(edited_at=None):
        reference.load(actor=Actor.SYSTEM)


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches another machine."""
    plain = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise AssertionError(f"a test tried to reach {address[0]}")
        plain(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """The driver of the journeys leaves its loop running in this thread, where other tests run loops of their own.

    Hidden before any fixture is made: within a loop, Django opens a connection of its own.
    """
    left = None if "chromium" in getattr(item, "fixturenames", ()) else asyncio._get_running_loop()
    if left:
        asyncio._set_running_loop(None)
    yield
    if left:
        asyncio._set_running_loop(left)


@pytest.fixture(scope="session", autouse=True)
def pages_are_drawn_strictly() -> Iterator[None]:
    """No SQL and no undefined variable while a page is drawn, in any test."""
    from tests.drawing import strictly

    with strictly():
        yield


@pytest.fixture(scope="session")
def log_watch() -> Iterator[Any]:
    """Looks at all that the product logs, as it would be written where it is deployed."""
    from tests.log_watch import watching

    watch = watching()
    yield watch
    logging.getLogger().removeHandler(watch)


@pytest.fixture(autouse=True)
def nobody_is_named_in_the_logs(log_watch: Any) -> Iterator[None]:
    """No e-mail address, number, name nor street in any line that the test had logged."""
    log_watch.told()
    yield
    assert log_watch.told() == []


@pytest.fixture(autouse=True)
def texts_of_the_code(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages ask for the texts once in half a minute: a test that counts questions would count one more now and then."""
    from sas.rooms.texts import queries

    if "live_texts" not in request.keywords:
        monkeypatch.setattr(queries, "_newest", dict)
    queries._words.cache_clear()
    yield
    queries._words.cache_clear()


@pytest.fixture
def now() -> datetime:
    """Monday 23 November 2026, 9:00 in Paris."""
    return NOW
