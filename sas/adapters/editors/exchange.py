"""One exchange with one editor over HTTP: no redirect, no more bytes than wanted, every trouble told by its kind."""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from sas.adapters.editors import bundles, tls
from sas.adapters.editors.trial import is_trial
from sas.adapters.editors.values import Endpoint, Failure

if TYPE_CHECKING:
    from datetime import datetime

_OK = 200
_OUTCOME_BYTES = 65_536
_STEP_BYTES = 65_536
_GZIP = 31
"""What zlib calls a gzip header."""
_AGENT = "SAS-agregateur/1.0"
_WAITS = httpx.Timeout(60.0)
"""Of one step; the deadline of the whole comes long before."""


class Failed(Exception):
    """An exchange that gave nothing; the detail holds no personal data."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(failure.value)
        self.failure, self.detail = failure, detail


class Line:
    """A client of one editor, for one event loop."""

    def __init__(self, endpoint: Endpoint, *, at_once: int) -> None:
        """Opens nothing yet."""
        self._endpoint = endpoint
        self._turn = asyncio.Semaphore(at_once)
        self._client: httpx.AsyncClient | None = None
        self.certificate_until: datetime | None = None

    async def get(self, url: httpx.URL, *, most: int) -> bytes:
        """The body of a JSON answer of status 200, unpacked. Raises Failed."""
        try:
            async with self._turn:
                return await self._get(url, most=most)
        except httpx.TimeoutException:
            raise Failed(Failure.TIMEOUT, "step") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _broken(error) from None
        except zlib.error:
            raise Failed(Failure.NOT_A_BUNDLE, "gzip") from None

    async def close(self) -> None:
        """Let go of its connections."""
        if self._client:
            await self._client.aclose()

    async def _get(self, url: httpx.URL, *, most: int) -> bytes:
        self._client = self._client or self._made(url)
        headers = {"Accept": self._endpoint.accept, "Accept-Encoding": "gzip", "User-Agent": _AGENT}
        async with self._client.stream("GET", url, headers=headers) as answer:
            self.certificate_until = tls.ends_at(answer)
            if answer.status_code != _OK:
                raise Failed(Failure.STATUS, await _said(answer))
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if not kind.startswith("application/") or "json" not in kind:
                raise Failed(Failure.MEDIA_TYPE, kind[:40])
            return await _body(answer, most=most)

    def _made(self, url: httpx.URL) -> httpx.AsyncClient:
        if url.scheme == "https":
            names = {"expected_cn": self._endpoint.expected_cn, "expected_ou": self._endpoint.expected_ou}
            verify = tls.context(**names)
        elif is_trial(str(url)):
            verify = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used: making httpx's own takes 20 ms
        else:
            raise Failed(Failure.INSECURE)
        # No proxy of the environment, no redirect.
        return httpx.AsyncClient(verify=verify, trust_env=False, follow_redirects=False, timeout=_WAITS)


async def _said(answer: httpx.Response) -> str:
    """« 422 business-rule »: the status, and the code of the OperationOutcome when there is one that can be read."""
    code = ""
    with suppress(Failed, httpx.HTTPError, OSError, zlib.error):  # the status says enough
        code = bundles.outcome(await _body(answer, most=_OUTCOME_BYTES))
    return f"{answer.status_code} {code}".rstrip()


async def _body(answer: httpx.Response, *, most: int) -> bytes:
    """Counted as it comes and as it unpacks: neither a lie about the length nor a bomb fills the memory."""
    packed = answer.headers.get("Content-Encoding", "identity").lower()
    if packed not in {"identity", "gzip"}:
        raise Failed(Failure.MEDIA_TYPE, "encoding")
    content = bytearray()
    async for piece in _unpacked(answer) if packed == "gzip" else answer.aiter_raw(_STEP_BYTES):
        content += piece
        if len(content) > most:
            raise Failed(Failure.TOO_LARGE)
    return bytes(content)


async def _unpacked(answer: httpx.Response) -> AsyncIterator[bytes]:
    gzip = zlib.decompressobj(_GZIP)
    async for piece in answer.aiter_raw(_STEP_BYTES):
        left = piece
        while some := gzip.decompress(left, _STEP_BYTES):
            yield some
            left = gzip.unconsumed_tail
    if not gzip.eof:
        raise Failed(Failure.NOT_A_BUNDLE, "gzip")


def _broken(error: BaseException) -> Failed:
    """TLS is told from a network that does not answer, through the layers that wrap its errors."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, tls.WrongName):
            return Failed(Failure.TLS, str(cause.args[0]))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failed(Failure.TLS, cause.verify_message[:60])
        if isinstance(cause, ssl.SSLError):
            return Failed(Failure.TLS, (cause.reason or "ssl").lower().replace("_", " ")[:60])
        cause = cause.__cause__ or cause.__context__
    return Failed(Failure.REFUSED, type(error).__name__)
