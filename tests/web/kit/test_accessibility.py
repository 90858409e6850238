"""The audit's file is believed only when it agrees with itself."""

import json
from typing import Any

import pytest

from sas.web.kit.accessibility import FILE, audit, read

EMPTY = {
    "standard": "RGAA 4.1", "audited_on": "", "auditor": "", "rate": None, "compliant": 0, "non_compliant": 0,
    "not_applicable": 0, "pages": [], "tools": [], "failures": [], "exemptions": [], "not_subject": [],
}  # fmt: skip
HALF = {"audited_on": "2026-11-20", "auditor": "l'équipe", "rate": 75, "compliant": 30, "non_compliant": 10}
TOLD = {"failures": ["Les vidéos n'ont pas d'audiodescription."]}


def test_the_file_that_is_shipped_agrees_with_itself() -> None:
    assert audit() == read(json.loads(FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({}, "non conforme"),
        (HALF | TOLD, "partiellement conforme"),
        (HALF | TOLD | {"rate": 50, "compliant": 10}, "partiellement conforme"),
        (HALF | TOLD | {"rate": 49, "compliant": 49, "non_compliant": 51}, "non conforme"),
        (HALF | {"rate": 100, "non_compliant": 0}, "totalement conforme"),
    ],
)
def test_the_state_is_worded_as_the_law_does(told: dict[str, Any], state: str) -> None:
    assert read(EMPTY | told).state == state


@pytest.mark.parametrize(
    "told",
    [
        HALF,
        HALF | TOLD | {"audited_on": ""},
        HALF | TOLD | {"rate": None},
        HALF | TOLD | {"rate": 90},
        TOLD,
        {"rate": 100},
        {"audited_on": "2026-11-20"},
    ],
)
def test_a_file_that_contradicts_itself_stops_the_page(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"audit|criteria"):
        read(EMPTY | told)
