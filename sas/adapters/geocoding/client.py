"""Client of the BAN protocol (also spoken by the Géoplateforme). Nothing found is an empty answer; no answer raises."""

import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import httpx
from django.conf import settings

from sas import traces
from sas.adapters.geocoding import protocol
from sas.adapters.geocoding.protocol import SERVICE
from sas.adapters.geocoding.values import AddressKind, AddressQuery, FoundAddress, FoundPoint
from sas.errors import Unavailable

TIMEOUT_SECONDS = 2.0
BULK_TIMEOUT_SECONDS = 120.0
BULK_LINES = 2_000
# The protocol refuses shorter and longer questions.
_SHORTEST, _LONGEST = 3, 200
# A page never waits for a service that has just failed several times.
_FAILURES_BEFORE_PAUSE, _PAUSE_SECONDS = 3, 30.0
# A proxy of the environment serves outside hosts only.
_NO_PROXY = {"all://127.0.0.1": None, "all://localhost": None}


class Geocoder:
    """One address service. Safe to share between threads; keeps connections open."""

    def __init__(self, base_url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        """`base_url` without trailing slash; `timeout` in seconds, for each try."""
        self._client = httpx.Client(base_url=base_url, timeout=timeout, follow_redirects=False, mounts=_NO_PROXY)
        self._failures = 0
        self._paused_until = 0.0

    def search(
        self,
        query: str,
        *,
        limit: int = 5,
        autocomplete: bool = False,
        near: tuple[float, float] | None = None,
        citycode: str = "",
        postcode: str = "",
        kind: AddressKind | None = None,
    ) -> tuple[FoundAddress, ...]:
        """Addresses that match, best first; `near` (latitude, longitude) favours what is close.

        Raises Unavailable when the service does not answer in time, twice.
        """
        text = " ".join(query.split())[:_LONGEST]
        if len(text) < _SHORTEST:
            return ()
        params: dict[str, Any] = {"q": text, "limit": limit, "autocomplete": int(autocomplete)}
        params |= {"lat": near[0], "lon": near[1]} if near else {}
        told = {"citycode": citycode, "postcode": postcode, "type": kind.value if kind else ""}
        answer = self._ask("GET", "/search/", params=params | {name: value for name, value in told.items() if value})
        return protocol.addresses(answer)

    def reverse(self, lat: float, lon: float) -> tuple[FoundAddress, ...]:
        """Addresses around a point (degrees), nearest first. Raises Unavailable."""
        return protocol.addresses(self._ask("GET", "/reverse/", params={"lat": lat, "lon": lon}))

    def locate_many(self, queries: Sequence[AddressQuery]) -> Iterator[FoundPoint | None]:
        """One answer per query, in order, None where nothing was found; asked by lots of BULK_LINES.

        Raises Unavailable at the first lot that gets no answer.
        """
        for start in range(0, len(queries), BULK_LINES):
            lot = queries[start : start + BULK_LINES]
            answer = self._ask(
                "POST",
                "/search/csv/",
                data={"columns": "address", "postcode": "postcode", "citycode": "citycode"},
                files={"data": ("adresses.csv", protocol.bulk_request(lot), "text/csv")},
                timeout=BULK_TIMEOUT_SECONDS,
            )
            yield from protocol.bulk_answer(answer, len(lot))

    def _ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Two tries. The cause is not chained: it would carry the address asked into logs."""
        if time.monotonic() < self._paused_until:
            raise Unavailable(SERVICE)
        for _ in range(2):
            response = self._try(method, path, **request)
            if response is not None and response.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                break
        if response is None or not response.is_success:
            self._fail()
            raise Unavailable(SERVICE)
        self._failures = 0
        return response

    def _try(self, method: str, path: str, **request: Any) -> httpx.Response | None:
        try:
            with traces.span("geocoder"):
                return self._client.request(method, path, **request)
        except httpx.HTTPError:
            return None

    def _fail(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES_BEFORE_PAUSE:
            self._failures, self._paused_until = 0, time.monotonic() + _PAUSE_SECONDS


@lru_cache(maxsize=4)
def _geocoder(base_url: str) -> Geocoder:
    return Geocoder(base_url)


def configured() -> Geocoder | None:
    """The service of GEOCODER_URL, or None when there is none: the embedded communes then stand in for it."""
    return _geocoder(settings.GEOCODER_URL) if settings.GEOCODER_URL else None
