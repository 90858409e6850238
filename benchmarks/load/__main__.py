"""A national Monday morning on this machine; run by `make bench-load`.

Doctors edit their agendas, regulators search and orient, editors are read again, managers take extracts, pages of
results stay open and follow: a web server, a worker, the stream and PostgreSQL of its own, on the generated national
directory, asked by locust in a process of its own. Prints requests a second, times, errors, CPU and memory of each
process, and what the database grew by; exits with 1 on an error, a rate that was not held or memory that grows.

    python -m benchmarks.load [--minutes 15] [--places 120000]
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import __main__ as bench
from config.demo.ports import free
from config.embedded_pg.location import locate

ROOT = Path(__file__).resolve().parents[2]
LOCUST = ROOT / "var" / "tools" / "load" / "bin" / "locust"
WARM_UP_SECONDS = 180
"""People sign in and pages are opened during its first minute; whoever had to wait catches up during the others."""
WEB_WORKERS = 4
"""Two for each core, as docs/operating.md says."""
PER_MINUTE = 60
EXPORTS = 2 / 900
"""A second: two in the fifteen minutes of the whole run."""
PLATFORM = ("stream", "worker")


def main() -> int:
    """Command line: --minutes measured after the warm-up, --places of the directory; `--serve` is the editors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--places", type=int, default=120_000)
    parser.add_argument("--serve", nargs=2, type=Path)
    asked = parser.parse_args()
    if asked.serve:
        from benchmarks.load.processes import serve_editors

        serve_editors(*asked.serve)
    if not LOCUST.exists():
        raise SystemExit("locust is missing: run this by make bench-load")
    ports = {name: free(preferred) for preferred, name in enumerate(("web", "live", "smtp", "mails"), start=8197)}
    database = f"load-{asked.places}"
    environment = bench.prepare(port=ports["web"], database=database) | _own(ports)
    from benchmarks import national

    national.PLACES = asked.places
    national.build(datetime.now(UTC))
    print(f"== {national.size(datetime.now(UTC))}; {asked.minutes:g} minutes after {WARM_UP_SECONDS} s of warm-up")
    with ExitStack() as ending:
        return _morning(ending, environment, ports, seconds=60 * asked.minutes, database=database)


def _own(ports: dict[str, int]) -> dict[str, str]:
    """The settings of this run beside those of every benchmark."""
    return {
        "DATABASE_POOL": "2",
        "ENVIRONMENT": "test",
        "LOG_LEVEL": "WARNING",
        "LIVE_URL": f"http://127.0.0.1:{ports['live']}/direct",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(ports["smtp"]),
        "EXTRACTS_FOLDER": str(ROOT / "var" / "bench" / "load" / "extracts"),
    }


