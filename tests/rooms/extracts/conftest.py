"""Each test has a folder of its own for the files."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where files of extracts stand; made by the first of them."""
    settings.EXTRACTS_FOLDER = tmp_path / "extracts"
    return settings.EXTRACTS_FOLDER
