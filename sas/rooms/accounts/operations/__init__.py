"""The verbs of accounts."""

from sas.rooms.accounts.operations.delegating import (
    DelegateDraft,
    accept_delegation,
    comment_delegation,
    refuse_delegation,
    remove_delegation,
    request_delegation,
)
from sas.rooms.accounts.operations.making import AccountDraft, create_account
from sas.rooms.accounts.operations.sessions import CardSession, end_session, note_session
from sas.rooms.accounts.operations.signing import SignedIn, sign_in, sign_out

__all__ = [
    "AccountDraft",
    "CardSession",
    "DelegateDraft",
    "SignedIn",
    "accept_delegation",
    "comment_delegation",
    "create_account",
    "end_session",
    "note_session",
    "refuse_delegation",
    "remove_delegation",
    "request_delegation",
    "sign_in",
    "sign_out",
]
