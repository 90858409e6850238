"""Play an editor of scheduling software on one port, until told to stop.

Without --world it works for invented people. With a certificate it asks for the platform's.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from simulators.editor import login, tls
from simulators.editor.bookings import SYSTEM, Bookings
from simulators.editor.people import invented
from simulators.editor.web import EditorServer, invented_editor
from simulators.editor.world import read


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the server; SIGINT or SIGTERM ends it."""
    asked = _parser().parse_args(arguments)
    side = _side(asked)
    bookings = Bookings(
        asked.platform,
        system=asked.system,
        tls=tls.calling(side) if side else None,
        headers=_as_the_proxy(asked.shown) if asked.shown else None,
    )
    editor = invented_editor(world=read(asked.world) if asked.world else invented(), bookings=bookings)
    editor.name, editor.logins = asked.name, _logins(asked)
    if asked.fault:
        editor.faults["*"] = asked.fault
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    with EditorServer(editor, port=asked.port, side=side, kept=asked.kept) as server:
        print(f"Éditeur sur {server.url}", file=sys.stderr, flush=True)
        server.serve_forever()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sas editor-simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port of 127.0.0.1")
    parser.add_argument("--name", default="Éditeur de démonstration", help="the title of its pages")
    parser.add_argument("--world", type=Path, help="JSON file of the people it works for")
    parser.add_argument("--platform", default="", help="address of the platform's FHIR server; nothing is sent without")
    parser.add_argument("--system", default=SYSTEM, help="under which its appointments are numbered")
    parser.add_argument("--fault", default="", help="faults of every search, e.g. delay:6.9 or bad-slot,gzip")
    parser.add_argument("--kept", type=Path, help="JSON file where accounts and appointments are kept")
    parser.add_argument("--login", default="", help="the platform's address, when it says which regulator is there")
    parser.add_argument("--client", type=Path, help='with --login: JSON file {"client_id": …, "secret": …}')
    shown = "PEM certificate told as the platform's proxy tells it, with FHIR_PROXY_SECRET: where no proxy stands"
    parser.add_argument("--shown", type=Path, help=shown)
    files = parser.add_argument_group("mutual TLS", "PEM files; plain HTTP without them")
    for name in ("certificate", "key", "authorities", "revoked"):
        files.add_argument(f"--{name}", type=Path)
    files.add_argument("--expected-cn", default="", help="of the platform's certificate")
    files.add_argument("--expected-ou", default="")
    files.add_argument("--tls", nargs=2, choices=tls.VERSIONS, default=["1.2", "1.3"], help="lowest and highest")
    return parser


def _side(asked: argparse.Namespace) -> tls.Side | None:
    if not asked.certificate:
        return None
    if not (asked.key and asked.authorities):
        sys.exit("--certificate needs --key and --authorities")
    return tls.Side(
        asked.certificate,
        asked.key,
        asked.authorities,
        revoked=asked.revoked,
        expected_cn=asked.expected_cn,
        expected_ou=asked.expected_ou,
        versions=(asked.tls[0], asked.tls[1]),
    )


def _logins(asked: argparse.Namespace) -> login.Logins | None:
    if not asked.login:
        return None
    if not asked.client:
        sys.exit("--login needs --client")
    return login.Logins(login.read(asked.login, asked.client))


def _as_the_proxy(certificate: Path) -> dict[str, str]:
    """What deploy/nginx writes once it has verified a certificate."""
    secret = os.environ.get("FHIR_PROXY_SECRET", "")
    return {"X-Client-Certificate": quote(certificate.read_text()), "X-Proxy-Secret": secret}


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
