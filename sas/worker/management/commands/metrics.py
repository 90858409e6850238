"""`sas metrics`: answer Prometheus, on a port of its own that no proxy leads to."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser
from prometheus_client import start_http_server

from sas.worker.exporting import registry


class Command(BaseCommand):
    """One process a host."""

    help = "Répond à Prometheus : ce que comptent les processus de cet hôte, et ce qui attend dans la base."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen: the loopback, or an address of the network of supervision alone."""
        parser.add_argument("--listen", default="127.0.0.1", metavar="ADDRESS")
        parser.add_argument("--port", type=int, default=9464)

    def handle(self, *args: Any, **options: Any) -> None:
        """Until SIGTERM or SIGINT."""
        told = registry(settings.METRICS_FOLDER)
        _, thread = start_http_server(options["port"], addr=options["listen"], registry=told)
        thread.join()
