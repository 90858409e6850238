"""What the product logs while tests run, looked at for what names somebody (F-270).

Records pass the filter and the format of the deployed platform, at its levels, whatever the tests' own settings are.
"""

import logging
import re
from copy import copy

from sas.web.kit.logs import JsonFormatter, NoQueryString

PATTERNS = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "a telephone number": re.compile(r"(?<![\w.])(?:\+33 ?|0)[1-9](?:[ .-]?\d\d){4}(?!\w)"),
    "a social security number": re.compile(r"(?<![\w.])[12] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d\d)?(?![\w.])"),
    "a national identifier": re.compile(r"(?<![\w.])[08]\d{11}(?![\w.])"),
    "somebody of the tests": re.compile(
        r"\b(?:le goff|claire martin|martin claire|denis laurent|laurent denis|anne petit|petit anne|camille|duprat)\b",
        re.IGNORECASE,
    ),
    "an address": re.compile(r"\b\d+,? (?:rue|avenue|boulevard|place|allée|chemin|impasse|quai) ", re.IGNORECASE),
}
SIMULATED = ("mail.log", "aiosmtpd", "simulators", "tests", "werkzeug", "asyncio")
"""Loggers of what stands for the outside in tests: a mail server writes the addresses of its mails."""


def named_in(line: str) -> str | None:
    """What of a person a line of the log tells, if anything."""
    return next((what for what, pattern in PATTERNS.items() if pattern.search(line)), None)


class LogWatch(logging.Handler):
    """Keeps what no log may hold, until a test is asked for it."""

    def __init__(self) -> None:
        """See everything that the levels let through."""
        super().__init__()
        self._told, self._format, self._shorten = list[str](), JsonFormatter(), NoQueryString()

    def emit(self, record: logging.LogRecord) -> None:
        """Look at the line as it would be written; another handler sees the record as it was."""
        if record.name.split(".")[0] in SIMULATED or record.name in SIMULATED:
            return
        kept = copy(record)
        self._shorten.filter(kept)
        line = self._format.format(kept)
        if what := named_in(line):
            self._told.append(f"{what}: {line}")

    def told(self) -> list[str]:
        """What was kept since the last time it was asked for."""
        told, self._told = self._told, []
        return told


def watching() -> LogWatch:
    """Put on the root of the loggers, at the levels of the deployed platform."""
    from config.settings import LOGGING

    watch = LogWatch()
    root = logging.getLogger()
    root.addHandler(watch)
    root.setLevel(LOGGING["root"]["level"])  # type: ignore[index]
    for name, logger in LOGGING["loggers"].items():  # type: ignore[attr-defined]
        logging.getLogger(name).setLevel(logger["level"])
    return watch
