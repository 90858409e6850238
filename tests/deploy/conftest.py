"""Figures that a test of a deployment prints."""

import sys
from collections.abc import Callable

import pytest


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Say a line to whoever runs the tests, whatever is captured."""

    def say(what: str) -> None:
        with capfd.disabled():
            sys.stdout.write(f"\n  {what}\n")

    return say
