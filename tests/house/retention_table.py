"""The tables of docs/data-protection.md that the code tells: `python -m tests.house.retention_table` writes them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/data-protection.md"


def written(document: str) -> str:
    """The document, its two tables anew."""
    for name, table in (("retention", _retention()), ("standing", _standing())):
        before, mark, rest = document.partition(f"<!-- {name}: generated -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        assert mark and end, name
        document = before + mark + "\n".join(table) + "\n" + end + after
    return document


def _retention() -> Iterator[str]:
    from sas.rooms.protection.rules import LINES

    yield from _row("Kind", "What", "Kept", "After", "Basis", "Removed by")
    yield from _row(*["---"] * 6)
    for line in LINES:
        by = f"`{line.command}`" if line.command else f"`{_name(line.purge)}`"
        yield from _row(f"`{line.kind}`", line.what, line.kept(), line.since, line.basis, by)


def _standing() -> Iterator[str]:
    from sas.rooms.protection.rules import STANDING

    yield from _row("Why it stays", "Tables")
    yield from _row("---", "---")
    for one in STANDING:
        yield from _row(one.why, ", ".join(f"`{model}`" for model in one.models))


def _name(purge: object) -> str:
    """« accounts.forget_links », whatever file of the room it stands in."""
    room = getattr(purge, "__module__", "").split(".")[2]
    return f"{room}.{getattr(purge, '__name__', '')}"


def _row(*cells: object) -> Iterable[str]:
    return ["| " + " | ".join(map(str, cells)) + " |"]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
