"""How long what stands beside an orientation is kept."""

from datetime import timedelta

KEYS_KEPT = timedelta(days=30)
"""The key of a form, by which one that is sent twice makes one orientation."""
