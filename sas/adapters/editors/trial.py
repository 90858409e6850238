"""Editors of this machine, reached by plain HTTP: for a demonstration or the tests, never in production."""

from urllib.parse import urlsplit

from django.conf import settings


def is_trial(url: str) -> bool:
    """Whether this is an address of this machine by plain HTTP, and the platform one that may use it."""
    if not settings.EDITOR_LOOPBACK:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
