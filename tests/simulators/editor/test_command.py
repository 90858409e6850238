"""`sas editor-simulator`, as an operator starts it."""

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from config import cli
from config.demo import ports
from simulators.editor import __main__ as command
from simulators.editor.people import EVERYTHING
from simulators.editor.world import Offer, read
from tests.conftest import ROOT
from tests.factories import editors

WORLD: dict[str, Any] = {
    "professionals": [
        {
            "number": EVERYTHING,
            "family": "Lefèvre",
            "given": "Noé",
            "points": [
                {
                    "id": "a",
                    "name": "Cabinet",
                    "line": "1 rue",
                    "postal_code": "29000",
                    "city": "Quimper",
                    "first": "00:00",
                    "minutes": 10,
                    "per_day": 144,
                    "offers": [{"labels": ["SNP"], "acts": ["VR"]}],
                }
            ],
        }
    ],
    "cpts": {"290000001": "CPTS"},
}


def test_it_serves_the_people_it_is_given_until_it_is_stopped(tmp_path: Path) -> None:
    world, port = tmp_path / "world.json", ports.free(8401)
    world.write_text(json.dumps(WORLD), encoding="utf-8")
    line = [
        sys.executable,
        "manage.py",
        "editor-simulator",
        "--port",
        str(port),
        "--world",
        str(world),
        "--fault",
        "gzip",
    ]
    process = subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr and process.stderr.readline() == f"Éditeur sur http://127.0.0.1:{port}\n"
        _until_it_answers(port)
        where = editors.Endpoint(1, f"http://127.0.0.1:{port}/fhir")
        found = editors.answer(where, EVERYTHING, now=datetime.now(UTC))
        (site,) = found.sites
        assert (site.city, {label for slot in site.slots for label in slot.labels}) == ("Quimper", {"SNP"})
        assert len(site.slots) > 200
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def _until_it_answers(port: int) -> None:
    for _ in range(50):
        try:
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return


def test_a_world_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text(json.dumps(WORLD), encoding="utf-8")
    world = read(path)
    (point,) = world.professionals[0].points
    assert point.offers == (Offer(labels=("SNP",), acts=("VR",)),)
    assert (world.point("a"), world.point("b"), world.holder(point).number) == (point, None, EVERYTHING)
    assert (world.associations, world.cpts) == ((), (("290000001", "CPTS"),))


def test_a_certificate_comes_with_its_key_and_its_authorities() -> None:
    with pytest.raises(SystemExit, match="--certificate needs --key and --authorities"):
        command.main(["--port", "0", "--certificate", "a.pem"])


def test_it_is_a_command_of_sas(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr(command, "main", given.append)
    monkeypatch.setattr(sys, "argv", ["sas", "editor-simulator", "--port", "1"])
    cli.main()
    assert given == [["--port", "1"]]
