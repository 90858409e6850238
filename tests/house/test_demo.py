"""The demonstration's own machinery: one at a time, a port of its own, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from config import embedded_pg
from config.demo import editors, ports, preparation, processes
from config.demo.preparation import Ports
from config.demo.processes import Interrupted, Processes, clear
from config.demo.workplace import CannotStart, Workplace, claim, secret_key

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"]}
SLEEP = ["sleep", "600"]


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(ROOT, tmp_path)


@pytest.fixture
def running(place: Workplace) -> Iterator[Processes]:
    started = Processes(place, Event())
    yield started
    started.stop()


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens as the web server does: ready to share it."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def run_demo(place: Workplace, *, port: object) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "DEMO_FOLDER": str(place.var), "PORT": str(port)}
    return subprocess.run(
        [sys.executable, "-m", "config.demo"],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_second_demonstration_says_where_the_first_is(place: Workplace) -> None:
    with claim(place, address="http://127.0.0.1:8123"):
        second = run_demo(place, port=ports.free(0))
    assert second.returncode == 1
    assert second.stderr.strip() == "La démonstration tourne déjà : http://127.0.0.1:8123"


def test_the_claim_ends_with_its_holder(place: Workplace) -> None:
    with claim(place, address="http://127.0.0.1:8123"), pytest.raises(CannotStart), claim(place, address="other"):
        pass
    with claim(place, address="http://127.0.0.1:8124"):
        assert (place.var / "demo.lock").read_text() == "http://127.0.0.1:8124"


def test_a_taken_port_is_said_with_the_way_out(place: Workplace, taken_port: int) -> None:
    refused = run_demo(place, port=taken_port)
    assert refused.returncode == 1
    assert f"Le port {taken_port} est déjà pris" in refused.stderr and "make demo PORT=" in refused.stderr


@pytest.mark.parametrize("word", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(CannotStart, match="PORT"):
        preparation.asked_port(word)


def test_the_other_ports_give_way(taken_port: int) -> None:
    assert not ports.is_taken(ports.free(taken_port))
    assert ports.answers(taken_port) and not ports.answers(ports.free(0))


def test_stop_ends_the_children_and_their_children(running: Processes) -> None:
    child = running.start("famille", ["sh", "-c", "sleep 600 & echo $!; wait"], environment=ENVIRONMENT)
    log = running.place.log("famille")
    while not log.read_text().strip():
        time.sleep(0.02)
    grandchild = int(log.read_text())
    running.stop()
    assert child.process.returncode is not None and not is_alive(grandchild)


def test_a_child_deaf_to_the_request_is_ended(running: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE_SECONDS", 0.5)
    deaf = "import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); print('sourd', flush=True); time.sleep(600)"
    child = running.start("sourd", [sys.executable, "-c", deaf], environment=ENVIRONMENT)
    while "sourd" not in running.place.log("sourd").read_text():
        time.sleep(0.02)
    running.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_a_child_that_dies_is_named_with_its_last_words(running: Processes) -> None:
    running.start("travaux", SLEEP, environment=ENVIRONMENT)
    dead = running.start("web", ["sh", "-c", "echo plus de mémoire; exit 3"], environment=ENVIRONMENT)
    dead.process.wait()
    with pytest.raises(CannotStart, match=r"(?s)« web » .*code 3.*plus de mémoire"):
        running.check()


def test_a_step_may_end_well_but_not_badly(running: Processes) -> None:
    running.begin("bien", ["true"], environment=ENVIRONMENT).process.wait()
    running.check()
    with pytest.raises(CannotStart, match="« mal »"):
        running.finish(running.begin("mal", ["false"], environment=ENVIRONMENT))


def test_a_request_to_stop_interrupts_a_step(running: Processes) -> None:
    step = running.begin("long", SLEEP, environment=ENVIRONMENT)
    running.stop_asked.set()
    with pytest.raises(Interrupted):
        running.finish(step)


def test_what_a_killed_demonstration_left_is_cleared_and_nothing_else(place: Workplace) -> None:
    code = (
        "import sys, time; from pathlib import Path; from threading import Event;"
        "from config.demo.processes import Processes; from config.demo.workplace import Workplace;"
        "p = Processes(Workplace(Path.cwd(), Path(sys.argv[1])), Event());"
        "last = 'import os, time; print(os.getpid(), flush=True); time.sleep(600)';"
        "p.start('web', [sys.executable, '-c', last], environment={}); time.sleep(600)"
    )
    demonstration = subprocess.Popen([sys.executable, "-c", code, str(place.var)], cwd=ROOT)
    bystander = subprocess.Popen(SLEEP)
    while not (log := place.log("web")).exists() or not log.read_text().strip():
        time.sleep(0.02)
    orphan = int(log.read_text())
    demonstration.kill()
    demonstration.wait()
    assert is_alive(orphan)
    assert clear(place) == 1
    assert not is_alive(orphan) and bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_the_secret_key_is_drawn_once_and_kept_from_others(place: Workplace) -> None:
    drawn = secret_key(place)
    assert secret_key(place) == drawn and len(drawn) >= 50
    assert (place.var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_static_files_are_gathered_again_only_when_they_changed(tmp_path: Path) -> None:
    place = Workplace(tmp_path, tmp_path / "var")
    own = tmp_path / "sas" / "web" / "static" / "own.css"
    for path in (tmp_path / "requirements.txt", tmp_path / "config" / "settings.py", own):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("as it was")
    (tmp_path / "manage.py").write_text("")
    gatherer = Processes(place, Event())
    place.static.mkdir(parents=True)
    gathering = preparation.start_gathering_static(gatherer, environment=ENVIRONMENT)
    assert gathering
    gatherer.finish(gathering)
    preparation.note_static_gathered(place)
    assert preparation.start_gathering_static(gatherer, environment=ENVIRONMENT) is None
    own.write_text("changed")
    again = preparation.start_gathering_static(gatherer, environment=ENVIRONMENT)
    assert again
    gatherer.finish(again)


def test_lasting_gatherernever_hold_the_owner_of_the_tables(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://sas_owner@/sas")
    monkeypatch.setenv("PGHOST", "elsewhere.example")
    addresses = embedded_pg.Addresses("postgresql://sas_owner@/sas", "postgresql://sas_app@/sas")
    at = Ports(8000, 8025, 8026, 8027, 8028, 8029, editors=(8030, 8031))
    chosen = preparation.environment(place, database=addresses, at=at)
    assert chosen["DATABASE_URL"] == "postgresql://sas_app@/sas"
    assert "DATABASE_OWNER_URL" not in chosen and "PGHOST" not in chosen
    assert chosen["PUBLIC_URL"] == "http://127.0.0.1:8000" and chosen["EMAIL_PORT"] == "8026"
    assert chosen["LIVE_URL"] == "http://127.0.0.1:8029/direct"
    assert chosen["EDITOR_PAGES"] == "Fil d'Iroise=http://127.0.0.1:8030,Sablier Santé=http://127.0.0.1:8031"
    assert chosen["EDITOR_LOOPBACK"] == "1" and chosen["SSO_KEY"] == str(place.var / "sso.pem")
    assert len(chosen["FHIR_PROXY_SECRET"]) == 64 and chosen["FHIR_PROXY_SECRET"] != chosen["PSC_CLIENT_SECRET"]
    assert chosen["PSC_ISSUER"].startswith(f"{chosen['PSC_ORIGINS']}/") and chosen["PSC_ORIGINS"].endswith(":8028")


def test_a_configured_database_needs_its_owner_too(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://sas_app@/sas")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(CannotStart, match="DATABASE_OWNER_URL"):
        preparation.database(place)


def test_the_two_editors_are_started_with_what_was_written_for_them(place: Workplace) -> None:
    at = Ports(8000, 8025, 8026, 8027, 8028, 8029, editors=(8030, 8031))
    (quick, quick_line), (slow, slow_line) = editors.commands(place, at=at)
    assert (quick, slow) == ("editeur-iroise", "editeur-sablier")
    assert "--fault=" in quick_line and "--fault=delay:2" in slow_line
    assert "--port=8031" in slow_line and "--platform=http://127.0.0.1:8000/fhir" in slow_line
    assert f"--world={place.editors}/sablier.world.json" in slow_line
    assert editors.announcement(at).endswith("Fil d'Iroise http://127.0.0.1:8030, Sablier Santé http://127.0.0.1:8031")
