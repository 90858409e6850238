"""Writes docs/extracts.md: `python -m tests.house.extracts`."""

from sas.rooms.extracts.rules.dictionary import document
from tests.house.sources import ROOT

DOCUMENT = ROOT / "docs/extracts.md"

if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
