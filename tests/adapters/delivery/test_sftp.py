"""Bringing a file by SFTP to a real server on the loopback: its key is known beforehand, ours is all it believes."""

import asyncio
import re
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from sas import traces
from sas.adapters.delivery import client
from sas.adapters.delivery.values import Destination, Obstacle, Undelivered, destination
from tests.factories.collector import Traced, assert_tells_no_more, collector, traced

__all__ = ["collector", "traced"]
pytestmark = pytest.mark.shows("F-266")
NAME = "sas-orientations-2026-10.csv"


@dataclass(frozen=True)
class Server:
    """Where it is, the folder that its account sees as the root, its key and the one that it lets in."""

    port: int
    root: Path
    host_key: str
    client_key: Path


class Without(asyncssh.SFTPServer):
    """A server without OpenSSH's extension: its rename replaces nothing."""

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002  the library's signature
        """What it does not know."""
        raise asyncssh.SFTPOpUnsupported("no such extension")


@contextmanager
def listening(start: Coroutine[Any, Any, asyncssh.SSHAcceptor]) -> Iterator[int]:
    """The port of a server that runs in a loop of its own thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listener = asyncio.run_coroutine_threadsafe(start, loop).result(20)
    yield listener.get_port()

    async def close() -> None:
        listener.close()
        await listener.wait_closed()

    asyncio.run_coroutine_threadsafe(close(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)
    loop.close()


@pytest.fixture(scope="module", params=[asyncssh.SFTPServer, Without], ids=["openssh", "plain"])
def server(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that lets our key in, and shows its account one folder."""
    home = tmp_path_factory.mktemp("sftp")
    (home / "root/depot").mkdir(parents=True)
    ours, theirs = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    ours.write_private_key(home / "key")
    ours.write_public_key(home / "allowed")

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[theirs],
            authorized_client_keys=str(home / "allowed"),
            sftp_factory=lambda channel: request.param(channel, chroot=str(home / "root").encode()),
        )

    with listening(listen()) as port:
        yield Server(port, home / "root", theirs.export_public_key().decode(), home / "key")


@pytest.fixture
def named(server: Server, settings: Any) -> Server:
    """The server, as settings name it."""
    settings.EXTRACTS_MONTHLY_TO = f"sftp://sas@127.0.0.1:{server.port}/depot"
    settings.EXTRACTS_SFTP_KEY = str(server.client_key)
    settings.EXTRACTS_SFTP_HOST_KEY = server.host_key
    return server


def brought(folder: Path, content: bytes) -> None:
    source = folder / "source"
    source.write_bytes(content)
    client.bring(source=source, name=NAME, checksum="c0ffee")


def obstacle(folder: Path) -> Obstacle:
    with pytest.raises(Undelivered) as told:
        brought(folder, b"x")
    return told.value.obstacle


def test_a_file_arrives_whole_and_one_that_was_there_is_replaced(named: Server, tmp_path: Path) -> None:
    for content in (b"first", b"second, longer\n" * 100_000):
        brought(tmp_path, content)
        there = {one.name: one.read_bytes() for one in (named.root / "depot").iterdir()}
        assert there == {NAME: content, f"{NAME}.sha256": f"c0ffee  {NAME}\n".encode()}


def test_a_delivery_is_a_span_that_tells_nothing_of_the_server(
    named: Server, tmp_path: Path, settings: Any, traced: Traced
) -> None:
    with traces.span("job"):
        brought(tmp_path, b"Nom;Commune")
        settings.EXTRACTS_SFTP_HOST_KEY = "not a key"
        assert obstacle(tmp_path) == Obstacle.NOT_TAKEN
    told = traced.told()
    well, ill = told.named("delivery")
    assert {well.parent, ill.parent} == {told.one("job").id}
    assert (well.failed, well.about, ill.failed, ill.about) == (False, {}, True, {"error": "Undelivered"})
    secrets = (NAME, "depot", "sas@", str(named.port), "c0ffee", "Commune", named.host_key.split()[1])
    assert_tells_no_more(told, *secrets, keys=set())


def test_a_server_with_another_key_is_told_nothing(named: Server, tmp_path: Path, settings: Any) -> None:
    for one in (named.root / "depot").iterdir():
        one.unlink()
    stranger = asyncssh.generate_private_key("ssh-ed25519")
    settings.EXTRACTS_SFTP_HOST_KEY = stranger.export_public_key().decode()
    assert obstacle(tmp_path) == Obstacle.HOST_KEY
    assert list((named.root / "depot").iterdir()) == []


def test_what_is_refused_and_who_is_away_are_told_apart(named: Server, tmp_path: Path, settings: Any) -> None:
    settings.EXTRACTS_MONTHLY_TO = f"sftp://sas@127.0.0.1:{named.port}/nowhere"
    assert obstacle(tmp_path) == Obstacle.NOT_TAKEN
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(tmp_path / "other")
    settings.EXTRACTS_SFTP_KEY = str(tmp_path / "other")
    assert obstacle(tmp_path) == Obstacle.NOT_TAKEN
    settings.EXTRACTS_SFTP_HOST_KEY = "not a key"
    assert obstacle(tmp_path) == Obstacle.NOT_TAKEN
    settings.EXTRACTS_SFTP_KEY = str(tmp_path / "absent")
    assert obstacle(tmp_path) == Obstacle.NOT_TAKEN
    settings.EXTRACTS_SFTP_HOST_KEY, settings.EXTRACTS_SFTP_KEY = named.host_key, str(named.client_key)
    settings.EXTRACTS_MONTHLY_TO = "sftp://sas@127.0.0.1:1/depot"
    assert obstacle(tmp_path) == Obstacle.AWAY


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("sftp://sas@sftp.example/in", Destination("/in", "sftp.example", 22, "sas")),
        ("sftp://s%40s@sftp.example:2222/a%20b/", Destination("/a b/", "sftp.example", 2222, "s@s")),
        ("file:///srv/extracts", Destination("/srv/extracts")),
    ],
)
def test_an_address_says_where(address: str, read: Destination) -> None:
    assert destination(address) == read


@pytest.mark.parametrize(
    "address",
    ["", "file:///", "file://host/folder", "sftp://host/folder", "sftp://sas:secret@host/folder", "ftp://sas@host/x"],
)
def test_another_address_is_none(address: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(address)}$"):
        destination(address)
