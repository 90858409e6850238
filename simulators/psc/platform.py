"""The platform as the provider knows it."""

import contextlib

import httpx

from simulators.psc.provider import Client


def client_of(product: str, *, identifier: str, secret: str) -> Client:
    """The platform at this address, as it registered itself."""
    at = f"{product}/connexion/psc"
    return Client(identifier, secret, f"{at}/retour", home=f"{product}/", logout_uri=f"{at}/deconnexion")


def tell(address: str, logout_token: str) -> None:
    """Post a logout token; a platform that is away is not told twice."""
    with contextlib.suppress(httpx.HTTPError):
        httpx.post(address, data={"logout_token": logout_token}, timeout=5, trust_env=False)
