"""The verbs of accounts."""

from sas.rooms.accounts.operations.bulk import FileLine, carry_out, forget_bulks, show_bulk, start_bulk
from sas.rooms.accounts.operations.closing import close_account, deactivate, reactivate
from sas.rooms.accounts.operations.exporting import note_export
from sas.rooms.accounts.operations.making import AccountDraft, create_account
from sas.rooms.accounts.operations.managing import create_managed, edit_account, resend_welcome
from sas.rooms.accounts.operations.sessions import CardSession, end_session, note_session
from sas.rooms.accounts.operations.signing import SignedIn, sign_in, sign_out

__all__ = [
    "AccountDraft",
    "CardSession",
    "FileLine",
    "SignedIn",
    "carry_out",
    "close_account",
    "create_account",
    "create_managed",
    "deactivate",
    "edit_account",
    "end_session",
    "forget_bulks",
    "note_export",
    "note_session",
    "reactivate",
    "resend_welcome",
    "show_bulk",
    "sign_in",
    "sign_out",
    "start_bulk",
]
