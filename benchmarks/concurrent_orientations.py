"""Two hundred regulators, one plage of fifty patients, and a web server whose workers are killed (F-185).

Starts PostgreSQL and the web server, opens the form once per client, sends the two hundred forms at the same moment
and kills -9 a worker again and again meanwhile. A client left without an answer, or answered 5xx, sends the same form
again, same key, until it is told something. In the end what each was told is compared with the database.

A worker is killed each time a share of the clients was answered, so that every kill falls in the middle of the work:
the oldest one, and only once the one killed before was replaced, because the server takes the death of a worker just
started for a crash loop, and stops.

With --cut, connections to the database are cut meanwhile, one after another at random, whatever they do: whoever loses
his gets a 500, and sends the form again.

    python -m benchmarks.concurrent_orientations [--clients 200] [--capacity 50] [--kills 6] [--cut] [--json]
"""

import argparse
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks import commands
from benchmarks.cut_connections import Cuts, cutting
from config import embedded_pg

if TYPE_CHECKING:
    from benchmarks.orientation_scene import Kept

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
GIVE_UP_SECONDS = 180
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|cle)"[^>]*?\svalue="([^"]+)"')


@dataclass(frozen=True)
class Told:
    """What one client learnt: `attempts` forms sent, the last at `last_sent`, answered after `seconds` in all."""

    key: str
    status: int
    attempts: int
    seconds: float
    last_sent: float


@dataclass(frozen=True)
class Report:
    """One run. `given_again`: clients whose first answer was lost and who got its outcome by repeating the form."""

    clients: int
    capacity: int
    recorded: int
    taken: int
    told_recorded: int
    told_full: int
    told_otherwise: int
    told_untruly: int
    kills: int
    cuts: int
    cuts_of_busy: int
    repeated: int
    most_attempts: int
    given_again: int
    median_s: float
    slowest_s: float
    total_s: float

    @property
    def exact(self) -> bool:
        """The capacity, neither more nor less, and the truth to everybody."""
        full = self.clients - self.capacity
        counts = (self.recorded, self.taken, self.told_recorded, self.told_full)
        return counts == (self.capacity, self.capacity, self.capacity, full) and not self.told_untruly


def run(*, clients: int, capacity: int, kills: int, cut: bool) -> Report:
    """The whole run on a database of its own; everything started here is stopped."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="orientations-")))
        addresses = embedded_pg.ensure(folder / "pg")
        stack.callback(embedded_pg.stop, folder / "pg", remove=True)
        commands.prepare(addresses, folder=folder)
        from django.db import connections

        from benchmarks import orientation_scene

        path, sessions = orientation_scene.prepare(clients=clients, capacity=capacity)
        server = stack.enter_context(_web_server(_free_port(), log=folder / "web.log"))
        forms = [_open_form(server.address + path, session) for session in sessions]
        with cutting(addresses.app_url, seed=clients) if cut else nullcontext(Cuts()) as cuts:
            told, killed, total = _send_all(server, path, forms, kills=kills)
        connections.close_all()  # that of this process may have been cut too
        return _compare(told, orientation_scene.kept(), killed, cuts=cuts, total=total)


@dataclass(frozen=True)
class Server:
    """The web server and where it answers."""

    process: subprocess.Popen[bytes]
    address: str

    def kill_oldest_worker(self) -> bool:
        """Send SIGKILL to the worker that has run longest; False, and nothing done, unless all of them run."""
        processes = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        started = {int(entry.name): _started_as_worker(entry, parent=self.process.pid) for entry in processes}
        found = [(ticks, number) for number, ticks in started.items() if ticks]
        if len(found) < WORKERS:
            return False
        os.kill(min(found)[1], signal.SIGKILL)
        return True


def _started_as_worker(entry: Path, *, parent: int) -> int:
    """When a child that serves pages was started, in ticks; 0 for any other process, or one that has ended."""
    try:
        status = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        serves = b"resource_tracker" not in (entry / "cmdline").read_bytes()
    except OSError:
        return 0
    return int(status[19]) if serves and status[0] != "Z" and int(status[1]) == parent else 0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _web_server(port: int, *, log: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "2"]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.2", "--workers-kill-timeout", "3"]
    environment = os.environ | {"DATABASE_POOL": "2"}
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        server = Server(process, f"http://127.0.0.1:{port}")
        _until_answering(server, log=log)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _until_answering(server: Server, *, log: Path) -> None:
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{server.address}/connexion", timeout=10).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the web server does not answer:\n{log.read_text()[-2000:]}")


@dataclass(frozen=True)
class Form:
    """A form opened by one client: what its hidden fields and cookies hold."""

    cookies: dict[str, str]
    fields: dict[str, str]


def _open_form(address: str, session: str) -> Form:
    answer = httpx.get(address, cookies={"sessionid": session}, timeout=GIVE_UP_SECONDS).raise_for_status()
    main = answer.text.split("<main")[1]
    return Form({"sessionid": session, "csrftoken": answer.cookies["csrftoken"]}, dict(_HIDDEN.findall(main)))


def _send_all(server: Server, path: str, forms: Sequence[Form], *, kills: int) -> tuple[list[Told], int, float]:
    together = threading.Barrier(len(forms) + 1)
    share = max(1, len(forms) // (kills + 1))
    told: list[Told] = []
    killed = 0
    with ThreadPoolExecutor(len(forms)) as threads:
        clients = [threads.submit(_send, server.address + path, form, together) for form in forms]
        together.wait()
        started = time.monotonic()
        for client in as_completed(clients):
            told.append(client.result())
            if killed < min(kills, len(told) // share):
                killed += server.kill_oldest_worker()
    return told, killed, time.monotonic() - started


def _send(address: str, form: Form, together: threading.Barrier) -> Told:
    """Send the form, and again until it is answered."""
    together.wait()
    started, attempts = time.monotonic(), 0
    while time.monotonic() < started + GIVE_UP_SECONDS:
        attempts, sent = attempts + 1, time.time()
        try:
            answer = httpx.post(address, data=form.fields, cookies=form.cookies, timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code < 500:
            return Told(form.fields["cle"], _meaning(answer), attempts, time.monotonic() - started, sent)
        time.sleep(0.1)
    raise RuntimeError("a client was never answered")


def _meaning(answer: httpx.Response) -> int:
    """303 recorded, 409 full as the page says it; anything else as 0, so that it is counted as such."""
    if answer.status_code == 409 and "est complète" not in answer.text:
        return 0
    return answer.status_code if answer.status_code in {303, 409} else 0


def _compare(told: Sequence[Told], kept: "Kept", kills: int, *, cuts: Cuts, total: float) -> Report:
    """What the clients were told against what the database holds."""
    times = sorted(answer.seconds for answer in told)
    return Report(
        clients=len(told),
        capacity=kept.capacity,
        recorded=kept.orientations,
        taken=kept.taken,
        told_recorded=sum(answer.status == 303 for answer in told),
        told_full=sum(answer.status == 409 for answer in told),
        told_otherwise=sum(answer.status == 0 for answer in told),
        told_untruly=sum(kept.status.get(answer.key) != answer.status for answer in told),
        kills=kills,
        cuts=cuts.made,
        cuts_of_busy=cuts.busy,
        repeated=sum(answer.attempts > 1 for answer in told),
        most_attempts=max(answer.attempts for answer in told),
        given_again=sum(kept.at.get(a.key, a.last_sent) < a.last_sent for a in told if a.attempts > 1),
        median_s=round(statistics.median(times), 3),
        slowest_s=round(times[-1], 3),
        total_s=round(total, 3),
    )


def main() -> None:
    """Run, print, and fail when the count or a single answer is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--capacity", type=int, default=50)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--cut", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    report = run(clients=asked.clients, capacity=asked.capacity, kills=asked.kills, cut=asked.cut)
    if asked.json:
        print(json.dumps(asdict(report) | {"exact": report.exact}))
    else:
        for name, value in asdict(report).items():
            print(f"{name.replace('_', ' '):14} {value}")
    sys.exit(0 if report.exact else 1)


if __name__ == "__main__":
    main()
