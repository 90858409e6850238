"""The nouns of exchanges: messages to the LRM, accounts at editors, and who calls us."""

from sas.rooms.exchanges.queries.accounts import AccountFacts, AccountPage, account_holder, editor_accounts
from sas.rooms.exchanges.queries.callers import (
    FhirCaller,
    caller_of_certificate,
    caller_of_id,
    caller_of_secret,
    identifier_of,
)
from sas.rooms.exchanges.queries.held import held_on_oneself
from sas.rooms.exchanges.queries.messages import (
    Health,
    MessageFacts,
    MessagePage,
    Recipient,
    backlog,
    health,
    messages,
    recipients,
)

__all__ = [
    "AccountFacts",
    "AccountPage",
    "FhirCaller",
    "Health",
    "MessageFacts",
    "MessagePage",
    "Recipient",
    "account_holder",
    "backlog",
    "caller_of_certificate",
    "caller_of_id",
    "caller_of_secret",
    "editor_accounts",
    "health",
    "held_on_oneself",
    "identifier_of",
    "messages",
    "recipients",
]
