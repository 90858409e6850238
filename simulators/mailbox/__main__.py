"""Catch mails on one port and show them on another, until told to stop."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from simulators.mailbox.catcher import catcher
from simulators.mailbox.web import server


def main() -> None:
    """Run both servers; SIGINT or SIGTERM ends them."""
    parser = argparse.ArgumentParser(prog="python -m simulators.mailbox", description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True, help="where the product sends its mails")
    parser.add_argument("--http-port", type=int, required=True, help="where the mails are shown")
    parser.add_argument("--folder", type=Path, required=True, help="where the mails are kept")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    post, pages = catcher(chosen.folder, port=chosen.smtp_port), server(chosen.folder, port=chosen.http_port)
    post.start()
    try:
        pages.serve_forever()
    finally:
        pages.server_close()
        post.stop()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


main()
