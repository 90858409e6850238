"""Where a request comes from, and how it is told to the trail."""

import re
import secrets
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from sas.actor import Circumstances

_REFERENCE = re.compile(r"[0-9A-Fa-f]{16,32}")
_KEPT_BITS = {4: 24, 6: 48}


def network_address(request: HttpRequest) -> str:
    """Of the browser: as our proxy says when there is one, whatever the browser says of itself."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return told.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def network_of(address: str) -> str:
    """« 192.0.2.0/24 », « 2001:db8:1::/48 »: a household or an office, never one machine; empty for what is no address.

    An IPv4 address that is written in IPv6 is the IPv4 one: its /48 would be everybody's.
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    known = getattr(known, "ipv4_mapped", None) or known
    return str(ip_network(f"{known}/{_KEPT_BITS[known.version]}", strict=False))


def reference_of(request: HttpRequest) -> str:
    """What the request is found by, in the log and in the trail: as our proxy says when there is one, else drawn.

    The proxy's is taken when it looks like one: nothing else may be brought there by a header.
    """
    told = request.META.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    return told if _REFERENCE.fullmatch(told) else secrets.token_hex(8)


def circumstances_of(request: HttpRequest) -> Circumstances:
    """The reference of the request, and where it comes from."""
    return Circumstances(request_id=request.reference, network=network_of(network_address(request)))
