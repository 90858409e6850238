"""A RabbitMQ of our own that plays the Hub Santé: TLS, clients named by their certificates, its exchange and queues."""

import json
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import amqp

from tests.factories import authority

PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
EPMD = Path("/usr/bin/epmd")
ME, HUB, THEM = "fr.health.test.ptfsas", "fr.health.hub", "fr.health.samu350"
VHOST = "15-15_v3"
INBOX = "hub.in"
"""Where the Hub finds what its clients publish."""

_CONF = """
listeners.tcp = none
listeners.ssl.1 = 127.0.0.1:{port}
ssl_options.cacertfile = {folder}/ca.pem
ssl_options.certfile = {folder}/server.pem
ssl_options.keyfile = {folder}/server.key
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
ssl_options.versions.1 = tlsv1.2
auth_mechanisms.1 = EXTERNAL
ssl_cert_login_from = common_name
load_definitions = {folder}/definitions.json
disk_free_limit.absolute = 1MB
log.file.level = warning
"""


def free_port() -> int:
    """A port of the loopback on which nobody listens."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return int(holder.getsockname()[1])


class Broker:
    """One server, in one folder; what it keeps on disk outlives its death."""

    def __init__(self, folder: Path) -> None:
        """Writes its settings, certificates and definitions; starts nothing."""
        self.folder, self.port = folder, free_port()
        self._ports = {"ERL_EPMD_PORT": free_port(), "RABBITMQ_DIST_PORT": free_port()}
        authority.make(folder, server="server", clients={"client": ME, "hub": HUB})
        (folder / "rabbitmq.conf").write_text(_CONF.format(port=self.port, folder=folder))
        (folder / "enabled_plugins").write_text("[rabbitmq_auth_mechanism_ssl].\n")
        (folder / "definitions.json").write_text(json.dumps(_definitions()))
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Until it answers; raises RuntimeError when it does not within two minutes."""
        port = str(self._ports["ERL_EPMD_PORT"])
        self._run([str(EPMD), "-port", port, "-address", "127.0.0.1"])
        server = self._run([str(PROGRAM)])
        limit = time.monotonic() + 120
        while time.monotonic() < limit and server.poll() is None:
            with suppress(OSError, amqp.exceptions.AMQPError), self.as_hub():
                return
            time.sleep(0.2)
        raise RuntimeError((self.folder / "out.log").read_text(errors="replace")[-2000:])

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "hub@localhost",
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "no-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            # Few threads: the tests need the processors more.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +A 4",
            **{name: str(value) for name, value in self._ports.items()},
        }
        with (self.folder / "out.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._processes.append(process)
        return process

    def signal(self, number: int) -> None:
        """To all its processes at once: it is stopped, goes on, or dies without a word."""
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)

    def kill(self) -> None:
        """As a power cut would."""
        self.signal(signal.SIGKILL)
        for process in self._processes:
            process.wait()
        self._processes.clear()

    @contextmanager
    def as_hub(self) -> Iterator[Any]:
        """A channel of the Hub itself."""
        tls = {
            "certfile": str(self.folder / "hub.pem"),
            "keyfile": str(self.folder / "hub.key"),
            "ca_certs": str(self.folder / "ca.pem"),
            "cert_reqs": ssl.CERT_REQUIRED,
            "server_hostname": "127.0.0.1",
        }
        about = {"virtual_host": VHOST, "login_method": "EXTERNAL", "connect_timeout": 5}
        with amqp.Connection(host=f"127.0.0.1:{self.port}", ssl=tls, **about) as connection:
            yield connection.channel()

    def arrived(self) -> list[Any]:
        """What the Hub received since it last looked, in order."""
        with self.as_hub() as channel:
            return list(iter(lambda: channel.basic_get(INBOX, no_ack=True), None))

    def answer(self, *bodies: bytes, queue: str) -> None:
        """Put answers in one of the platform's queues, "ack" or "info"."""
        with self.as_hub() as channel:
            for body in bodies:
                message = amqp.Message(body, content_type="application/json", delivery_mode=2)
                channel.basic_publish_confirm(message, routing_key=f"{ME}.{queue}", mandatory=True)

    def left(self, queue: str) -> int:
        """How many answers the platform has not removed."""
        with self.as_hub() as channel:
            return int(channel.queue_declare(f"{ME}.{queue}", passive=True).message_count)

    def bind(self, *, bound: bool) -> None:
        """Whether the Hub takes what the platform publishes."""
        with self.as_hub() as channel:
            (channel.queue_bind if bound else channel.queue_unbind)(INBOX, "hubsante", ME)


def _definitions() -> dict[str, Any]:
    """One vhost per model; a client reads its own queues and writes to the exchange, and declares nothing."""
    mine, everything = r"^fr\.health\.test\.ptfsas\.(ack|info)$", ".*"
    durable = {"vhost": VHOST, "durable": True, "auto_delete": False, "arguments": {}}
    queues = (INBOX, f"{ME}.ack", f"{ME}.info")
    bound = {"source": "hubsante", "vhost": VHOST, "destination": INBOX, "destination_type": "queue", "arguments": {}}
    return {
        "users": [{"name": name, "password_hash": "", "tags": ""} for name in (ME, HUB)],
        "vhosts": [{"name": VHOST}],
        "permissions": [
            {"user": ME, "vhost": VHOST, "configure": "^$", "write": "^hubsante$", "read": mine},
            {"user": HUB, "vhost": VHOST, "configure": everything, "write": everything, "read": everything},
        ],
        "exchanges": [{"name": "hubsante", "type": "direct", "internal": False, **durable}],
        "queues": [{"name": name, **durable} for name in queues],
        "bindings": [{"routing_key": ME, **bound}],
    }


def configure(settings: Any, broker: Broker, *, port: int = 0, certificate: str = "client") -> None:
    """The product's settings for this Hub; `port` when something stands before it."""
    settings.HUB_URL = f"amqps://127.0.0.1:{port or broker.port}/{VHOST}"
    settings.HUB_CLIENT_ID, settings.HUB_TIMEOUT = ME, 2
    settings.HUB_CERTIFICATE = str(broker.folder / f"{certificate}.pem")
    settings.HUB_KEY, settings.HUB_CA = str(broker.folder / f"{certificate}.key"), str(broker.folder / "ca.pem")
