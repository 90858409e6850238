"""The console script `sas`: management commands under one name, with hyphens (`sas import-rpps FILE`).

`sas editor-simulator` plays an editor of scheduling software instead.
"""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    arguments = list(sys.argv)
    if arguments[1:2] == ["editor-simulator"]:
        # Stands for somebody else's machine: it needs neither settings nor database.
        from simulators.editor.__main__ import main as simulate

        simulate(arguments[2:])
        return
    if len(arguments) > 1:
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    execute_from_command_line(arguments)
