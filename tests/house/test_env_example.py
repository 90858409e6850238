""".env.example tells every setting, and nothing else; docs/configuration.md is written from both."""

import ast
import re
from pathlib import Path

from config import configuration

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


def test_the_reference_of_settings_is_up_to_date() -> None:
    assert configuration.DOCUMENT.read_text(encoding="utf-8") == configuration.document(), "run: make configuration"


def test_each_setting_has_a_meaning_and_a_default_that_is_the_codes() -> None:
    in_code = _defaults()
    told = {one.name: one for one in configuration.declared()}
    assert all(one.meaning for one in told.values())
    assert len([name for name in in_code if name in told]) > 50
    for name, default in in_code.items():
        assert told[name].default in (default, None), name


def test_secrets_are_named_as_such() -> None:
    secret = {one.name: one.secret for one in configuration.declared() if one.secret}
    assert secret["SECRET_KEY"] == secret["DATABASE_URL"] == secret["PSC_CLIENT_SECRET"] == "yes"
    assert secret["SSO_KEY"] == secret["EXTRACTS_SFTP_KEY"] == "its file"
    assert "EXTRACTS_SFTP_HOST_KEY" not in secret and "PUBLIC_URL" not in secret


def _defaults() -> dict[str, str]:
    """Of the settings whose default is a constant of config/settings.py, as .env.example writes it."""
    found = {}
    for call in ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text(encoding="utf-8"))):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func).startswith("env.") and call.keywords):
            continue
        name, default = call.args[0], call.keywords[0].value
        if isinstance(name, ast.Constant) and isinstance(default, ast.Constant):
            value = int(default.value) if isinstance(default.value, bool) else default.value
            found[str(name.value)] = str(value)
    return found
