"""What may be done with accounts, and what the mails about them say."""

from sas.rooms.accounts.rules.letters import welcome_letter

__all__ = ["welcome_letter"]
