"""Taking a table of a territory away leaves a trace: it says who may be paid what."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.rooms.indicators import queries
from sas.rooms.indicators.queries import CentreFilters, CentreTotals, TableFilters, Totals
from sas.rooms.indicators.rules import Quarter
from sas.rooms.journal import operations as journal


def note_export(
    *, actor: Actor, territory_id: int, quarter: Quarter, filters: TableFilters, form: str, now: datetime
) -> Totals:
    """Note that this table leaves the platform as a file of this form; returns its totals.

    Raises Refused for another's territory.
    """
    with transaction.atomic(durable=True):
        totals = queries.table_totals(actor=actor, territory_id=territory_id, quarter=quarter, filters=filters)
        told = {"territory": territory_id, "quarter": quarter.key, "count": totals.people, "form": form}
        journal.record(actor=actor, verb="export_avenant9", subject="indicators", now=now, **told)
    return totals


def note_centre_export(
    *, actor: Actor, territory_id: int, quarter: Quarter, filters: CentreFilters, form: str, now: datetime
) -> CentreTotals:
    """The same of the table of health centres."""
    with transaction.atomic(durable=True):
        totals = queries.centre_totals(actor=actor, territory_id=territory_id, quarter=quarter, filters=filters)
        told = {"territory": territory_id, "quarter": quarter.key, "count": totals.centres, "form": form}
        journal.record(actor=actor, verb="export_centres", subject="indicators", now=now, **told)
    return totals
