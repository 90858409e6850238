"""Reading the trail, and proving that it is as it was written."""

from sas.rooms.journal.queries.held import held_on_oneself
from sas.rooms.journal.queries.latest import TrailExtent, latest_traces, trail_extent
from sas.rooms.journal.queries.proof import Fault, Proof, prove
from sas.rooms.journal.queries.traces import Trace, traces_of

__all__ = [
    "Fault",
    "Proof",
    "Trace",
    "TrailExtent",
    "held_on_oneself",
    "latest_traces",
    "prove",
    "traces_of",
    "trail_extent",
]
