"""Debian's ClamAV daemon on the loopback, which knows one signature: ours."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.factories.broker import free_port

PATTERN = b"SAS-SIGNED-TEST-PATTERN"
NAME = "Sas.Test.Pattern.UNOFFICIAL"
_CONF = """
Foreground yes
DatabaseDirectory {folder}/signatures
TCPSocket {port}
TCPAddr 127.0.0.1
LocalSocket {folder}/clamd.ctl
StreamMaxLength 2M
{user}
"""


def program() -> str:
    """The daemon of this machine; empty when there is none."""
    return shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin") or ""


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, str]]:
    """Its addresses, by TCP and by its socket. Raises RuntimeError with what it says when it does not start."""
    port, signatures = free_port(), folder / "signatures"
    signatures.mkdir()
    (signatures / "sas.ndb").write_text(f"Sas.Test.Pattern:0:*:{PATTERN.hex()}\n")
    user = "User root" if Path("/proc/self").stat().st_uid == 0 else ""
    (folder / "clamd.conf").write_text(_CONF.format(folder=folder, port=port, user=user))
    command = [program(), "--config-file", str(folder / "clamd.conf")]
    with (folder / "out.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait(process, port, folder / "out.log")
            yield f"tcp://127.0.0.1:{port}", f"unix://{folder}/clamd.ctl"
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace")[-2000:])
