"""The place to practise: what its settings refuse, when it is made anew, what it dares to empty."""

import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from config import embedded_pg
from sas.worker import tasks

ROOT = Path(__file__).resolve().parents[2]
NAME = "sas_entrainement"
SETTINGS = {
    "SECRET_KEY": "x",
    "DATABASE_URL": f"postgresql://sas_app@/{NAME}",
    "PRACTICE": "1",
    "DEMO": "0",
    "ENVIRONMENT": "test",
    "PSC_ISSUER": "",
    "HUB_URL": "",
    "SSO_KEY": "",
    "FHIR_PROXY_SECRET": "",
    "EDITOR_CLIENT_CERT": "",
    "GEOCODER_URL": "",
    "MAILBOX_URL": "",
    "EMAIL_HOST": "smtp.sas.example",
}


def read(monkeypatch: pytest.MonkeyPatch, **changes: str) -> dict[str, Any]:
    """The settings of an installation whose environment is this one."""
    for name, value in (SETTINGS | changes).items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "config" / "settings.py"))


def test_mails_go_nowhere_or_to_a_catcher_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    known = read(monkeypatch)
    assert known["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
    assert "simulators.population" in known["INSTALLED_APPS"]
    caught = read(monkeypatch, MAILBOX_URL="http://127.0.0.1:8025", EMAIL_HOST="127.0.0.1", EMAIL_PORT="8026")
    assert "EMAIL_BACKEND" not in caught and caught["EMAIL_PORT"] == 8026
    assert "EMAIL_BACKEND" not in read(monkeypatch, PRACTICE="0")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"DEMO": "1"}, "two things"),
        ({"ENVIRONMENT": "production"}, "ENVIRONMENT=test"),
        ({"DATABASE_URL": "postgresql://sas_app@/sas"}, "_entrainement"),
        ({"SSO_KEY": "/etc/sas/sso.pem"}, "no editor"),
        ({"FHIR_PROXY_SECRET": "x" * 32}, "no program that calls"),
        ({"EXTRACTS_MONTHLY": "users", "EXTRACTS_MONTHLY_TO": "file:///srv/x"}, "no monthly file"),
        ({"MAILBOX_URL": "http://127.0.0.1:8025"}, "catcher of this machine"),
        ({"MAILBOX_URL": "http://127.0.0.1:8025", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "25"}, "port 25"),
        ({"GEOCODER_URL": "https://data.geopf.fr/geocodage"}, "addresses of this machine"),
    ],
)
def test_it_does_not_start_beside_what_is_real(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], why: str
) -> None:
    with pytest.raises(SystemExit, match=why):
        read(monkeypatch, **changes)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 1, 15, 2, tzinfo=UTC), 1),
        (datetime(2026, 7, 15, 1, tzinfo=UTC), 1),
        (datetime(2026, 7, 15, 2, tzinfo=UTC), 0),
        # The nights when the clock changes: three o'clock comes once.
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 1),
        (datetime(2026, 3, 29, 2, tzinfo=UTC), 0),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), 0),
        (datetime(2026, 10, 25, 2, tzinfo=UTC), 1),
    ],
)
def test_it_is_made_anew_at_three_in_paris_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, settings: Any, moment: datetime, expected: int
) -> None:
    run: list[str] = []
    monkeypatch.setattr(tasks, "call_command", run.append)
    for practice in (True, False):
        settings.PRACTICE = practice
        tasks.reset_practice(timestamp=int(moment.timestamp()))
    assert run == ["practice_reset"] * expected


def test_nothing_else_is_ever_emptied(settings: Any) -> None:
    with pytest.raises(CommandError, match="Seul un environnement d'entraînement se vide"):
        call_command("practice_reset")
    settings.PRACTICE = True
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("practice_reset")


@pytest.fixture
def owner() -> Iterator[tuple[str, dict[str, str]]]:
    """The owner's address of an empty database of that name, and the environment of its commands."""
    with tempfile.TemporaryDirectory(prefix="sas-practice-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = embedded_pg.ensure(Path(folder) / "pg", throwaway=True)
        with psycopg.connect(server.superuser_url, autocommit=True) as own:
            own.execute(f"create database {NAME} owner sas_owner".encode())
        owner_url, app_url = (url.replace("/sas?", f"/{NAME}?") for url in (server.owner_url, server.app_url))
        addresses = {"DATABASE_URL": app_url, "DATABASE_OWNER_URL": owner_url}
        files = {"MAINTENANCE_FILE": f"{folder}/maintenance", "DJANGO_SETTINGS_MODULE": "config.settings"}
        yield owner_url, {"PATH": os.environ["PATH"]} | SETTINGS | addresses | files
        embedded_pg.stop(Path(folder) / "pg", remove=True)


def reset(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "manage.py"), "practice_reset"]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_what_people_did_is_gone_after_the_night_and_strangers_are_left_alone(
    owner: tuple[str, dict[str, str]],
) -> None:
    owner_url, environment = owner
    first = reset(environment)
    assert first.returncode == 0 and "regulateur@sas.example" in first.stdout, first.stderr
    with psycopg.connect(owner_url, autocommit=True) as own:
        places = _count(own, "directory_place")
        assert places > 10_000 and _count(own, "availability_agendaslot") > 1000
        own.execute("update accounts_user set email = 'change@sas.example' where email = 'ioa@sas.example'")
        own.execute(
            "insert into texts_textversion (key, number, text, is_default, at) values ('banner', 1, 'Ici', true, now())"
        )
        assert reset(environment).returncode == 0
        emails = {row[0] for row in own.execute("select email from accounts_user")}
        assert "ioa@sas.example" in emails and "change@sas.example" not in emails
        assert _count(own, "directory_place") == places and _count(own, "texts_textversion") == 0
        own.execute(f"comment on database {NAME} is null".encode())
        refused = reset(environment)
        assert refused.returncode == 1 and "que cette commande n'y a pas mises" in refused.stderr
        assert _count(own, "directory_place") == places
    assert not Path(environment["MAINTENANCE_FILE"]).exists()


def _count(own: "psycopg.Connection[Any]", table: str) -> int:
    found = own.execute(f"select count(*) from {table}".encode()).fetchone()
    return int(found[0]) if found else -1
