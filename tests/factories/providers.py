"""Providers that play Pro Santé Connect before the product, and the person who stands at their pages."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from django.test import Client as Browser

from sas.adapters.psc import client as psc
from simulators.psc import identities
from simulators.psc.identities import Identity
from simulators.psc.platform import client_of
from simulators.psc.provider import Provider
from simulators.psc.web import REALM, server

PRODUCT = "http://127.0.0.1:8000"
SECRET = "a secret of forty characters, no less ok"
DOCTOR = Identity("810000000017", "MARTIN", "Claire", "")


@dataclass
class Simulated:
    """Our own simulator on a port of the loopback."""

    provider: Provider
    people: Path
    address: str
    told: list[str]

    @property
    def issuer(self) -> str:
        """As the product is told."""
        return self.provider.issuer

    def arrive(self, url: str, identity: Identity = DOCTOR, *, way: str = "card") -> str:
        """Show a card at the page of `url`; the address that takes the browser back, without the product's host."""
        identities.write(self.people, [identity])
        asked = dict(parse_qsl(urlsplit(url).query)) | {"identity": identity.national_id, "way": way}
        answer = httpx.post(f"{self.address}{REALM}/choix", data=asked, trust_env=False)
        return answer.headers["Location"].removeprefix(PRODUCT)

    def show(self, *holders: Identity) -> None:
        """Whose cards the page offers."""
        identities.write(self.people, list(holders))


@contextlib.contextmanager
def simulated(people: Path, *, issuer_at: str = "", product: str = PRODUCT, **kept: Any) -> Iterator[Simulated]:
    """The simulator for the time of a test; `issuer_at` when something stands before it."""
    told: list[str] = []
    client = client_of(product, identifier="sas-test", secret=SECRET)
    provider = Provider(issuer="", client=client, tell=lambda _, token: told.append(token), **kept)
    web = server(provider, people=people, port=0)
    web.RequestHandlerClass.log_message = lambda *_: None  # type: ignore[assignment]
    address = f"http://127.0.0.1:{web.server_address[1]}"
    provider.issuer = (issuer_at or address) + REALM
    Thread(target=web.serve_forever, daemon=True).start()
    yield Simulated(provider, people, address, told)
    web.shutdown()
    web.server_close()


def configure(settings: Any, *, issuer: str, client_id: str = "sas-test", product: str = PRODUCT) -> None:
    """The product's settings for this provider, of which nothing is remembered."""
    settings.PSC_ISSUER, settings.PSC_CLIENT_ID, settings.PSC_CLIENT_SECRET = issuer, client_id, SECRET
    settings.PUBLIC_URL = product
    psc.forget()


def depart(browser: Browser, **form: str) -> str:
    """Press the button; where the browser is sent."""
    answer = browser.post("/connexion/psc", form)
    assert answer.status_code == 302, answer.status_code
    return str(answer["Location"])
