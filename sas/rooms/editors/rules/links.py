"""The link to an editor's booking page (fhir-sas §9)."""

from collections.abc import Collection
from urllib.parse import SplitResult, quote, unquote_plus, urlsplit, urlunsplit


def booking_link(url: str, *, origin: str) -> str:
    """The address with our `origin` instead of any other, all the rest as it was; empty for what is no address."""
    parts = _https(url)
    if parts is None:
        return ""
    asked = [pair for pair in parts.query.split("&") if pair and unquote_plus(pair.split("=")[0]) != "origin"]
    return urlunsplit(parts._replace(query="&".join([*asked, f"origin={quote(origin, safe='')}"])))


def leads_to(url: str, *, hosts: Collection[str]) -> bool:
    """Whether an address is https, without a user's name, on one of the hosts that the editor declared."""
    parts = _https(url)
    return parts is not None and (parts.hostname or "") in {host.lower() for host in hosts}


def _https(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "https" and parts.hostname and parts.port in {None, 443}
    except ValueError:
        return None
    return parts if usable and parts.username is None and parts.password is None else None
