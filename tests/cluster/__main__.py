"""`python -m tests.cluster`: two of everything, a load, seven faults; prints what each cost and what was lost.

Needs root (small disks are mounted) and Debian's PostgreSQL, Patroni, etcd, HAProxy, PgBouncer and a C
compiler (`make cluster`). Everything stands in a folder of its own, and goes with it unless --kept.

    python -m tests.cluster [--json] [--kept] [--seconds 10]
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.cluster.database import Database, bouncer_version
from tests.cluster.platform import Platform
from tests.cluster.programs import Supervisor


def main() -> None:
    """Run, print, and fail when an acknowledged orientation is lost or a plage oversold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--kept", action="store_true", help="leave the folder with its logs")
    parser.add_argument("--seconds", type=float, default=10, help="of load before the first fault")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sas-cluster-"))
    folder.chmod(0o755)
    try:
        report = run(folder, seconds=asked.seconds, say=not asked.json)
    finally:
        if not asked.kept:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(report, ensure_ascii=False, indent=None if asked.json else 1))
    sys.exit(0 if is_exact(report["truth"]) else 1)


def is_exact(truth: dict[str, Any]) -> bool:
    """Nothing that was told is wrong."""
    return not any(truth[name] for name in ("lost", "refused_but_recorded", "twice", "oversold"))


def run(folder: Path, *, seconds: float, say: bool) -> dict[str, Any]:
    """The whole run; all that it starts is stopped."""
    with ExitStack() as stack:
        supervisor = Supervisor()
        supervisor.start()
        stack.callback(supervisor.stop)
        database = Database(folder, supervisor)
        database.start()
        platform = Platform(folder, supervisor, database)
        stack.callback(platform.unmount)
        platform.prepare()
        os.environ |= platform.environment() | {"ORIENTATION_STANDBY_SECONDS": "0"}
        import django

        django.setup()
        return _measured(database, platform, seconds=seconds, say=say)


def _measured(database: Database, platform: Platform, *, seconds: float, say: bool) -> dict[str, Any]:
    from tests.cluster import faults, load, pooling, scene, truth

    cast, worlds = scene.prepare(platform.editors, platform.folder)
    platform.start(worlds)
    costs = []
    with faults.loaded(load.Load(cast, platform)) as running:
        already = pooling.read_by_standby(database)
        time.sleep(seconds)
        before = load.figures(running.book, seconds=seconds)
        by_standby = pooling.read_by_standby(database) - already
        pooled = pooling.figures(database)
        for cost in faults.Faults(database, platform, running).every():
            costs.append(faults.as_told(cost))
            if say:
                print(json.dumps(costs[-1], ensure_ascii=False), flush=True)
    pooled |= {"version": ".".join(map(str, bouncer_version())), "mode": database.pool_mode}
    return {
        "load": before,
        "read_by_standby": by_standby,
        "pgbouncer": pooled,
        "faults": costs,
        "truth": truth.against(running.book, platform.folder / "mails"),
    }


if __name__ == "__main__":
    main()
