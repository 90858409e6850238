"""Fuzzing: outside data changed in thousands of ways. Each test tells how many cases it ran; the end of the run too."""

import resource
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_RAN = Counter[str]()
MOST_GROWN = 512 * 1024
"""KiB by which the process may have grown at its height, after all the cases of a test."""


class Cases:
    """Counts what was tried and how it ended."""

    def __init__(self, name: str) -> None:
        self.name, self.ended = name, Counter[str]()

    def tried(self, call: Callable[[], object], *, declared: tuple[type[Exception], ...]) -> None:
        """Run one case: a value or a declared error; anything else goes through and fails."""
        _RAN[self.name] += 1
        try:
            call()
        except declared as told:
            self.ended[type(told).__name__] += 1
        else:
            self.ended["value"] += 1

    def answered(self, answer: Any) -> None:
        """Count an answer over HTTP; one of ours that failed is told."""
        _RAN[self.name] += 1
        self.ended[str(answer.status_code)] += 1


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> Iterator[Cases]:
    """One counter for each test, under its name; what is tried fits in bounded memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield Cases(request.node.name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWN


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The number of cases, test by test."""
    if _RAN:
        terminalreporter.section("FUZZING")
        for name, number in sorted(_RAN.items()):
            terminalreporter.line(f"{number:>8} cases  {name}")
        terminalreporter.line(f"{_RAN.total():>8} cases in all")
