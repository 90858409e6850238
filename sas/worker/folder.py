"""The files in which the processes of this host count: those of processes that ended are added up in one.

Without it each restart would leave files for ever; and to remove them would make totals fall, which reads as work done.
"""

import os
import re
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

_OF_A_PROCESS = re.compile(r"(?P<kind>counter|histogram|gauge_livesum)_(?P<number>[1-9]\d*)\.db")
ENDED = 0
"""The number under which totals of processes that ended are kept: no process has it."""


def tidy(folder: Path) -> None:
    """Keep the totals of processes that ended, and forget what they were at."""
    for file in sorted(folder.glob("*.db")):
        found = _OF_A_PROCESS.fullmatch(file.name)
        if found and not _lives(int(found["number"])):
            if found["kind"] != "gauge_livesum":
                _add(file, to=folder / f"{found['kind']}_{ENDED}.db")
            file.unlink()


def _add(file: Path, *, to: Path) -> None:
    total = MmapedDict(str(to))
    try:
        for key, value, _, _ in MmapedDict.read_all_values_from_file(str(file)):
            total.write_value(key, total.read_value(key)[0] + value, 0.0)
    finally:
        total.close()


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
