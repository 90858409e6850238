"""What extracts go by: who may take what, which days, what each column means."""

from sas.rooms.extracts.rules.access import (
    ADMINISTRATORS,
    NO_SUCH_EXTRACT,
    READERS,
    datasets,
    may_extract,
    may_follow_sendings,
    may_prepare,
)
from sas.rooms.extracts.rules.asking import (
    KEPT,
    MOST_INTERRUPTIONS,
    MOST_TRIES,
    SILENT,
    XLSX_ROWS,
    Asked,
    month_before,
    problem_of,
    wait_before,
)
from sas.rooms.extracts.rules.columns import ABOUT, COLUMNS, Column, Kind
from sas.rooms.extracts.rules.dictionary import document

__all__ = [
    "ABOUT",
    "ADMINISTRATORS",
    "COLUMNS",
    "KEPT",
    "MOST_INTERRUPTIONS",
    "MOST_TRIES",
    "NO_SUCH_EXTRACT",
    "READERS",
    "SILENT",
    "XLSX_ROWS",
    "Asked",
    "Column",
    "Kind",
    "datasets",
    "document",
    "may_extract",
    "may_follow_sendings",
    "may_prepare",
    "month_before",
    "problem_of",
    "wait_before",
]
