"""The nouns of accounts."""

from sas.rooms.accounts.queries.keepers import Keeper, keepers_of
from sas.rooms.accounts.queries.sessions import SessionFacts, own_sessions
from sas.rooms.accounts.queries.signed_in import Account, email_of, id_of_email, names_of, signed_in, stamp_of

__all__ = [
    "Account",
    "Keeper",
    "SessionFacts",
    "email_of",
    "id_of_email",
    "keepers_of",
    "names_of",
    "own_sessions",
    "signed_in",
    "stamp_of",
]
