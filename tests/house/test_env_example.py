""".env.example tells every setting, and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Read before the settings are, by the demonstration and its database.
LAUNCHERS = {"DEMO_FOLDER", "PG_BINDIR", "PORT"}


def test_every_setting_is_told_and_every_setting_told_exists() -> None:
    settings = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r"""(?:env\.\w+|_required)\(\s*"([A-Z_]+)\"""", settings)) | LAUNCHERS
    told = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == told


def test_no_secret_is_given_away() -> None:
    assert "\nSECRET_KEY=\n" in (ROOT / ".env.example").read_text()
