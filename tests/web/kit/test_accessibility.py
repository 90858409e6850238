"""The file of the review is believed only when it agrees with itself, and the statement says all of it."""

import json
from typing import Any

import pytest
from django.test import Client

from sas.web.kit import context
from sas.web.kit.accessibility import FILE, audit, read

EMPTY: dict[str, Any] = {"date": "", "standard": "RGAA 4.1.2", "criteria": 0, "conforming": 0, "failing": []}
WHAT = {"criterion": "4.1", "what": "Les vidéos n'ont pas de transcription."}


def reviewed(conforming: int, failing: int) -> dict[str, Any]:
    counts = {"criteria": conforming + failing, "conforming": conforming}
    return EMPTY | {"date": "2026-11-20", "failing": [WHAT] * failing} | counts


def test_the_file_that_is_shipped_agrees_with_itself() -> None:
    assert audit() == read(json.loads(FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (EMPTY, "non conforme"),
        (reviewed(49, 51), "non conforme"),
        (reviewed(1, 1), "partiellement conforme"),
        (reviewed(999, 1), "partiellement conforme"),
        (reviewed(70, 0), "totalement conforme"),
    ],
)
def test_the_state_is_worded_as_the_law_does(told: dict[str, Any], state: str) -> None:
    assert read(told).state == state


@pytest.mark.parametrize(
    "told",
    [reviewed(3, 1) | {"criteria": 5}, reviewed(3, 1) | {"failing": []}, reviewed(3, 1) | {"date": ""}],
)
def test_a_file_that_contradicts_itself_is_not_believed(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="criteria"):
        read(told)


@pytest.mark.django_db
@pytest.mark.shows("F-247")
def test_the_statement_and_the_footer_say_what_the_file_says(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "audit", lambda: read(EMPTY))
    page = " ".join(client.get("/accessibilite").content.decode().split())
    assert "<strong>non conforme</strong>" in page and "Défenseur des droits" in page
    monkeypatch.setattr(context, "audit", lambda: read(reviewed(3, 1)))
    page = " ".join(client.get("/accessibilite").content.decode().replace("&#x27;", "'").split())
    assert "<strong>partiellement conforme</strong>" in page and "75 % des critères" in page and "3 sur 4" in page
    assert "20 novembre 2026" in page and "4.1 : Les vidéos n'ont pas de transcription." in page
    assert "Accessibilité : partiellement conforme</a>" in page
