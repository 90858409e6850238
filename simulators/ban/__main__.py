"""`python -m simulators.ban --port N [--latency-ms N] [--fail]`: until SIGINT or SIGTERM."""

import argparse
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from sas.rooms.directory.loaders.gazetteer import communes
from simulators.ban.book import AddressBook
from simulators.ban.server import AddressServer
from simulators.ban.streets import SEED


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m simulators.ban")
    parser.add_argument("--port", type=int, required=True, help="port de 127.0.0.1")
    parser.add_argument("--seed", type=int, default=SEED, help="graine des rues inventées")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="attente avant chaque réponse")
    parser.add_argument("--fail", action="store_true", help="répond 503 à tout")
    asked = parser.parse_args()
    # It listens at once: whoever starts it need not wait for the two seconds that the book takes.
    book = ThreadPoolExecutor(1).submit(lambda: AddressBook(communes(), asked.seed))
    server = AddressServer(book.result, port=asked.port, latency=asked.latency_ms / 1000, failing=asked.fail)

    def stop(*_: object) -> None:
        # shutdown() waits for serve_forever, which this very thread runs.
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    print(f"Service d'adresses sur {server.url}", file=sys.stderr, flush=True)
    with server:
        server.serve_forever()


if __name__ == "__main__":
    main()
