"""Reading somebody's calendar on the Internet, politely and without being led elsewhere (ADR 20)."""

import time

import httpx

from sas import traces
from sas.adapters.calendars.target import checked_ip, normalised
from sas.adapters.calendars.values import Fetched, NotRead, Trouble

MOST_BYTES = 2_000_000
MOST_REDIRECTS = 2
STEP_SECONDS, WHOLE_SECONDS = 5.0, 20.0
"""The longest wait for one answer of the server, and for all of them."""

_NAMES = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "SAS-agenda/1.0"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK, _NOT_MODIFIED, _SERVER_ERROR = 200, 304, 500


def fetch(address: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    """What stands at the address, unless it has not changed since these validators.

    Raises NotRead. Causes are not chained and nothing is logged: an address like this one opens somebody's calendar.
    """
    deadline = time.monotonic() + WHOLE_SECONDS
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = _NAMES | {name: value for name, value in known.items() if value}
    url = normalised(address)
    # No proxy of the environment, which would resolve the name again; no cookie kept from one answer to the next.
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=STEP_SECONDS) as client:
        for _ in range(MOST_REDIRECTS + 1):
            try:
                with traces.span("calendar"):
                    answer = _ask(client, url, headers=headers, deadline=deadline)
            except (httpx.HTTPError, httpx.InvalidURL, OSError):
                raise NotRead(Trouble.UNREACHABLE) from None
            if isinstance(answer, Fetched):
                return answer
            url = normalised(str(answer))
    raise NotRead(Trouble.TOO_MANY_REDIRECTS)


def _ask(client: httpx.Client, url: httpx.URL, *, headers: dict[str, str], deadline: float) -> Fetched | httpx.URL:
    """One request to the address that was checked, under the name that was asked; a redirect is given back."""
    pinned = url.copy_with(host=checked_ip(url))
    named = headers | {"Host": url.netloc.decode("ascii")}
    request = client.build_request("GET", pinned, headers=named, extensions={"sni_hostname": url.host})
    request.extensions["timeout"] = httpx.Timeout(STEP_SECONDS).as_dict()
    answer = client.send(request, stream=True)
    try:
        return _judged(answer, url=url, deadline=deadline)
    finally:
        answer.close()


def _judged(answer: httpx.Response, *, url: httpx.URL, deadline: float) -> Fetched | httpx.URL:
    etag, last_modified = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    if answer.status_code in _REDIRECTS and "Location" in answer.headers:
        return url.join(answer.headers["Location"])
    if answer.status_code == _NOT_MODIFIED:
        return Fetched(None, etag, last_modified)
    if answer.status_code != _OK:
        raise NotRead(Trouble.UNREACHABLE if answer.status_code >= _SERVER_ERROR else Trouble.REFUSED)
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise NotRead(Trouble.NOT_A_CALENDAR)
    return Fetched(_body(answer, deadline=deadline), etag, last_modified)


def _body(answer: httpx.Response, *, deadline: float) -> bytes:
    """Raw bytes, counted as they come: neither a lie about the length nor a slow drip holds the worker."""
    content = bytearray()
    for piece in answer.iter_raw():
        content += piece
        if len(content) > MOST_BYTES:
            raise NotRead(Trouble.TOO_LARGE)
        if time.monotonic() > deadline:
            raise NotRead(Trouble.UNREACHABLE)
    return bytes(content)
