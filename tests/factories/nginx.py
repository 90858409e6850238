"""Debian's nginx with the configuration that is shipped, on ports of the loopback."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_connection

from tests.conftest import ROOT
from tests.factories.broker import free_port

TEMPLATE = ROOT / "deploy/nginx/sas.conf.template"
_MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/start.log;
worker_processes 1;
{user}
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/sas.conf;
}}
"""


def program(folder: Path) -> str:
    """The nginx of this machine, or else Debian's package unpacked in the folder; empty when there is none."""
    if found := shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin"):
        return found
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(["apt-get", "download", "nginx"], cwd=folder, check=True, capture_output=True, timeout=120)
        (package,) = folder.glob("nginx_*.deb")
        subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True, capture_output=True, timeout=60)
        unpacked = folder / "usr/sbin/nginx"
        subprocess.run([str(unpacked), "-v"], check=True, capture_output=True, timeout=10)
        return str(unpacked)
    return ""


@contextmanager
def running(binary: str, folder: Path, **holes: str) -> Iterator[tuple[int, int]]:
    """The ports of people and of programs. Raises RuntimeError with what nginx says when it does not start."""
    public, programs = free_port(), free_port()
    told = TEMPLATE.read_text()
    ports = {"SAS_LISTEN": f"127.0.0.1:{public}", "SAS_MTLS_LISTEN": f"127.0.0.1:{programs}"}
    folders = {"SAS_LOGS": str(folder), "SAS_PAGES": str(TEMPLATE.parent)}
    for name, value in (holes | ports | folders).items():
        assert f"${{{name}}}" in told
        told = told.replace(f"${{{name}}}", value)
    assert "${" not in told
    (folder / "sas.conf").write_text(told)
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user))
    command = [binary, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            _wait(process, programs)
            yield public, programs
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(100):
        if process.poll() is not None:
            assert process.stdout
            raise RuntimeError(process.stdout.read().decode(errors="replace"))
        with suppress(OSError), create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("nginx does not answer")
