"""What other rooms' operations call to leave their trace, and what keeps the trail as it was written."""

from sas.rooms.journal.operations.forgetting import forget_alone, forget_person
from sas.rooms.journal.operations.purging import purge
from sas.rooms.journal.operations.recording import record, record_change, record_consultation
from sas.rooms.journal.operations.rewrapping import rewrap
from sas.rooms.journal.operations.sealing import seal
from sas.rooms.journal.operations.verifying import note_proof

__all__ = [
    "forget_alone",
    "forget_person",
    "note_proof",
    "purge",
    "record",
    "record_change",
    "record_consultation",
    "rewrap",
    "seal",
]
