"""Run inside the root that was installed into, by its own Python: the units' commands, on a root that is read only.

Prints what it saw as one JSON object. Needs nothing but what the install brought, and PostgreSQL beside it.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

CURRENT = "/opt/sas/current"
UNITS = Path("/etc/systemd/system")
LOGS = Path("/run")
CERTAIN_SECONDS = 90


def command(unit: str, instance: str = "") -> list[str]:
    """What systemd would run."""
    return line(unit, "ExecStart").replace("%i", instance).split()


def line(unit: str, name: str) -> str:
    """One setting of a unit."""
    return re.search(rf"^{name}=(.+)$", (UNITS / unit).read_text(), re.MULTILINE)[1]


def start(unit: str, instance: str = "") -> "subprocess.Popen[bytes]":
    """As the unit's account, in its folder, without a privilege to gain, in a session of its own."""
    account = line(unit, "User")
    as_account = ["setpriv", f"--reuid={account}", f"--regid={line(unit, 'Group')}", "--clear-groups", "--no-new-privs"]
    known = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with (LOGS / f"{unit}.log").open("wb") as log:
        return subprocess.Popen(
            [*as_account, *command(unit, instance)],
            cwd=line(unit, "WorkingDirectory"),
            env=known,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def until_healthy(port: str) -> int:
    """The status with which `config.healthy` ends, once it is 0 or time is over."""
    deadline = time.monotonic() + CERTAIN_SECONDS
    while True:
        asked = subprocess.run([f"{CURRENT}/venv/bin/python", "-m", "config.healthy", port], cwd=CURRENT, check=False)
        if asked.returncode == 0 or time.monotonic() > deadline:
            return asked.returncode
        time.sleep(0.5)


def page(path: str) -> "tuple[int, str]":
    """As the proxy asks for it."""
    asked = httpx.get(f"http://127.0.0.1:8000{path}", headers={"X-Forwarded-Proto": "https"}, timeout=30)
    return asked.status_code, asked.text


def who_runs(child: "subprocess.Popen[bytes]") -> str:
    """The account of a process."""
    return Path(f"/proc/{child.pid}").owner()


def is_read_only() -> bool:
    """Nothing can be written beside what was mounted for it."""
    try:
        Path("/opt/sas/written").touch()
    except OSError:
        return True
    return False


def until_worked() -> bool:
    """Whether the state of the service says, in the end, that the worker works."""
    deadline = time.monotonic() + CERTAIN_SECONDS
    while True:
        is_working = "Courriels, indicateurs et mises à jour se font." in page("/etat")[1]
        if is_working or time.monotonic() > deadline:
            return is_working
        time.sleep(1)


def stop(children: "list[subprocess.Popen[bytes]]") -> list[int]:
    """As systemd stops them; how each ended."""
    for child in children:
        os.killpg(child.pid, signal.SIGTERM)
    return [child.wait(timeout=60) for child in children]


def main() -> None:
    """Start all, look, stop all."""
    started = time.monotonic()
    web, live, worker = start("sas-web@.service", "8000"), start("sas-live.service"), start("sas-worker.service")
    seen = {"read_only": is_read_only(), "web": until_healthy("8000"), "live": until_healthy("8001")}
    seen["ready_seconds"] = round(time.monotonic() - started, 1)
    seen["accounts"] = sorted({who_runs(child) for child in (web, live, worker)})
    status, text = page("/connexion")
    seen["page"] = [status, "Adresse électronique" in text]
    style = re.search(r'href="(/static/[^"]+\.css)"', text)[1]
    seen["style"] = page(style)[0]
    seen["worked"] = until_worked()
    seen["alive"] = [child.poll() is None for child in (web, live, worker)]
    seen["ended"] = stop([web, live, worker])
    seen["logs"] = {log.name: log.read_text(errors="replace")[-2000:] for log in LOGS.glob("sas-*.log")}
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main()
