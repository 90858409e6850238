"""Reading the trail, and proving that it is as it was written."""

from sas.rooms.journal.queries.erased import Erasure, erased_since
from sas.rooms.journal.queries.held import held_on_oneself
from sas.rooms.journal.queries.latest import TrailExtent, latest_traces, trail_extent
from sas.rooms.journal.queries.proof import Fault, Proof, prove
from sas.rooms.journal.queries.reading import Trace, TraceDetail, TracePage, TraceRow, trace, traces, traces_of
from sas.rooms.journal.queries.states import (
    Sealing,
    TrailState,
    Verification,
    sealing,
    seals_of_older_keys,
    trail_state,
)

__all__ = [
    "Erasure",
    "Fault",
    "Proof",
    "Sealing",
    "Trace",
    "TraceDetail",
    "TracePage",
    "TraceRow",
    "TrailExtent",
    "TrailState",
    "Verification",
    "erased_since",
    "held_on_oneself",
    "latest_traces",
    "prove",
    "sealing",
    "seals_of_older_keys",
    "trace",
    "traces",
    "traces_of",
    "trail_extent",
    "trail_state",
]
