"""Addresses that are read, and those that are not."""

import socket
from typing import Any

import httpx
import pytest

from sas.adapters.calendars.target import checked_ip, is_allowed, normalised
from sas.adapters.calendars.values import NotRead, Trouble


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (" https://agenda.example/private/a.ics ", "https://agenda.example/private/a.ics"),
        ("webcal://agenda.example/a?b=c#d", "https://agenda.example/a?b=c"),
        ("HTTPS://Agenda.Example:443/a", "https://agenda.example/a"),
        ("https://agendá.example/a", "https://xn--agend-1qa.example/a"),
    ],
)
def test_https_and_webcal_are_asked_by_https(address: str, asked: str) -> None:
    assert str(normalised(address)) == asked


@pytest.mark.parametrize(
    "address",
    [
        "",
        "agenda",
        "http://agenda.example/a",
        "ftp://agenda.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://user:word@agenda.example/a",
        "https://agenda.example@10.0.0.1/a",
        "https://agenda.example:8443/a",
        "https://agenda.example:22/",
        "http://127.0.0.1/a",
        "https://agenda.example/\nHost: a",
        "https://agenda.example/" + "a" * 2000,
    ],
)
def test_anything_else_is_not(address: str) -> None:
    with pytest.raises(NotRead) as raised:
        normalised(address)
    assert raised.value.trouble is Trouble.FORBIDDEN


PUBLIC = ("93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::5db8:d822", "2002:5db8:d822::1")
INNER = (
    "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1",
    "::ffff:127.0.0.1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "2002:a00:1::1", "2001:db8::1", "2001::1",
)  # fmt: skip


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_allowed(ip: str) -> None:
    assert is_allowed(ip)
    assert not is_allowed(ip, trial=True)


@pytest.mark.parametrize("ip", INNER)
def test_inner_ones_are_not_however_they_are_written(ip: str) -> None:
    assert not is_allowed(ip)


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def answer(host: str, port: int, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_with_a_single_inner_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    url = httpx.URL("https://agenda.example/a")
    resolving(monkeypatch, "93.184.216.34", "1.1.1.1")
    assert checked_ip(url) == "93.184.216.34"
    resolving(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(NotRead) as raised:
        checked_ip(url)
    assert raised.value.trouble is Trouble.FORBIDDEN
    resolving(monkeypatch)
    with pytest.raises(NotRead) as raised:
        checked_ip(url)
    assert raised.value.trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize("host", ["0x7f000001", "2130706433", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost"])
def test_odd_writings_of_this_machine_are_resolved_then_refused(host: str) -> None:
    with pytest.raises(NotRead):
        checked_ip(normalised(f"https://{host}/a"))


def test_the_setting_opens_this_machine_and_nothing_else(settings: Any) -> None:
    settings.CALENDAR_LOOPBACK = True
    assert checked_ip(normalised("http://127.0.0.1:8123/a")) == "127.0.0.1"
    for address in ("http://10.0.0.1/a", "http://agenda.example/a", "https://127.0.0.1:8123/a"):
        with pytest.raises(NotRead):
            normalised(address)
    with pytest.raises(NotRead):
        checked_ip(normalised("https://127.0.0.1/a"))
