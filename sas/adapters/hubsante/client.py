"""A line to the Hub Santé: AMQP 0-9-1 over TLS, our certificate as our name (SASL EXTERNAL). Every wait is bounded."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp
from django.conf import settings

from sas import traces
from sas.errors import Unavailable

SERVICE = "Le Hub Santé"
_PORT = 5671
# A Hub that just refused the line is not called again at once: each orientation would wait for it in turn.
_PAUSE_SECONDS = 30.0
_FAILURES = (OSError, ValueError, amqp.exceptions.AMQPError)


class NotTaken(Exception):
    """The broker answered that it did not keep the message; carries why in one word."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the Hub is, who we are there, and our files; `timeout` in seconds bounds each wait of the line."""

    url: str
    client_id: str
    certificate: str
    key: str
    authorities: str
    exchange: str
    queues: tuple[str, ...]
    timeout: float


class Line:
    """An open line. Not to be shared between threads."""

    def __init__(self, channel: Any, access: Access) -> None:
        """`channel`: of an AMQP connection whose waits are bounded."""
        self._channel, self._access = channel, access
        self._returned: list[object] = []
        # Nobody is bound to our routing key: the broker gives the message back, then confirms that it is done.
        channel.events["basic_return"].add(lambda *why: self._returned.append(why))

    def publish(self, body: bytes, *, identity: str) -> None:
        """Hand over one message and wait until the broker says that it keeps it on disk.

        Raises NotTaken when it says that it does not, Unavailable when it says nothing: it may have the message then.
        """
        message = amqp.Message(body, content_type="application/json", delivery_mode=2, message_id=identity)
        about = {"exchange": self._access.exchange, "routing_key": self._access.client_id, "mandatory": True}
        self._returned.clear()
        try:
            with traces.span("hub"):
                self._channel.basic_publish_confirm(message, **about, confirm_timeout=self._access.timeout)
                if self._returned:
                    raise NotTaken("unroutable")
        except amqp.exceptions.MessageNacked:
            raise NotTaken("nack") from None
        except _FAILURES as failure:
            raise Unavailable(SERVICE) from failure

    def received(self) -> Iterator[bytes]:
        """What waits in our queues. Each message is removed there once the next one is asked for.

        Raises Unavailable.
        """
        for queue in self._access.queues:
            while (message := self._next(queue)) is not None:
                body = message.body
                yield body.encode() if isinstance(body, str) else body
                self._remove(message.delivery_tag)

    def _next(self, queue: str) -> Any:
        try:
            return self._channel.basic_get(queue)
        except _FAILURES as failure:
            raise Unavailable(SERVICE) from failure

    def _remove(self, tag: int) -> None:
        try:
            self._channel.basic_ack(tag)
        except _FAILURES as failure:
            raise Unavailable(SERVICE) from failure


class HubSante:
    """One Hub, as one client."""

    def __init__(self, access: Access) -> None:
        """Opens nothing."""
        self._access = access
        self._paused_until = 0.0

    @contextmanager
    def opened(self) -> Iterator[Line]:
        """A line, closed at the end. Raises Unavailable when there is none, and at once for a while after that."""
        if time.monotonic() < self._paused_until:
            raise Unavailable(SERVICE)
        connection = self._connection()
        try:
            with traces.span("hub line"):
                connection.connect()
                # The library bounds some waits only; the socket bounds them all.
                connection.transport.sock.settimeout(self._access.timeout)
                line = Line(connection.channel(), self._access)
        except _FAILURES as failure:
            self._paused_until = time.monotonic() + _PAUSE_SECONDS
            connection.collect()
            raise Unavailable(SERVICE) from failure
        try:
            yield line
        finally:
            with suppress(*_FAILURES):
                connection.close()
            connection.collect()

    def _connection(self) -> Any:
        access, where = self._access, urlsplit(self._access.url)
        tls = {
            "certfile": access.certificate,
            "keyfile": access.key,
            "ca_certs": access.authorities,
            "cert_reqs": ssl.CERT_REQUIRED,
            "server_hostname": where.hostname,
            "tls_minimum_version": ssl.TLSVersion.TLSv1_2,
        }
        return amqp.Connection(
            host=f"{where.hostname}:{where.port or _PORT}",
            virtual_host=unquote(where.path.removeprefix("/")) or "/",
            login_method="EXTERNAL",
            ssl=tls,
            connect_timeout=access.timeout,
        )


@lru_cache(maxsize=4)
def _hub(access: Access) -> HubSante:
    return HubSante(access)


def configured() -> HubSante | None:
    """The Hub of HUB_URL, or None when there is none: no message is then made."""
    if not settings.HUB_URL:
        return None
    access = Access(
        url=settings.HUB_URL,
        client_id=settings.HUB_CLIENT_ID,
        certificate=settings.HUB_CERTIFICATE,
        key=settings.HUB_KEY,
        authorities=settings.HUB_CA,
        exchange=settings.HUB_EXCHANGE,
        queues=(f"{settings.HUB_CLIENT_ID}.ack", f"{settings.HUB_CLIENT_ID}.info"),
        timeout=settings.HUB_TIMEOUT,
    )
    return _hub(access)
