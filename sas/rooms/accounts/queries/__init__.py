"""The nouns of accounts."""

from sas.rooms.accounts.queries.choices import (
    AccountChoices,
    account_choices,
    suggested_communes,
    suggested_professionals,
    suggested_structures,
)
from sas.rooms.accounts.queries.files import BulkFacts, BulkPage, LineFacts, bulk, bulks, refused_lines
from sas.rooms.accounts.queries.judging import Judged, judged
from sas.rooms.accounts.queries.listing import (
    AccountFilters,
    PeoplePage,
    PersonRow,
    count_of_people,
    people,
    people_in_chunks,
)
from sas.rooms.accounts.queries.sessions import SessionFacts, own_sessions
from sas.rooms.accounts.queries.signed_in import Account, email_of, id_of_email, names_of, signed_in, stamp_of
from sas.rooms.accounts.queries.single import PersonFacts, PersonState, person

__all__ = [
    "Account",
    "AccountChoices",
    "AccountFilters",
    "BulkFacts",
    "BulkPage",
    "Judged",
    "LineFacts",
    "PeoplePage",
    "PersonFacts",
    "PersonRow",
    "PersonState",
    "SessionFacts",
    "account_choices",
    "bulk",
    "bulks",
    "count_of_people",
    "email_of",
    "id_of_email",
    "judged",
    "names_of",
    "own_sessions",
    "people",
    "people_in_chunks",
    "person",
    "refused_lines",
    "signed_in",
    "stamp_of",
    "suggested_communes",
    "suggested_professionals",
    "suggested_structures",
]
