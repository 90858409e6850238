"""The link to an editor's booking page (fhir-sas §9)."""

from urllib.parse import SplitResult, quote, unquote_plus, urlsplit, urlunsplit


def booking_link(url: str, *, origin: str) -> str:
    """The address with our `origin`, when there is one, instead of any other; empty for what is not https."""
    parts = _https(url)
    if parts is None:
        return ""
    if not origin:
        return url
    asked = [pair for pair in parts.query.split("&") if pair and unquote_plus(pair.split("=")[0]) != "origin"]
    return urlunsplit(parts._replace(query="&".join([*asked, f"origin={quote(origin, safe='')}"])))


def _https(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "https" and parts.hostname and parts.port in {None, 443}
    except ValueError:
        return None
    return parts if usable and parts.username is None and parts.password is None else None
