"""Telling an editor of a regulator: FHIR over mutual TLS, one deadline for everything (INT_R02).

Asynchronous inside: only so does one deadline hold for the name, the handshake and each byte of the answer.
"""

import asyncio
from datetime import datetime
from urllib.parse import quote, urlsplit

import httpx

from sas import traces
from sas.adapters.editors import tls
from sas.adapters.editors.accounts import protocol
from sas.adapters.editors.accounts.values import Outcome, Regulator, Server, Verdict
from sas.adapters.editors.trial import is_trial

WHOLE_SECONDS = 7.0
"""The guide's limit for an editor; later answers are not waited for."""
_MOST_BYTES = 65_536


def create(server: Server, regulator: Regulator) -> Outcome:
    """POST: for a regulator the editor was never told of."""
    return _tell("POST", server, "/Practitioner", regulator)


def update(server: Server, regulator: Regulator, *, known_as: str) -> Outcome:
    """PUT on whom the editor knows as « system|value »; the body may carry another identifier.

    An editor that knows nobody of this name creates: the same request may be sent twice.
    """
    return _tell("PUT", server, f"/Practitioner?identifier={quote(known_as, safe='')}", regulator)


def _tell(method: str, server: Server, path: str, regulator: Regulator) -> Outcome:
    if urlsplit(server.base_url).scheme != "https" and not is_trial(server.base_url):
        return Outcome(Verdict.REFUSED, "not https")
    try:
        with traces.span("account"):
            status, body, until = asyncio.run(_sent(method, server, path, regulator))
    except TimeoutError:
        return Outcome(Verdict.AGAIN, "timeout")
    except (httpx.HTTPError, OSError) as trouble:
        return Outcome(Verdict.AGAIN, "tls" if tls.is_tls(trouble) else "away")
    issue = protocol.issue(body) if status >= 400 else ""
    verdict = protocol.verdict(status)
    code = "" if verdict is Verdict.DONE else f"status {status} {issue}".strip()
    return Outcome(verdict, code, until)


async def _sent(method: str, server: Server, path: str, regulator: Regulator) -> tuple[int, bytes, datetime | None]:
    headers = {"Accept": server.accept, "Content-Type": "application/json", "User-Agent": "SAS-plateforme/1.0"}
    url, content = f"{server.base_url}{path}", protocol.practitioner(regulator)
    async with asyncio.timeout(WHOLE_SECONDS):
        verify = tls.context(expected_cn=server.expected_cn, expected_ou=server.expected_ou)
        # No proxy of the environment: the certificate must be the editor's own.
        async with (
            httpx.AsyncClient(verify=verify, trust_env=False, follow_redirects=False, timeout=WHOLE_SECONDS) as client,
            client.stream(method, url, content=content, headers=headers) as answer,
        ):
            return answer.status_code, await _start_of(answer), tls.ends_at(answer)


async def _start_of(answer: httpx.Response) -> bytes:
    """No more than what an OperationOutcome needs; the rest is not read."""
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) >= _MOST_BYTES:
            break
    return bytes(body[:_MOST_BYTES])
