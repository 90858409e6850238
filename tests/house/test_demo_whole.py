"""The demonstration as its visitor has it: from nothing, after a stop, and after a kill."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from config import embedded_pg
from config.demo import ports
from config.demo.processes import clear
from config.demo.workplace import Workplace

ROOT = Path(__file__).resolve().parents[2]
FIRST_RUN_SECONDS = 180
LATER_RUN_SECONDS = 15

pytestmark = pytest.mark.long


@pytest.fixture
def place() -> Iterator[Workplace]:
    """A short path that the database's account may walk down to, which pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="sas-demo-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        chosen = Workplace(ROOT, Path(folder))
        yield chosen
        clear(chosen)
        embedded_pg.stop(chosen.database, remove=True)


def start(place: Workplace, *, port: int, seconds: float) -> "tuple[subprocess.Popen[str], str]":
    """Start the demonstration and return it with what it said up to its last line, within `seconds`."""
    said = place.var / "said.txt"
    unset = ("DATABASE_URL", "DATABASE_OWNER_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"DEMO_FOLDER": str(place.var), "PORT": str(port)}
    with said.open("w") as output:
        arguments = [sys.executable, "-m", "config.demo"]
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + seconds
    while "Ctrl-C" not in said.read_text():
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < deadline, said.read_text()
        time.sleep(0.1)
    return process, said.read_text()


def until_asked(said: str, *, seconds: float = 60) -> list[dict[str, str]]:
    """The questions that the worker put to both editors, as they tell them, once there are some."""
    pages = re.findall(r"(?:Iroise|Santé) (http://\S+?)[,\n]", said)
    deadline = time.monotonic() + seconds
    while True:
        told = [httpx.get(f"{page}/requetes").json() for page in pages]
        if len(told) == 2 and all(told):
            return [one for questions in told for one in questions]
        assert time.monotonic() < deadline, told
        time.sleep(0.5)


def test_from_nothing_after_a_kill_and_to_the_end(place: Workplace) -> None:
    port = ports.free(8000)
    address = f"http://127.0.0.1:{port}"
    process, said = start(place, port=port, seconds=FIRST_RUN_SECONDS)
    assert said.index(address) < said.index("@") < said.index("Mails envoyés") < said.index("Fil d'Iroise http://")
    assert httpx.get(address, follow_redirects=True).status_code == 200
    asked = until_asked(said)
    assert all(one["target"].startswith("/fhir/S") for one in asked)

    process.kill()
    process.wait()
    process, said = start(place, port=port, seconds=LATER_RUN_SECONDS)
    assert "démonstration interrompue" in said
    assert httpx.get(f"{address}/health/ready").status_code == 200

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert not ports.is_taken(port)
    assert clear(place) == 0
    assert not embedded_pg.is_running(place.database)
