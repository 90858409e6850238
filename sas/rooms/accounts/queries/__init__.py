"""The nouns of accounts."""

from sas.rooms.accounts.queries.choices import (
    AccountChoices,
    account_choices,
    suggested_communes,
    suggested_professionals,
    suggested_structures,
)
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
from sas.rooms.accounts.queries.files import BulkFacts, BulkPage, LineFacts, bulk, bulks, refused_lines
from sas.rooms.accounts.queries.judging import Judged, judged
from sas.rooms.accounts.queries.keepers import Keeper, attached_structures, keepers_of
from sas.rooms.accounts.queries.listing import (
    AccountFilters,
    PeoplePage,
    PersonRow,
    count_of_people,
    people,
    people_in_chunks,
)
from sas.rooms.accounts.queries.own import OwnAttachments, own_attachments
from sas.rooms.accounts.queries.sessions import SessionFacts, own_sessions
from sas.rooms.accounts.queries.signed_in import (
    Account,
    email_of,
    id_of_email,
    names_of,
    professional_of,
    signed_in,
    stamp_of,
)
from sas.rooms.accounts.queries.single import PersonFacts, PersonState, person
from sas.rooms.accounts.queries.terms import Terms, TermsFacts, terms, terms_to_accept, terms_versions

__all__ = [
    "Account",
    "AccountChoices",
    "AccountFilters",
    "Attachable",
    "BulkFacts",
    "BulkPage",
    "CommentFacts",
    "Credentials",
    "DelegateFacts",
    "Judged",
    "Keeper",
    "LineFacts",
    "OwnAttachments",
    "PasswordLink",
    "PeoplePage",
    "PersonFacts",
    "PersonRow",
    "PersonState",
    "RequestDetail",
    "RequestFacts",
    "RequestQueue",
    "SessionFacts",
    "Terms",
    "TermsFacts",
    "account_choices",
    "address_link",
    "attached_structures",
    "bulk",
    "bulks",
    "count_of_people",
    "credentials",
    "delegated_to",
    "delegates",
    "delegation_queue",
    "delegation_request",
    "email_of",
    "id_of_email",
    "judged",
    "keepers_of",
    "names_of",
    "own_attachments",
    "own_requests",
    "own_sessions",
    "password_link",
    "people",
    "people_in_chunks",
    "person",
    "professional_of",
    "refused_lines",
    "removable_delegation",
    "signed_in",
    "stamp_of",
    "suggested_communes",
    "suggested_professionals",
    "suggested_structures",
    "terms",
    "terms_to_accept",
    "terms_versions",
]
