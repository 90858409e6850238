"""Pro Santé Connect at hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories.providers import Simulated, configure, simulated


@pytest.fixture
def desk(tmp_path: Path, settings: Any) -> Iterator[Simulated]:
    """The simulator, and the product's settings for it."""
    with simulated(tmp_path / "identities.json") as simulator:
        configure(settings, issuer=simulator.issuer)
        yield simulator
