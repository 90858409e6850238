"""Bandit, our own rules for Semgrep and the list of advisories, over the product's code and what it runs on."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.house.sources import ROOT

pytestmark = pytest.mark.long
PROGRAMS = ROOT / "var/tools/scanners/bin"
RULES = ROOT / "tests/security/rules.yml"
BAD = {
    "sql-formatted-where-it-runs": 'cursor.execute(f"select {name} from t")',
    "call-without-time-limit": "requests.get(address)\nhttpx.Client()\nsocket.create_connection((host, 1))",
    "html-called-safe": "shown = mark_safe(text)",
    "clock-in-a-room": "now = datetime.now(UTC)",
    "log-of-what-was-asked": 'log.warning("asked %s", request.GET["loc"])\nlog.info(f"{request.get_full_path()}")',
    "form-without-token": "@csrf_exempt\ndef view(request): ...",
    "code-or-program-from-data": "pickle.loads(body)\nsubprocess.run([name])\neval(text)",
    "certificate-not-checked": "requests.get(address, verify=False, timeout=1)",
    "format-string-of-people": 'told = request.GET["a"].format(1)',
    "sent-where-people-say": 'def view(request):\n    return redirect(request.GET.get("suite"))',
    "decoded-twice": 'name = unquote(request.GET["a"])',
}
"""What each rule is there for."""


def scanned(name: str, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What a scanner prints; without it, the test is counted as NOT RUN."""
    program = PROGRAMS / name
    if not program.exists():
        pytest.skip("NOT RUN: the scanners are not installed (make scanners)")
    return subprocess.run([str(program), *arguments], cwd=folder, capture_output=True, text=True, check=False)


def found(folder: Path) -> list[dict[str, Any]]:
    """By our rules, under this folder."""
    quiet = ("--metrics=off", "--disable-version-check", "--no-git-ignore", "--json", "--quiet")
    done = scanned("semgrep", "scan", "--config", str(RULES), *quiet, "--project-root", ".", "sas", folder=folder)
    told = json.loads(done.stdout)
    assert told["errors"] == []
    assert told["paths"]["scanned"]
    return list(told["results"])


def rule_of(one: dict[str, Any]) -> str:
    return str(one["check_id"].rsplit(".", 1)[-1])


def test_our_rules_find_nothing() -> None:
    assert [(rule_of(one), one["path"], one["start"]["line"]) for one in found(ROOT)] == []


def test_each_of_our_rules_finds_what_it_is_there_for(tmp_path: Path) -> None:
    rooms = tmp_path / "sas/rooms"
    rooms.mkdir(parents=True)
    for name, code in BAD.items():
        (rooms / f"{name.replace('-', '_')}.py").write_text(f"{code}\n")
    every = found(tmp_path)
    for name, code in BAD.items():
        file = f"sas/rooms/{name.replace('-', '_')}.py"
        lines = {one["start"]["line"] for one in every if rule_of(one) == name and one["path"].endswith(file)}
        assert len(lines) == (1 if "def " in code else code.count("\n") + 1), (name, lines)
    assert {rule_of(one) for one in every} == set(BAD)


def test_bandit_finds_nothing() -> None:
    done = scanned("bandit", "-q", "-r", "sas", "config", "-c", "pyproject.toml", "-f", "json")
    told = json.loads(done.stdout)
    assert told["errors"] == []
    assert [(one["test_id"], one["filename"], one["line_number"]) for one in told["results"]] == []


def test_no_component_has_a_known_vulnerability() -> None:
    """Where the database of advisories cannot be reached, this is NOT RUN: it says nothing then."""
    done = scanned("pip-audit", "--require-hashes", "--disable-pip", "-r", "requirements.txt", "-f", "json")
    told = json.loads(done.stdout or '{"dependencies": []}')["dependencies"]
    # « No known vulnerabilities found » is also said of packages that could not be looked up.
    looked_at = [one for one in told if "skip_reason" not in one]
    if not looked_at or len(looked_at) < len(told):
        pytest.skip(f"NOT RUN: of {len(told)} components, pip-audit could look up {len(looked_at)}")
    assert [(one["name"], flaw["id"]) for one in looked_at for flaw in one["vulns"]] == []
