"""Reading the trail, and proving that it is as it was written."""

from sas.rooms.journal.queries.proof import Fault, Proof, prove
from sas.rooms.journal.queries.reading import Trace, TraceDetail, TracePage, TraceRow, trace, traces, traces_of
from sas.rooms.journal.queries.states import TrailState, Verification, trail_state

__all__ = [
    "Fault",
    "Proof",
    "Trace",
    "TraceDetail",
    "TracePage",
    "TraceRow",
    "TrailState",
    "Verification",
    "prove",
    "trace",
    "traces",
    "traces_of",
    "trail_state",
]
