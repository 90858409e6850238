"""The link to an editor's booking page (fhir-sas §9)."""

from urllib.parse import SplitResult, quote, unquote_plus, urlsplit, urlunsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def booking_link(url: str, *, origin: str) -> str:
    """The address with our `origin`, when there is one, instead of any other; empty for what is not https.

    Http on loopback stands for https: the reader lets it through from an editor that is asked there, and no other.
    """
    parts = _sound(url)
    if parts is None:
        return ""
    if not origin:
        return url
    asked = [pair for pair in parts.query.split("&") if pair and unquote_plus(pair.split("=")[0]) != "origin"]
    return urlunsplit(parts._replace(query="&".join([*asked, f"origin={quote(origin, safe='')}"])))


def _sound(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" and parts.port in {None, 443}
        usable = parts.hostname and (secure or (parts.scheme == "http" and parts.hostname in _LOOPBACK))
    except ValueError:
        return None
    return parts if usable and parts.username is None and parts.password is None else None
