"""The nouns of accounts."""

from sas.rooms.accounts.queries.credentials import (
    Credentials,
    PasswordLink,
    address_link,
    credentials,
    password_link,
)
from sas.rooms.accounts.queries.sessions import SessionFacts, own_sessions
from sas.rooms.accounts.queries.signed_in import Account, email_of, id_of_email, names_of, signed_in, stamp_of
from sas.rooms.accounts.queries.terms import Terms, TermsFacts, terms, terms_to_accept, terms_versions

__all__ = [
    "Account",
    "Credentials",
    "PasswordLink",
    "SessionFacts",
    "Terms",
    "TermsFacts",
    "address_link",
    "credentials",
    "email_of",
    "id_of_email",
    "names_of",
    "own_sessions",
    "password_link",
    "signed_in",
    "stamp_of",
    "terms",
    "terms_to_accept",
    "terms_versions",
]
