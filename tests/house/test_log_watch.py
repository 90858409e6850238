"""The watch over the logs sees what it is there for, and lets the rest through (F-270)."""

import logging
from typing import Any

import pytest

from tests.log_watch import LogWatch, named_in

pytestmark = pytest.mark.shows("F-270")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("link sent to jeanne.dupont+sas@ch-rennes.example", "an e-mail address"),
        ("called 02 61 91 00 12", "a telephone number"),
        ("called +33261910012.", "a telephone number"),
        ("patient 2 85 05 78 006 084 91", "a social security number"),
        ("patient 285057800608491 found", "a social security number"),
        ("professional 810000000123 unknown", "a national identifier"),
        ("account of LE GOFF closed", "somebody of the tests"),
        ("searched 12 rue des Lilas, Rennes", "an address"),
        ("journal sealed: 12 entries, seal 3, digest 028505780060849100ab0261910012cd", None),
        ("editor 12: timeout after 7001 ms at 2026-11-23T08:00:00.123456+00:00", None),
        ("Not Found: /administration/comptes/123456789", None),
    ],
)
def test_what_names_somebody_is_seen(line: str, what: str | None) -> None:
    assert named_in(line) == what


def test_a_record_is_looked_at_as_it_would_be_written(log_watch: LogWatch) -> None:
    logger = logging.getLogger("sas.tried")
    logger.info("asked /sas/recherche?loc=12 rue des Lilas")
    assert log_watch.told() == [], "the filter of the platform cuts it out"
    logger.info("asked for %s", "jeanne@sas.example")
    logger.debug("asked for %s", "jeanne@sas.example")
    failure = ValueError("jeanne@sas.example")
    logger.error("failed", exc_info=failure)
    (told,) = log_watch.told()
    assert told.startswith("an e-mail address: ") and "sas.tried" in told


def test_other_handlers_see_the_record_as_it_was(log_watch: LogWatch, caplog: Any) -> None:
    logging.getLogger("sas.tried").warning("asked /a?b=%s", "c")
    assert caplog.records[0].args == ("c",)
