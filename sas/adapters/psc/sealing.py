"""The provider's tokens as the database keeps them: encrypted under a key derived from SECRET_KEY."""

import json
from dataclasses import asdict

from sas import keyed
from sas.adapters.psc.values import Tokens

SEALING = "sas.psc.tokens"


def seal(tokens: Tokens) -> str:
    """As a compact JWE."""
    return keyed.sealed(json.dumps(asdict(tokens)), use=SEALING)


def unseal(sealed: str) -> Tokens | None:
    """None when it was sealed under a key that is no longer known, or is nothing that was sealed."""
    opened = keyed.opened(sealed, use=SEALING)
    return None if opened is None else Tokens(**json.loads(opened))
