"""Whether the platform stands aside, told by a file: it is read without database nor session."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

SECONDS = 600
"""When to come back, if nobody said until when it lasts."""


def begin(*, until: datetime | None = None) -> None:
    """From the next request on."""
    path = Path(settings.MAINTENANCE_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(until.isoformat() if until else "", encoding="utf-8")


def end() -> None:
    """Pages answer again."""
    Path(settings.MAINTENANCE_FILE).unlink(missing_ok=True)


def is_on() -> bool:
    """Asked at each request: one look at a file's name."""
    return Path(settings.MAINTENANCE_FILE).exists()


def until() -> datetime | None:
    """When it should be over; None when nobody said, or what was said cannot be read."""
    try:
        told = datetime.fromisoformat(Path(settings.MAINTENANCE_FILE).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def retry_after(*, now: datetime) -> int:
    """Seconds after which to come back."""
    end_at = until()
    left = (end_at - now) // timedelta(seconds=1) if end_at else 0
    return left if left > 0 else SECONDS
