"""The verbs of accounts."""

from sas.rooms.accounts.operations.card_links import ask_card_link, follow_card_link
from sas.rooms.accounts.operations.card_sessions import end_by_provider, renew_card_sessions, sign_out
from sas.rooms.accounts.operations.cards import Answer, Card, come_back, set_out
from sas.rooms.accounts.operations.making import AccountDraft, create_account
from sas.rooms.accounts.operations.sessions import CardSession, end_session, note_session
from sas.rooms.accounts.operations.signing import SignedIn, sign_in

__all__ = [
    "AccountDraft",
    "Answer",
    "Card",
    "CardSession",
    "SignedIn",
    "ask_card_link",
    "come_back",
    "create_account",
    "end_by_provider",
    "end_session",
    "follow_card_link",
    "note_session",
    "renew_card_sessions",
    "set_out",
    "sign_in",
    "sign_out",
]
