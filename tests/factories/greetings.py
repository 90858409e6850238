"""The first bytes of old versions of SSL and TLS, written by hand: no library of today would send them."""

import os
import socket
import struct

_VERSIONS = {"SSL 3.0": (3, 0), "TLS 1.0": (3, 1), "TLS 1.1": (3, 2)}
OLD = ("SSL 2.0", *_VERSIONS)
# With certificates of RSA and of elliptic curves, and those that everybody had.
_CIPHERS = (0xC009, 0xC00A, 0xC013, 0xC014, 0x002F, 0x0035, 0x000A, 0x0005)
SERVER_HELLO, ALERT = 22, 21
"""Types of records (RFC 5246)."""


def answered(port: int, version: str) -> int:
    """The type of the record with which a server of the loopback answers this version; 0 when it hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(_of_ssl_2() if version == "SSL 2.0" else _hello(*_VERSIONS[version]))
        try:
            told = line.recv(1)
        except ConnectionResetError:
            return 0
    return told[0] if told else 0


def _hello(major: int, minor: int) -> bytes:
    suites = b"".join(struct.pack(">H", one) for one in _CIPHERS)
    body = bytes((major, minor)) + os.urandom(32) + b"\0" + struct.pack(">H", len(suites)) + suites + b"\1\0"
    if minor:
        body += _extensions()
    handshake = b"\1" + struct.pack(">I", len(body))[1:] + body
    return bytes((22, major, minor)) + struct.pack(">H", len(handshake)) + handshake


def _extensions() -> bytes:
    """Curves P-256 and P-384, points as they are."""
    told = (10, b"\0\4\0\x17\0\x18"), (11, b"\1\0")
    body = b"".join(struct.pack(">HH", kind, len(value)) + value for kind, value in told)
    return struct.pack(">H", len(body)) + body


def _of_ssl_2() -> bytes:
    """CLIENT-HELLO of the first version that was published: RC4 with MD5, DES with MD5."""
    suites = b"\x01\x00\x80\x07\x00\xc0"
    body = b"\1\0\2" + struct.pack(">HHH", len(suites), 0, 16) + suites + os.urandom(16)
    return struct.pack(">H", 0x8000 | len(body)) + body