def _morning(
    ending: ExitStack, environment: dict[str, str], ports: dict[str, int], *, seconds: float, database: str
) -> int:
    from benchmarks.load import processes, report, scene
    from benchmarks.load.sampling import Sampler

    folder = ROOT / "var" / "bench" / "load"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rates = scene.Rates()
    path = scene.prepare(folder, web=f"http://127.0.0.1:{ports['web']}", rates=rates, warm_up=WARM_UP_SECONDS)
    run = processes.Processes(folder, environment, ending)
    _open(run, folder, ports)
    before, read_before, since = scene.sizes(), scene.asked_of_editors(), datetime.now(UTC)
    with Sampler(lambda: _roots(run, database)) as sampler:
        _generate(run, path, people=scene.PEOPLE, seconds=WARM_UP_SECONDS + seconds)
    told = _told(folder)
    minutes = range(1, int((WARM_UP_SECONDS + seconds) // 60) + 1)
    report.print_answers(told)
    report.print_processes(sampler.series, minutes=minutes, since=WARM_UP_SECONDS)
    failures = report.print_editors(read_before, scene.asked_of_editors())
    report.print_growth(before, scene.sizes())
    found = [*_faults(told, sampler.series, rates=asdict(rates))]
    found += [f"{failed} requests to editor {name} failed" for name, failed in failures.items() if failed]
    found += [f"{scene.EDITORS - len(failures)} editors were never asked"] * (len(failures) < scene.EDITORS)
    found += _untrue(told, scene.acknowledged(since))
    print("\n" + ("\n".join(f"NOT HELD: {one}" for one in found) or "held"))
    return 1 if found else 0


def _faults(told: dict[str, Any], series: Any, *, rates: dict[str, float]) -> Iterator[str]:
    from benchmarks.load import report

    own = {name for name in series if name.startswith(("web ", *PLATFORM))}
    return report.faults(told, series, asked=rates | {"exports": EXPORTS}, since=WARM_UP_SECONDS, own=own)


def _open(run: Any, folder: Path, ports: dict[str, int]) -> None:
    """Start everything but the generator, and wait until it answers."""
    from benchmarks import live, pages
    from benchmarks.load import processes, scene

    mailbox = ["-m", "simulators.mailbox", "--smtp-port", str(ports["smtp"]), "--http-port", str(ports["mails"])]
    run.start("mailbox", [sys.executable, *mailbox, "--folder", str(folder / "mails")])
    told, worlds = folder / "addresses.json", processes.worlds(folder, scene.fed())
    run.start("editors", [sys.executable, "-m", "benchmarks.load", "--serve", str(worlds), str(told)])
    scene.feed(processes.read_addresses(told), per_minute=PER_MINUTE)
    run.start("worker", [sys.executable, "-m", "django", "worker"])
    run.start("stream", processes.granian("asgi", "config.events:application", port=ports["live"], workers=1))
    web = processes.granian("wsgi", "config.wsgi:application", port=ports["web"], workers=WEB_WORKERS)
    run.start("web", web)
    live.wait(ports["live"])
    pages.wait(ports["web"])
    pages.wait_for_memories(WEB_WORKERS)


def _roots(run: Any, database: str) -> dict[str, int]:
    """The processes that are looked at, by name; the generator is told apart."""
    from benchmarks.load.sampling import children_of

    pids = {name: child.pid for name, child in run.children.items() if child.poll() is None}
    web = [
        pid for pid in children_of(pids["web"]) if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    server = locate(ROOT / "var" / "bench" / database).data / "postmaster.pid"
    return (
        {f"web {at}": pid for at, pid in enumerate(web, start=1)}
        | pids
        | {"postgresql": int(server.read_text().split()[0])}
    )


def _generate(run: Any, scene: Path, *, people: int, seconds: float) -> None:
    """Locust to its end; raises SystemExit when another process dies meanwhile."""
    command = [str(LOCUST), "-f", str(ROOT / "benchmarks" / "load" / "locustfile.py"), "--headless", "--only-summary"]
    command += ["--users", str(people), "--spawn-rate", "8", "--run-time", f"{seconds:.0f}s", "--stop-timeout", "10"]
    child = run.start("generator", [*command, "--loglevel", "WARNING"], LOAD_SCENE=str(scene), PYTHONPATH=str(ROOT))
    while child.poll() is None:
        time.sleep(1)
        if dead := [name for name in run.dead() if name != "generator"]:
            raise SystemExit(f"ended by themselves: {', '.join(dead)}; their logs are beside {scene}")


def _told(folder: Path) -> dict[str, Any]:
    path = folder / "told.json"
    if not path.exists():
        raise SystemExit(f"the generator told nothing; its log is {folder / 'generator.log'}")
    told: dict[str, Any] = json.loads(path.read_text())
    return told


def _untrue(told: dict[str, Any], kept: tuple[int, int]) -> list[str]:
    """Orientations that were acknowledged and are not recorded, and counters over their capacity."""
    (recorded, oversold), said = kept, told["done_since_start"].get("orientations", 0)
    print(f"\norientations: {said} acknowledged, {recorded} recorded; counters over their capacity: {oversold}")
    lost = [f"{said - recorded} acknowledged orientations lost"] if said > recorded else []
    return lost + ([f"{oversold} counters over their capacity"] if oversold else [])


if __name__ == "__main__":
    sys.exit(main())
