"""Run a command beside a throwaway server: `python -m config.embedded_pg COMMAND...`.

The command finds the server in DATABASE_URL and DATABASE_OWNER_URL; its exit status is passed on.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config import embedded_pg


def main() -> int:
    """Start the server, run the command of the command line, stop the server."""
    with tempfile.TemporaryDirectory(prefix="sas-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        addresses = embedded_pg.ensure(data, throwaway=True)
        named = {"DATABASE_URL": addresses.app_url, "DATABASE_OWNER_URL": addresses.owner_url}
        try:
            return subprocess.run(sys.argv[1:], check=False, env={**os.environ, **named}).returncode
        finally:
            embedded_pg.stop(data, remove=True)


sys.exit(main())
