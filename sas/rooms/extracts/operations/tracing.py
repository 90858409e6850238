"""The trace of each step: what, of which part of the country, how many lines; never one of them."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.extracts.models import Extract
from sas.rooms.journal import operations as journal


def note(row: Extract, *, verb: str, actor: Actor, now: datetime) -> None:
    """In the transaction of the step."""
    told = {
        "dataset": row.dataset,
        "form": row.file_format,
        "scope": row.scope,
        "territory": row.territory_id,
        "since": f"{row.first_day}" if row.first_day else None,
        "until": f"{row.last_day}" if row.last_day else None,
        "rows": row.rows_done,
        "problem": row.problem,
    }
    kept = {name: value for name, value in told.items() if value not in {None, ""}}
    journal.record(actor=actor, verb=verb, subject="extract", subject_id=row.id, now=now, **kept)
