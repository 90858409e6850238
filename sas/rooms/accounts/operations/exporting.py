"""Taking the list of accounts away leaves a trace: it holds people's names and addresses (F-220, F-226)."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.rooms.accounts import queries
from sas.rooms.accounts.queries import AccountFilters
from sas.rooms.journal import operations as journal


def note_export(*, actor: Actor, filters: AccountFilters, form: str, now: datetime) -> int:
    """Note that this list leaves the platform as a file of this form; returns how many accounts it holds.

    Raises Refused for who manages no account.
    """
    with transaction.atomic(durable=True):
        count = queries.count_of_people(actor=actor, filters=filters)
        journal.record(actor=actor, verb="export_accounts", subject="user", now=now, count=count, form=form)
    return count
