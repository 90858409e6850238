"""Addresses that open a calendar: made, kept so that a stolen database does not give them, found again."""

import secrets

from sas import keyed

FEED, SEALING = "sas.calendars.feed", "sas.calendars.sealing"


def new_token() -> str:
    """256 bits that nobody guesses, as they stand in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What a token is found by: without SECRET_KEY it cannot be made from a guess, nor undone."""
    return keyed.digest(token, use=FEED)


def token_hashes(token: str) -> list[str]:
    """The same, and what it was found by before SECRET_KEY was changed."""
    return keyed.digests(token, use=FEED)


def sealed(text: str) -> str:
    """The text, encrypted under a key derived from SECRET_KEY."""
    return keyed.sealed(text, use=SEALING)


def opened(text: str) -> str | None:
    """What `sealed` was given; None when it was sealed under a SECRET_KEY that is no longer known."""
    return keyed.opened(text, use=SEALING)
