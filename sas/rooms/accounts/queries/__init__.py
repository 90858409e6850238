"""The nouns of accounts."""

from sas.rooms.accounts.queries.credentials import Credentials, PasswordLink, address_link, credentials, password_link
from sas.rooms.accounts.queries.delegations import (
    Attachable,
    CommentFacts,
    DelegateFacts,
    RequestDetail,
    RequestFacts,
    RequestQueue,
    delegated_to,
    delegates,
    delegation_queue,
    delegation_request,
    own_requests,
    removable_delegation,
)
from sas.rooms.accounts.queries.sessions import SessionFacts, own_sessions
from sas.rooms.accounts.queries.signed_in import Account, email_of, id_of_email, names_of, signed_in, stamp_of
from sas.rooms.accounts.queries.terms import Terms, TermsFacts, terms, terms_to_accept, terms_versions

__all__ = [
    "Account",
    "Attachable",
    "CommentFacts",
    "Credentials",
    "DelegateFacts",
    "PasswordLink",
    "RequestDetail",
    "RequestFacts",
    "RequestQueue",
    "SessionFacts",
    "Terms",
    "TermsFacts",
    "address_link",
    "credentials",
    "delegated_to",
    "delegates",
    "delegation_queue",
    "delegation_request",
    "email_of",
    "id_of_email",
    "names_of",
    "own_requests",
    "own_sessions",
    "password_link",
    "removable_delegation",
    "signed_in",
    "stamp_of",
    "terms",
    "terms_to_accept",
    "terms_versions",
]
