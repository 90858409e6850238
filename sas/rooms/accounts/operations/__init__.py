"""The verbs of accounts."""

from sas.rooms.accounts.operations.addresses import ask_new_address, confirm_address
from sas.rooms.accounts.operations.administrators import create_administrator
from sas.rooms.accounts.operations.bulk import FileLine, carry_out, forget_bulks, show_bulk, start_bulk
from sas.rooms.accounts.operations.card_links import ask_card_link, follow_card_link
from sas.rooms.accounts.operations.card_sessions import end_by_provider, renew_card_sessions, sign_out
from sas.rooms.accounts.operations.cards import Answer, Card, come_back, set_out
from sas.rooms.accounts.operations.cleaning import (
    forget_demands,
    forget_failures,
    forget_links,
    forget_logins,
    forget_requests,
    forget_sessions,
)
from sas.rooms.accounts.operations.closing import close_account, close_unused, deactivate, reactivate
from sas.rooms.accounts.operations.delegating import (
    DelegateDraft,
    accept_delegation,
    comment_delegation,
    refuse_delegation,
    remove_delegation,
    request_delegation,
)
from sas.rooms.accounts.operations.exporting import note_export
from sas.rooms.accounts.operations.inactivity import follow_inactivity
from sas.rooms.accounts.operations.logins import (
    Exchange,
    LoginTokens,
    exchange_login,
    grant_login,
    refused_login,
    renew_editor_secret,
    save_editor_login,
)
from sas.rooms.accounts.operations.making import AccountDraft, create_account
from sas.rooms.accounts.operations.managing import create_managed, edit_account, resend_welcome
from sas.rooms.accounts.operations.passwords import answer_reset, ask_reset, change_password, choose_password
from sas.rooms.accounts.operations.regulators import send_regulator_again
from sas.rooms.accounts.operations.reminders import remind_passwords
from sas.rooms.accounts.operations.renewing import renew_seals
from sas.rooms.accounts.operations.sessions import CardSession, end_other_sessions, end_session, note_session
from sas.rooms.accounts.operations.signing import SignedIn, sign_in
from sas.rooms.accounts.operations.terms import accept_terms, publish_first_terms, publish_terms
from sas.rooms.accounts.operations.territories import delete_territory
from sas.rooms.accounts.operations.welcoming import note_welcome

__all__ = [
    "AccountDraft",
    "Answer",
    "Card",
    "CardSession",
    "DelegateDraft",
    "Exchange",
    "FileLine",
    "LoginTokens",
    "SignedIn",
    "accept_delegation",
    "accept_terms",
    "answer_reset",
    "ask_card_link",
    "ask_new_address",
    "ask_reset",
    "carry_out",
    "change_password",
    "choose_password",
    "close_account",
    "close_unused",
    "come_back",
    "comment_delegation",
    "confirm_address",
    "create_account",
    "create_administrator",
    "create_managed",
    "deactivate",
    "delete_territory",
    "edit_account",
    "end_by_provider",
    "end_other_sessions",
    "end_session",
    "exchange_login",
    "follow_card_link",
    "follow_inactivity",
    "forget_bulks",
    "forget_demands",
    "forget_failures",
    "forget_links",
    "forget_logins",
    "forget_requests",
    "forget_sessions",
    "grant_login",
    "note_export",
    "note_session",
    "note_welcome",
    "publish_first_terms",
    "publish_terms",
    "reactivate",
    "refuse_delegation",
    "refused_login",
    "remind_passwords",
    "remove_delegation",
    "renew_card_sessions",
    "renew_editor_secret",
    "renew_seals",
    "request_delegation",
    "resend_welcome",
    "save_editor_login",
    "send_regulator_again",
    "set_out",
    "show_bulk",
    "sign_in",
    "sign_out",
    "start_bulk",
]
