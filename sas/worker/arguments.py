"""What commands are told, read."""

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """« 2026-10-01 »; raises ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as unreadable:
        raise ArgumentTypeError(f"{text} : un jour s'écrit 2026-10-01") from unreadable
