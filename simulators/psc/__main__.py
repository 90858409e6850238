"""Play Pro Santé Connect on one port, until told to stop.

PSC_CLIENT_ID and PSC_CLIENT_SECRET of the environment name the platform, as its own settings do.
"""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from simulators.psc.platform import client_of, tell
from simulators.psc.provider import Provider
from simulators.psc.web import REALM, server


def main() -> None:
    """Run the server; SIGINT or SIGTERM ends it."""
    parser = argparse.ArgumentParser(prog="python -m simulators.psc", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="where the provider answers")
    parser.add_argument("--product", required=True, help="the address of the platform")
    parser.add_argument("--identities", type=Path, required=True, help="the file of test identities")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    provider = Provider(
        issuer=f"http://127.0.0.1:{chosen.port}{REALM}",
        client=client_of(
            chosen.product, identifier=os.environ["PSC_CLIENT_ID"], secret=os.environ["PSC_CLIENT_SECRET"]
        ),
        tell=tell,
    )
    server(provider, people=chosen.identities, port=chosen.port).serve_forever()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
