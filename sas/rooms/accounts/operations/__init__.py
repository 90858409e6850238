"""The verbs of accounts."""

from sas.rooms.accounts.operations.making import AccountDraft, create_account
from sas.rooms.accounts.operations.sessions import CardSession, end_session, note_session
from sas.rooms.accounts.operations.signing import SignedIn, sign_in, sign_out

__all__ = [
    "AccountDraft",
    "CardSession",
    "SignedIn",
    "create_account",
    "end_session",
    "note_session",
    "sign_in",
    "sign_out",
]
