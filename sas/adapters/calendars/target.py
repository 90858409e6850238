"""Where the platform agrees to go and read a calendar: addresses of the public Internet only (ADR 20)."""

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx
from django.conf import settings

from sas.adapters.calendars.values import NotRead, Trouble

LONGEST = 2000
"""Characters of an address."""

_HTTPS = 443
# IPv6 addresses that hide an IPv4 one behind a gateway.
_NAT64, _SIX_TO_FOUR = IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16")
# Public by their numbers, yet where the machines of hosting providers ask who they are.
_INNER = (IPv4Network("168.63.129.16/32"), IPv4Network("192.0.0.0/24"))


def normalised(address: str) -> httpx.URL:
    """The address as it will be asked: webcal is https. Raises NotRead(FORBIDDEN) for anything else than plain https.

    The URL is parsed once, here: what is checked is what is connected to.
    """
    text = address.strip()
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise NotRead(Trouble.FORBIDDEN) from None
    if url.scheme == "webcal":
        url = url.copy_with(scheme="https")
    secure = url.scheme == "https" and url.port in {None, _HTTPS}
    if len(text) > LONGEST or not url.host or url.userinfo or not (secure or _is_trial(url)):
        raise NotRead(Trouble.FORBIDDEN)
    return url.copy_with(fragment=None)


def checked_ip(url: httpx.URL) -> str:
    """The one address to connect to. Raises NotRead when the name has none, or a single one that is not public."""
    port = url.port or _HTTPS
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotRead(Trouble.UNREACHABLE) from None
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not addresses:
        raise NotRead(Trouble.UNREACHABLE)
    # A name that mixes public and inner addresses is somebody trying.
    if not all(is_allowed(one, trial=_is_trial(url)) for one in addresses):
        raise NotRead(Trouble.FORBIDDEN)
    return addresses[0]


def is_allowed(address: str, *, trial: bool = False) -> bool:
    """Whether this IP address is one of the public Internet; loopback too for a `trial`, and then nothing else."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        ip = _embedded(ip) or ip
    if trial:
        return ip.is_loopback
    shut = ip.is_multicast or ip.is_reserved or ip.is_unspecified or "%" in address
    return ip.is_global and not shut and not any(ip in network for network in _INNER)


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _SIX_TO_FOUR:
        return ip.sixtofour
    return ip.ipv4_mapped


def _is_trial(url: httpx.URL) -> bool:
    """Tests and demonstrations may read calendars of their own machine, by plain HTTP."""
    return bool(settings.CALENDAR_LOOPBACK) and url.scheme == "http" and url.host in {"127.0.0.1", "localhost"}
