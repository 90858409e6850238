"""The reference of settings, written from their declaration: `make configuration` writes docs/configuration.md.

Names, order, sections and meanings stand in .env.example; kinds and whether one is needed in config/settings.py.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "configuration.md"
KINDS = {
    "str": "text",
    "int": "whole number",
    "bool": "0 or 1",
    "list": "list, by commas",
    "dict": "NAME=VALUE, by commas",
}
LAUNCHERS = {"PORT": "whole number"}
"""Those that the settings do not read and that are no text."""

_READ = re.compile(r"""(env\.(?P<kind>\w+)|_required)\(\s*"(?P<name>[A-Z0-9_]+)\"""")
_SECTION = re.compile(r"# --- (.+?) -+$")
_SETTING = re.compile(r"(?P<aside>#?)(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)$")
# An address of a database holds a password; a host's key is one that everybody may know.
_SECRET = re.compile(r"(KEYS?|SECRET|PASSWORD)$|^DATABASE_(\w+_)?URL$")
_KNOWN_TO_ALL = {"EXTRACTS_SFTP_HOST_KEY"}
# Files that hold the secret: the setting may be read by anybody, what it leads to may not.
_LEADS_TO_SECRET = re.compile(r"^(HUB|SSO|SSO_OTHER|EXTRACTS_SFTP|EDITOR_CLIENT)_KEY$")

_HEAD = """# Configuration

Each setting of the platform. Written from [.env.example](../.env.example) and the settings themselves by
`make configuration`: do not edit. Settings come from the environment, or from a file `.env` beside `manage.py`, which
`deploy/install/install.sh` makes lead to `/etc/sas/sas.env`; the environment wins. What is to be decided, and what
follows from it: [operating](operating.md).

**Secret**: *yes* for a value that is one; *its file* for the path of one. Both stay out of the code, of logs and of the
backups of the database.
"""


@dataclass(frozen=True)
class Setting:
    """One line of .env.example; `default` is None where a value must be given."""

    section: str
    name: str
    meaning: str
    default: str | None

    @property
    def secret(self) -> str:
        """As the table says it."""
        if _LEADS_TO_SECRET.search(self.name):
            return "its file"
        return "yes" if _SECRET.search(self.name) and self.name not in _KNOWN_TO_ALL else ""


def declared() -> list[Setting]:
    """The settings of .env.example, in its order; a setting without words of its own shares those above it."""
    found: list[Setting] = []
    section, words, is_told = "", [], False
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if heading := _SECTION.match(line):
            section, words = heading[1], []
        elif setting := _SETTING.match(line):
            default = setting["value"] if setting["aside"] else None
            found.append(Setting(section, setting["name"], " ".join(words), default))
            is_told = True
        elif line.startswith("# "):
            words = [line[2:]] if is_told else [*words, line[2:]]
            is_told = False
    return found


def kinds() -> dict[str, str]:
    """What each setting that config/settings.py reads is made of."""
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    return {one["name"]: KINDS[one["kind"] or "str"] for one in _READ.finditer(settings)} | LAUNCHERS


def document() -> str:
    """The whole page."""
    known, lines, section = kinds(), [_HEAD], ""
    for one in declared():
        if one.section != section:
            section = one.section
            lines += [f"\n## {section}\n", "| Setting | Meaning | Kind | Default | Secret |", "|---|---|---|---|---|"]
        kind = known.get(one.name, KINDS["str"])
        lines.append(f"| `{one.name}` | {_cell(one.meaning)} | {kind} | {_default(one)} | {one.secret} |")
    return "\n".join(lines) + "\n"


def _default(one: Setting) -> str:
    if one.default is None:
        return "needed"
    return f"`{_cell(one.default)}`" if one.default else "empty"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
