"""Every dependency is argued for, and nothing else is."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def test_each_requirement_stands_in_the_document_with_a_licence() -> None:
    lines = [
        line for name in ("requirements.in", "requirements-dev.in") for line in (ROOT / name).read_text().split("\n")
    ]
    asked = {match[0] for line in lines if (match := re.match(r"[a-z][a-z0-9-]*", line))}
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| [^|]{20,} \| [^|]+ \|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE
    )
    assert sorted(rows) == sorted(asked)
